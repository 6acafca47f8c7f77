// SPDX-License-Identifier: Apache-2.0
// The same in words: why something is down, each outage, and all changes as a table.
import type { Outage } from '../cascade/index.ts';
import { type Drawn, drawn } from './drawn.ts';
import { harmsIn, marksTold, markTold } from './marks.ts';
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
  /** The cheapest measure with which the service has no outage, or is never wrong or read. */
  readonly prevented?: { readonly id: string; readonly name: string };
}

/** Why an asset is down, wrong or read on a side; undefined: it has no part in any of that there. */
export function whyOf(view: ReplayView, side: SideName, asset: string): Why | undefined {
  const { outages, marks } = sideOf(view, side);
  const outage = outages.find(({ why }) => why.some((line) => line.asset === asset));
  const own = marks.filter((mark) => mark.asset === asset);
  if (outage === undefined && own.length === 0) return undefined;
  const lines = outage?.why.slice(outage.why.findIndex((line) => line.asset === asset)) ?? [];
  const prevented = side === 'without' ? preventing(view, outage?.asset ?? asset) : undefined;
  return {
    chain: [
      ...own.map((mark) => markTold(view, mark)),
      ...(lines.length === 0 ? [] : [chainOf(view, lines)]),
    ],
    ...(prevented === undefined ? {} : { prevented }),
  };
}

function preventing({ picture }: ReplayView, asset: string): Why['prevented'] {
  // Named by models: `constructor` is an asset like another.
  const id = Object.hasOwn(picture.prevented, asset) ? picture.prevented[asset] : undefined;
  return id === undefined ? undefined : (picture.measures.find((each) => each.id === id) ?? { id, name: id });
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
  if (outages.length + marks.length === 0) return [drawn('p', {}, view.say('untouched'))];
  return [
    ...outages.map((outage) =>
      drawn('div', {}, drawn('strong', {}, outageTitle(view, outage)), chainOf(view, outage.why)),
    ),
    ...marks,
  ];
}

/** Rows: when, what, how much is delivered, and whether it is wrong or read from then on. */
export function rowsOf(view: ReplayView, side: SideName): readonly Drawn[] {
  const replay = sideOf(view, side);
  const rows = [
    ...replay.changes.map(({ hour, asset, level }) => ({ hour, asset, says: percent(level) })),
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
