// SPDX-License-Identifier: Apache-2.0
// A run of a playbook for the terminal: where it stands, each command, and what a person is asked to do.
import { counted } from '../../core/counted.ts';
import type { RunReport } from '../../respond/index.ts';
import type { Style } from './style.ts';
import { wrap } from './width.ts';

type EffectReport = RunReport['effects'][number];

const STATES: Readonly<Record<RunReport['state'], string>> = {
  success: 'is over: everything was done',
  failure: 'is over, and failed',
  waiting: 'waits',
  open: 'is open: `ensuresec respond resume` goes on',
};

/** One line a run. */
export function runLine({ run, name, state, effects, simulated }: RunReport, style: Style): string {
  const waits = effects.filter(isWaiting).length;
  const asked = waits === 0 ? '' : `, ${waits} for persons`;
  return `${style.safe(run)}  ${mark(state, style)} ${state}${asked}  ${style.safe(name)}${simulated ? '  (simulated)' : ''}\n`;
}

export function runText(report: RunReport, style: Style): string {
  const { run, name, state, why, simulated, by, begun, due, effects } = report;
  const count = `${counted(effects.length, 'command')} so far`;
  const facts = [
    `Begun by ${by} at ${begun}; ${count}${simulated ? '; simulated, nothing real was touched' : ''}`,
    ...(why === '' ? [] : [`Why: ${why}`]),
    ...(due === undefined ? [] : [`Goes on by itself at ${due}, when it is resumed then`]),
  ];
  const failed = effects.filter((effect) => effect.state === 'failed').length;
  const how =
    state === 'success' && failed > 0
      ? `is over: ${failed} of its commands ${failed === 1 ? 'has' : 'have'} failed, and it went on past ${failed === 1 ? 'it' : 'them'}`
      : STATES[state];
  const shown = state === 'success' && failed > 0 ? 'failed' : state;
  const [first = '', ...more] = wrap(style.safe(`Run ${run}: ${name} ${how}`), style.columns - 2);
  const asks = effects.filter(isWaiting).map((effect) => askText(run, effect));
  return [
    `${mark(shown, style)} ${style.bold(first)}`,
    ...more.map((line) => `  ${style.bold(line)}`),
    ...facts.flatMap((fact) => indented(fact, 2, style)),
    ...effects.flatMap((effect) => ['', ...effectLines(effect, style)]),
    ...(asks.length === 0 ? [] : ['', style.bold('Next'), ...asks.flatMap((ask) => indented(ask, 2, style))]),
    '',
  ].join('\n');
}

function effectLines(effect: EffectReport, style: Style): string[] {
  const { number, name, type, text, targets, state, note, risk, approvals, undo, expires } = effect;
  const about = [
    type,
    ...(risk === 'none' ? [] : [`risk: ${risk}`]),
    ...(targets.length === 0 ? [] : [`on ${targets.join(', ')}`]),
    ...(approvals.by.length === 0 ? [] : [`approved by ${approvals.by.join(', ')}`]),
    ...(undo === 'none' ? [] : [`undo: ${undo}`]),
    ...(expires === undefined || undo === 'done' ? [] : [`until ${expires}`]),
  ].join('; ');
  const [first = '', ...more] = indented(name, 6, style);
  return [
    `${style.safe(String(number).padStart(3))}. ${mark(state, style)}${first.slice(5)}`,
    ...more,
    ...(text === name ? [] : indented(text, 6, style)),
    ...indented(about, 6, style).map(style.dim),
    ...(note === '' ? [] : indented(`${state}: ${note}`, 6, style)),
  ];
}

function askText(run: string, { number, state, sets, undo }: EffectReport): string {
  if (undo === 'parked') return `ensuresec respond answer ${run} ${number} done (it is undone)`;
  const set = sets.map((name) => ` --set ${name.replaceAll(/^__|__$/g, '')}=…`).join('');
  return state === 'asked'
    ? `ensuresec respond approve ${run} ${number}`
    : `ensuresec respond answer ${run} ${number} done${set}`;
}

function isWaiting({ state, undo }: EffectReport): boolean {
  return state === 'asked' || state === 'parked' || undo === 'parked';
}

function mark(state: RunReport['state'] | EffectReport['state'], style: Style): string {
  if (state === 'success' || state === 'done') return style.green(style.glyphs.secure);
  return state === 'failure' || state === 'failed'
    ? style.red(style.glyphs.insecure)
    : style.yellow(style.glyphs.unknown);
}

function indented(text: string, by: number, style: Style): string[] {
  return wrap(style.safe(text), style.columns - by).map((line) => `${' '.repeat(by)}${line}`);
}
