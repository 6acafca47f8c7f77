// SPDX-License-Identifier: Apache-2.0
// A replay for a person at a terminal: what the model derives of an incident, and what would have stopped it.
import type { ActionOutcome, Replay, ReplayedAction } from '../../analyse/index.ts';
import { counted } from '../../core/counted.ts';
import type { Style } from './style.ts';
import { euros, place, shortName } from './summary.ts';
import { wrap } from './width.ts';

const WORDS: Readonly<Record<ActionOutcome, string>> = {
  derived: 'works here',
  held: 'held',
  absent: 'one fact is missing',
  unmet: 'far from it',
  unknown: 'not known to the rules',
};

export function replayText(replay: Replay, style: Style): string {
  const parts = [
    headline(replay, style),
    replay.actions.flatMap((action, at) => actionLines(action, at + 1, style)),
    stopLines(replay, style),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headline({ flow, attacker, actions, counts, model }: Replay, style: Style): string[] {
  const told = `${counts.derived} of ${counted(actions.length, 'action')} of “${flow.name}” ${counts.derived === 1 ? 'works' : 'work'} on ${model.name}, for the ${shortName(attacker)}.`;
  return wrap(style.safe(told), style.columns).map(style.bold);
}

function actionLines(action: ReplayedAction, number: number, style: Style): string[] {
  const { name, technique, outcome, text, why, because } = action;
  const works = outcome === 'derived';
  const mark = works
    ? style.red(style.glyphs.insecure)
    : outcome === 'held'
      ? style.green(style.glyphs.secure)
      : style.yellow(style.glyphs.unknown);
  const head = `${technique === undefined ? '' : `${technique} `}${name}`;
  const reason = why === undefined ? WORDS[outcome] : `${WORDS[outcome]}: ${why}`;
  const rows = [text, works ? '' : reason].filter((row) => row !== '');
  return [
    ...wrap(style.safe(`${number}  ${head}`), style.columns - 4).map((line, at) =>
      at === 0 ? `${mark} ${line}` : `     ${line}`,
    ),
    ...rows.flatMap((row) =>
      wrap(style.safe(row), style.columns - 6).map((line) => style.dim(`     ${line}`)),
    ),
    ...(because === undefined ? [] : [style.dim(`     ${style.safe(place(because))}`)]),
  ];
}

function stopLines({ stop, plan, counts }: Replay, style: Style): string[] {
  if (counts.derived === 0) return ['No action works here today, so there is nothing to stop.'];
  if (stop === 'none' || plan === undefined)
    return wrap(
      'No measure of the pack leaves no way through the flow: some way has only steps that the model does not derive, or that no measure stops.',
      style.columns,
    );
  const proof = plan.proven ? 'no cheaper plan stops it' : `no plan below ${euros(plan.bound)} does`;
  return [
    `${style.bold('What would have stopped it')} ${style.dim(`${euros(plan.cost)} in the first year; ${proof}`)}`,
    ...plan.measures.map(
      ({ name, on, cost }) =>
        `  ${style.green(style.glyphs.secure)} ${style.safe(`${name} on ${on.join(', ')}`)}  ${euros(cost)}`,
    ),
  ];
}
