// SPDX-License-Identifier: Apache-2.0
// The same in words: why something is down, each outage, and all changes as a table.
import type { Outage, Replay } from '../cascade/index.ts';
import { type Drawn, drawn } from './drawn.ts';
import { harmsIn, marksTold, markTold } from './marks.ts';
import { keyFrames } from './moments.ts';
import {
  levelAt,
  momentOf,
  nameIn,
  percent,
  type ReplayView,
  type SideName,
  sideOf,
  spanOf,
} from './view.ts';

type WhyLine = Outage['why'][number];

export interface Why {
  /** From what was asked for back to what came from outside; what is wrong or read first. */
  readonly chain: readonly Drawn[];
  /** The cheapest measure with which the service has no outage, or is never wrong or read; else the one that helps most. */
  readonly measure?: { readonly id: string; readonly name: string };
  /** What that measure does, or that none does it alone. */
  readonly says: readonly string[];
}

/** Why an asset is down, wrong or read on a side, or when it lived by its fallback; undefined: it has no part in any of that there. */
export function whyOf(view: ReplayView, side: SideName, asset: string): Why | undefined {
  const { outages, marks } = sideOf(view, side);
  const outage = outages.find(({ why }) => why.some((line) => line.asset === asset));
  const own = marks.filter((mark) => mark.asset === asset);
  const lived = fallbacksTold(view, side, asset);
  if (outage === undefined && own.length + lived.length === 0) return undefined;
  const lines = outage?.why.slice(outage.why.findIndex((line) => line.asset === asset)) ?? [];
  const isHarmed = outage !== undefined || own.length > 0;
  return {
    chain: [
      ...own.map((mark) => markTold(view, mark)),
      ...(lines.length === 0 ? [] : [chainOf(view, lines)]),
      ...lived,
    ],
    ...(side === 'without' && isHarmed ? preventing(view, outage?.asset ?? asset) : { says: [] }),
  };
}

function preventing({ picture, say }: ReplayView, asset: string): Pick<Why, 'measure' | 'says'> {
  const { prevented, single } = picture;
  // Named by models: `constructor` is an asset like another.
  const found = Object.hasOwn(prevented, asset) ? prevented[asset] : undefined;
  const none = single === undefined ? [] : [say('none-alone', single)];
  if (found === undefined) return { says: none };
  const { id, name, left } = found;
  const says = left === undefined ? [say('prevented', name)] : [...none, say('eased', name, percent(left))];
  return { measure: { id, name }, says };
}

function chainOf(view: ReplayView, lines: readonly WhyLine[]): Drawn {
  return drawn(
    'ol',
    { class: 'why' },
    ...lines.map((line) => drawn('li', {}, `${momentOf(view, line.hour)}  ${sentence(view, line)}`)),
  );
}

function sentence({ picture, say }: ReplayView, line: WhyLine): string {
  const { asset, cause, group, level, left, need, waited = 0 } = line;
  const name = nameIn(picture, asset);
  if (cause === 'damage') return say('fails', name);
  if (cause === 'held') return say('taken', name);
  const details = [
    ...(group === undefined ? [] : [nameIn(picture, group)]),
    ...(level > 0 ? [percent(level)] : []),
    ...(left === undefined || need === undefined ? [] : [say('left', left, need)]),
    ...(waited > 0.01 ? [say('held', spanOf(say, waited))] : []),
  ];
  return say(level === 0 ? 'stops' : 'falls', name, details.join(', '));
}

export function outageTitle(view: ReplayView, { asset, from, until, lowest }: Outage): string {
  const { picture, say } = view;
  const name = nameIn(picture, asset);
  const end = until === null ? say('end') : say('for', spanOf(say, until - from));
  const says =
    lowest === 0 ? say('outage-down', name, end) : `${say('outage-part', name, end)} (${percent(lowest)})`;
  return `${momentOf(view, from)}  ${says}`;
}

