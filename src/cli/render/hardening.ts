// SPDX-License-Identifier: Apache-2.0
// A plan for the terminal: what to buy, what it does, what stays open, and why to believe it.
import type { FrontPoint, Hardening, LeftOpen, Plan } from '../../analyse/index.ts';
import { plural } from '../../core/counted.ts';
import { ENGLISH, type Tongue } from '../report-words/tongue.ts';
import { planTimeRows } from './plan-times.ts';
import type { Style } from './style.ts';
import { euros, shortName } from './summary.ts';
import { columns, days as inDays } from './times.ts';
import { padLeft, padRight, shorten, wrap } from './width.ts';

/** Attacks that stay open, shown one by one. */
const SHOWN_OPEN = 8;
const MIN_NAME_COLUMNS = 20;
const MAX_NAME_COLUMNS = 48;

export function hardeningText(hardening: Hardening, style: Style): string {
  const { plan } = hardening;
  const blocks = [
    headLines(hardening, style),
    ...(plan === undefined ? [] : [measureLines(plan, style), openLines(plan, style)]),
    timeLines(hardening, style),
    frontLines(hardening, style),
    marginLines(hardening, style),
    verifiedLines(hardening, style),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** What the plan is worth, in one or two sentences. */
export function hardeningSentence(
  { plan, before, after, budget, offers }: Hardening,
  { say, euros: money }: Tongue = ENGLISH,
): string {
  if (before.insecure === 0) return say('plan.nothing');
  if (plan === undefined) return say('plan.unfulfilled', { offers });
  const count = plan.measures.length;
  const frame = budget === undefined ? '' : say('plan.within', { budget: money(budget) });
  const turned = before.insecure - after.insecure;
  const attacks =
    turned === before.insecure
      ? say('plan.all', { count: turned })
      : say('plan.some', { count: turned, all: before.insecure });
  const what = `${say('plan.what', { count, cost: money(plan.cost) })}${frame}`;
  return say('plan.stops', { count, what, attacks });
}

/** How good the plan is: proven best, or the distance to the bound. */
export function qualityText(plan: Plan, tongue: Tongue = ENGLISH): string {
  const { say, euros: money } = tongue;
  if (plan.proven)
    return plan.left.some(({ why }) => why === 'budget') ? say('plan.least') : say('plan.cheapest');
  const parts = [
    say('plan.bound', { cost: money(plan.costBound), gap: percent(plan.cost, plan.costBound, tongue) }),
    ...(plan.risk > plan.riskBound ? [say('plan.risk', { risk: plan.risk, bound: plan.riskBound })] : []),
  ];
  return say('plan.best', { parts: parts.join('; ') });
}

function percent(value: number, bound: number, { fixed }: Tongue): string {
  return value === 0 ? '0 %' : `${fixed(((value - bound) / value) * 100, 1)} %`;
}

function headLines(hardening: Hardening, style: Style): string[] {
  const { plan, before, after } = hardening;
  const holds = before.insecure === 0 || (plan !== undefined && after.insecure === 0);
  const badge = holds
    ? style.green(`${style.glyphs.secure} ${style.bold('PLAN')}`)
    : style.yellow(`${style.glyphs.unknown} ${style.bold('PLAN')}`);
  const sentence = wrap(`${hardeningSentence(hardening)}.`, style.columns - 8);
  return [
    ...sentence.map((line, at) =>
      at === 0 ? `${badge}  ${style.bold(line)}` : `        ${style.bold(line)}`,
    ),
    ...(plan === undefined || before.insecure === 0
      ? []
      : wrap(qualityText(plan), style.columns - 8).map((line) => style.dim(`        ${line}`))),
  ];
}

function measureLines({ measures }: Plan, style: Style): string[] {
  if (measures.length === 0) return [];
  const names = measures.map(({ name, on }) => style.safe(`${name} on ${on.join(', ')}`));
  const longest = Math.max(MIN_NAME_COLUMNS, ...names.map((name) => name.length));
  const columns = Math.min(longest, MAX_NAME_COLUMNS, style.columns - 36);
  const cost = Math.max(...measures.map((each) => euros(each.cost).length));
  return [
    style.bold('Buy'),
    ...measures.map(({ cost: price, reopens, stops }, at) => {
      const name = padRight(shorten(names[at] as string, columns, style.glyphs.ellipsis), columns);
      const effect = `stops ${stops} alone, ${reopens} ${reopens === 1 ? 'returns' : 'return'} without it`;
      return `  ${padLeft(String(at + 1), 2)}  ${name}  ${padLeft(euros(price), cost)}  ${style.dim(effect)}`;
    }),
  ];
}

function openLines(plan: Plan, style: Style): string[] {
  const groups = leftByAttack(plan);
  if (groups.length === 0) return [];
  const lines = groups.slice(0, SHOWN_OPEN).flatMap(({ left, attackers }) => {
    const head = style.safe(`${left.title}: ${left.target}`);
    return [
      `  ${style.red(style.glyphs.insecure)} ${shorten(head, style.columns - 4, style.glyphs.ellipsis)}`,
      ...wrap(style.safe(`${leftReason(left)}; ${attackers.join(', ')}`), style.columns - 4).map((line) =>
        style.dim(`    ${line}`),
      ),
    ];
  });
  const more = groups.length - SHOWN_OPEN;
  return [
    style.bold('What stays open'),
    ...lines,
    ...(more > 0 ? [style.dim(`  and ${more} more (--json lists them)`)] : []),
  ];
}

/** What a plan leaves, one entry for each attack and target, with all who still succeed. */
export function leftByAttack(
  { left }: Plan,
  { named }: Tongue = ENGLISH,
): readonly { left: LeftOpen; attackers: readonly string[] }[] {
  const groups = new Map<string, { left: LeftOpen; attackers: string[] }>();
  for (const each of left) {
    const key = `${each.attack} ${each.target} ${each.why}`;
    const group = groups.get(key) ?? { left: each, attackers: [] };
    groups.set(key, group);
    group.attackers.push(named('attacker', each.attacker));
  }
  return [...groups.values()];
}

export function leftReason({ severity, why }: LeftOpen, { say, named }: Tongue = ENGLISH): string {
  return say(why === 'budget' ? 'open.budget' : 'open.none', { severity: named('level', severity) });
}

/** Attacks whose times are shown: the quickest. */
const SHOWN_TIMES = 8;

function timeLines({ times }: Hardening, style: Style): string[] {
  if (times === undefined || times.attacks.length === 0) return [];
  const rows = planTimeRows(times);
  const more = rows.length - SHOWN_TIMES;
  return [
    `${style.bold('How long attacks take')} ${style.dim(`${times.samples} runs; 95 % intervals; fastest attacker`)}`,
    ...columns(
      [
        ['', 'mean days', `within ${times.horizon} d`, 'with the plan'],
        ...rows.slice(0, SHOWN_TIMES).map((row) => [row.title, row.before, row.within, row.after]),
      ],
      style,
    ),
    ...(more > 0 ? [style.dim(`  and ${more} more (--json lists them)`)] : []),
  ];
}

function frontLines({ front }: Hardening, style: Style): string[] {
  if (front.length < 2) return [];
  const rows = front.map((point) => [
    euros(point.cost),
    String(point.measures),
    String(point.open),
    String(point.risk),
    marginText(point),
    quickest(point),
  ]);
  const head = ['Cost', 'Measures', 'Left open', 'Risk left', 'Margin', 'Quickest attack left'];
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => (row[at] as string).length)),
  );
  const line = (row: readonly string[]): string =>
    `  ${row.map((text, at) => (at === head.length - 1 ? text : padLeft(text, widths[at] as number))).join('  ')}`;
  return [
    style.bold('More money, less risk'),
    style.dim(line(head)),
    ...rows.map(line),
    ...[
      'A critical attack weighs 9, a high one 3, a medium one 1. The margin is how much must go wrong until something that is stopped comes back. Of the plans tried, nothing is cheaper and better.',
      ...(flatMargin(front) === undefined ? [] : [flatMargin(front) as string]),
    ]
      .flatMap((note) => wrap(note, style.columns - 2))
      .map((text) => style.dim(`  ${text}`)),
  ];
}

