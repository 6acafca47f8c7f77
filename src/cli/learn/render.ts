// SPDX-License-Identifier: Apache-2.0
import type { ShelfItem } from '../../learn/index.ts';
import type { Call } from '../command.ts';

const SHOWN = 20;

/** Candidates as a person reads them, the best first. */
export function candidatesText({ style }: Call, items: readonly ShelfItem[], all: boolean): string {
  const shown = all ? items : items.slice(0, SHOWN);
  const lines = shown.flatMap((item) => [
    `${style.bold(style.safe(item.id))}  ${stateOf(style, item)}`,
    `  ${style.safe(conditionOf(item))}`,
    `  ${style.dim(style.safe(figuresOf(item)))}`,
    ...notesOf(item).map((note) => `  ${style.yellow(style.safe(note))}`),
    '',
  ]);
  const rest = items.length - shown.length;
  return [...lines, ...(rest > 0 ? [`and ${rest} more (--all shows them)`, ''] : [])].join('\n');
}

function stateOf(style: Call['style'], { state, reason }: ShelfItem): string {
  const why = reason === undefined ? '' : `: ${style.safe(reason)}`;
  if (state === 'approved') return style.green(`approved${why}`);
  return state === 'rejected' ? style.red(`rejected${why}`) : style.dim('waits for approval');
}

function conditionOf({ policy }: ShelfItem): string {
  const { on, per, windows = {}, must } = policy;
  const where = on.where === undefined ? '' : ` where ${on.where}`;
  const around = Object.entries(windows).map(([name, { event, by, before, where: when }]) => {
    const keys = Array.isArray(by) ? by.join(', ') : '';
    return `; ${name}: ${[event].flat().join(', ')}${when === undefined ? '' : ` where ${when}`} with the same ${keys}, ${String(before)} before`;
  });
  const that = must.map((each) => each.that).join(' and ');
  const asked = /^not \((.*)\)$/.exec(that)?.[1];
  const meaning = that === 'false' ? '' : asked === undefined ? ` must have ${that}` : ` with ${asked}`;
  return `for each ${per.join(', ')}: ${[on.event].flat().join(', ')}${where}${meaning}${around.join('')}`;
}

function figuresOf({ learnt, held, support, bits, threats }: ShelfItem): string {
  const about = threats.length === 0 ? '' : `; threats ${threats.slice(0, 6).join(', ')}`;
  if (learnt === undefined || held === undefined)
    return `held for ${support} events, ${Math.round(bits ?? 0)} bits of surprise${about}`;
  const scored = held.recall.of > 0 || held.wrong + held.right > 0 ? held : learnt;
  const where = scored === held ? 'on events kept aside' : 'on the events it was learnt from';
  return `${percent(scored.precision)} of alerts right, ${scored.recall.hits} of ${scored.recall.of} attacks seen, ${scored.wrongPerDay.toFixed(2)} false alarms a day ${where}${about}`;
}

function percent({ hits, of, interval: [low, high] }: NonNullable<ShelfItem['held']>['precision']): string {
  return of === 0
    ? 'none'
    : `${Math.round((100 * hits) / of)} % (${Math.round(100 * low)}–${Math.round(100 * high)})`;
}

function notesOf({ impliedBy, contradicts }: ShelfItem): readonly string[] {
  return [
    ...(impliedBy.length === 0 ? [] : [`says what ${impliedBy.join(', ')} says already`]),
    ...(contradicts.length === 0 ? [] : [`forbids what ${contradicts.join(', ')} takes for usual`]),
  ];
}
