// SPDX-License-Identifier: Apache-2.0
// A recovery plan for the terminal: what it saves, how good it is, and who does what when.
import { counted } from '../../core/counted.ts';
import type { RecoveryPlan } from '../../respond/index.ts';
import type { Style } from './style.ts';
import { euros } from './summary.ts';
import { padLeft, padRight, shorten, wrap } from './width.ts';

const NAME_COLUMNS = 32;

export function recoveryText(plan: RecoveryPlan, unverified: readonly string[], style: Style): string {
  const hours = Math.max(...plan.repairs.map(({ up }) => up));
  const services = counted(plan.repairs.length, 'asset');
  const head = `${services} back in ${hoursText(hours)} with ${plan.crews} ${plan.crews === 1 ? 'crew' : 'crews'}, at a loss of ${euros(plan.loss)}.`;
  const lines = [
    ...wrap(head, style.columns).map(style.bold),
    ...wrap(`${savedText(plan)} ${qualityText(plan)}`, style.columns),
    '',
    ...tableLines(plan, style),
    ...(unverified.length === 0 ? [] : ['', ...unverifiedLines(unverified, style)]),
  ];
  return `${lines.join('\n')}\n`;
}

function savedText({ loss, criticalFirst }: RecoveryPlan): string {
  if (criticalFirst <= 0) return 'No loss an hour is stated, so any order is as good.';
  const saved = ((criticalFirst - loss) / criticalFirst) * 100;
  return `Most critical first would lose ${euros(criticalFirst)}; this order loses ${saved.toFixed(0)} % less.`;
}

function qualityText({ proven, loss, bound }: RecoveryPlan): string {
  if (proven) return 'Proven: no order loses less.';
  return `No order loses less than ${euros(bound)} (gap ${(((loss - bound) / loss) * 100).toFixed(1)} %).`;
}

function tableLines({ repairs }: RecoveryPlan, style: Style): string[] {
  const columns = Math.min(
    NAME_COLUMNS,
    Math.max(5, ...repairs.map(({ asset }) => style.safe(asset).length)),
  );
  const row = (cells: readonly string[]): string =>
    `  ${padRight(shorten(cells[0] as string, columns, style.glyphs.ellipsis), columns)}${cells
      .slice(1)
      .map((cell, at) => `  ${padLeft(cell, [4, 8, 8, 8, 11][at] as number)}`)
      .join('')}`;
  return [
    style.dim(row(['Asset', 'Crew', 'Start', 'Done', 'Works', 'Loss an hour'])),
    ...repairs.map((each) =>
      row([
        style.safe(each.asset),
        String(each.crew),
        hoursText(each.start),
        hoursText(each.finish),
        hoursText(each.up),
        each.perHour === 0 ? '-' : euros(each.perHour),
      ]),
    ),
  ];
}

function unverifiedLines(unverified: readonly string[], style: Style): string[] {
  const text = `No verified backup is stated for ${unverified.join(', ')}: verify each before it is used.`;
  return wrap(style.safe(text), style.columns).map(style.yellow);
}

function hoursText(hours: number): string {
  return `${hours.toFixed(1)} h`;
}