/** Margins shown: the thinnest. */
const SHOWN_MARGINS = 5;

function marginLines({ margins }: Hardening, style: Style): string[] {
  const thin = margins.filter(({ weight }) => weight !== undefined);
  if (thin.length === 0) return [];
  const lines = thin
    .slice(0, SHOWN_MARGINS)
    .flatMap(({ weight, title, target, attacker, breaks }) => [
      `  ${padLeft(String(weight), 2)}  ${shorten(style.safe(`${title}: ${target} (${shortName(attacker)})`), style.columns - 6, style.glyphs.ellipsis)}`,
      ...wrap(style.safe(`if ${breaks.map(({ text }) => text).join(', and ')}`), style.columns - 6).map(
        (line) => style.dim(`      ${line}`),
      ),
    ]);
  const more = thin.length - SHOWN_MARGINS;
  const never = margins.length - thin.length;
  return [
    style.bold('How firmly it holds'),
    ...lines,
    ...(more > 0 ? [style.dim(`  and ${more} more (--json lists them)`)] : []),
    ...(never > 0
      ? wrap(
          `${never} more ${plural(never, 'attack')} cannot be brought about by anything that the pack thinks of`,
          style.columns - 2,
        ).map((line) => style.dim(`  ${line}`))
      : []),
  ];
}

/** Why the axis of margins is flat, when it is. */
export function flatMargin(front: readonly FrontPoint[], { say }: Tongue = ENGLISH): string | undefined {
  const [margin, ...others] = new Set(front.flatMap((point) => point.margin ?? []));
  if (margin === undefined || others.length > 0) return undefined;
  return say('front.flat', { margin });
}

/** The margin of a plan; nothing stopped has none. */
export function marginText({ margin }: FrontPoint): string {
  return margin === undefined ? '–' : String(margin);
}

/** The mean time of the quickest attack that a plan leaves. */
export function quickest({ days }: FrontPoint, tongue: Tongue = ENGLISH): string {
  const { say } = tongue;
  return days === undefined ? say('front.none') : say('front.days', { days: inDays(days, tongue) });
}

function verifiedLines({ verified, after, plan, required }: Hardening, style: Style): string[] {
  if (plan === undefined) return [];
  const mark = (holds: boolean): string =>
    holds ? style.green(style.glyphs.secure) : style.red(style.glyphs.insecure);
  const counts = `${after.insecure} insecure, ${after.secure} secure, ${after.unknown} unknown`;
  return [
    style.bold('Verified'),
    `  ${mark(verified.closure)} installed in the model, everything derived anew: ${counts}`,
    `  ${mark(verified.checker)} ${verified.checker ? 'accepted by the independent checker' : style.safe(`the checker refuses: ${verified.message ?? ''}`)}`,
    ...required.map((fact) => `  ${mark(true)} still possible: ${style.safe(fact)}`),
  ];
}