/** In the order in which they begin. */
export function outagesIn(view: ReplayView, side: SideName): readonly Outage[] {
  return sideOf(view, side).outages.toSorted((a, b) => a.from - b.from);
}

/** Every outage with its reasons, then what is wrong or read. */
export function toldOf(view: ReplayView, side: SideName): readonly Drawn[] {
  const outages = outagesIn(view, side);
  const marks = marksTold(view, side);
  const lived = fallbacksTold(view, side);
  if (outages.length + marks.length === 0) return [drawn('p', {}, view.say('untouched')), ...lived];
  return [
    ...outages.map((outage) =>
      drawn(
        'div',
        {},
        drawn('strong', {}, outageTitle(view, outage)),
        chainOf(view, outage.why),
        ...(side === 'without' ? preventing(view, outage.asset).says : []).map((each) =>
          drawn('p', {}, each),
        ),
      ),
    ),
    ...marks,
    ...lived,
    ...bandsTold(view, side),
  ];
}

/** From when to when something worked by its fallback; all of it, or one asset. */
function fallbacksTold(view: ReplayView, side: SideName, only?: string): readonly Drawn[] {
  const { picture, say } = view;
  return sideOf(view, side)
    .fallbacks.filter(({ asset }) => only === undefined || asset === only)
    .map(({ asset, from, until }) => {
      const end = until === null ? ` ${say('end')}` : `–${momentOf(view, until)}`;
      return drawn('p', {}, say('fallback-told', nameIn(picture, asset), `${momentOf(view, from)}${end}`));
    });
}

/** What is between the 5th and the 95th percentile of all runs, at moments that are worth a look. */
function bandsTold(view: ReplayView, side: SideName): readonly Drawn[] {
  const { bands, picture, say } = view;
  const own = side === 'without' ? bands?.without : bands?.with;
  if (own === undefined) return [];
  const at = (levels: readonly number[], hour: number): number =>
    levels[Math.round((hour / own.until) * (levels.length - 1))] ?? 1;
  const lines = keyFrames(view).map((hour) => {
    const range = `${percent(at(own.low, hour))} – ${percent(at(own.high, hour))}`;
    return drawn('li', {}, say('band', momentOf({ picture, say }, hour), range));
  });
  return [drawn('ul', { class: 'bands' }, ...lines)];
}

/** One row where it begins, with the word for it, and one where it ends. */
function lastingRows(
  { say }: ReplayView,
  replay: Replay,
  word: 'repairing' | 'fallback',
  intervals: Replay['repairs'],
) {
  return intervals.flatMap(({ asset, from, until }) => [
    { hour: from, asset, says: `${percent(levelAt(replay, asset, from))}, ${say(word)}` },
    ...(until === null ? [] : [{ hour: until, asset, says: percent(levelAt(replay, asset, until)) }]),
  ]);
}

/** Rows: when, what, how much is delivered, and whether it is wrong or read from then on. */
export function rowsOf(view: ReplayView, side: SideName): readonly Drawn[] {
  const replay = sideOf(view, side);
  const rows = [
    ...replay.changes.map(({ hour, asset, level }) => ({ hour, asset, says: percent(level) })),
    ...lastingRows(view, replay, 'repairing', replay.repairs),
    ...lastingRows(view, replay, 'fallback', replay.fallbacks),
    ...replay.marks.flatMap((mark) => {
      const { asset, from, until } = mark;
      const at = (hour: number): string => percent(levelAt(replay, asset, hour));
      const begins = [at(from), ...harmsIn([mark]).map((each) => view.say(each))].join(', ');
      return [
        { hour: from, asset, says: begins },
        ...(until === null ? [] : [{ hour: until, asset, says: at(until) }]),
      ];
    }),
  ];
  return rows
    .toSorted((one, other) => one.hour - other.hour)
    .map(({ hour, asset, says }) =>
      drawn(
        'tr',
        {},
        drawn('td', {}, momentOf(view, hour)),
        drawn('td', {}, nameIn(view.picture, asset)),
        drawn('td', {}, says),
      ),
    );
}
