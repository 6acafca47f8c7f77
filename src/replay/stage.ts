// SPDX-License-Identifier: Apache-2.0
// Assets in fixed lanes at one moment; only the links that decided move.
import type { Replay } from '../cascade/index.ts';
import { cutTo } from './cut-to.ts';
import { type Drawn, drawn } from './drawn.ts';
import { detour, GLYPH, ring, wrench } from './glyphs.ts';
import { harmsIn, type Mark, marksAt, patternsOf } from './marks.ts';
import { HEIGHT, type Places, type Spot } from './places.ts';
import { levelAt, nameIn, percent, type ReplayView, type SideName, sideOf } from './view.ts';

/** Pixels between the border of a box and what stands in it. */
const PADDING = 7;
/** How far a line within a column, or back, swings out; it stays between the columns. */
const REACH = 18;

interface Straw {
  readonly from: string;
  readonly to: string;
  readonly hour: number;
  readonly waited: number;
}

/** Each box has `data-asset` and `data-side`: pressing it asks why. */
export function stageOf(view: ReplayView, places: Places, side: SideName, hour: number): Drawn {
  const replay = sideOf(view, side);
  const { width, height, spots } = places;
  const straws = strawsOf(replay);
  const label = view.say('picture', view.say(side));
  return drawn(
    'svg',
    { width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': label },
    patternsOf(side),
    ...grid(places),
    ...replay.marks.flatMap((mark) => wayOf(mark, replay, hour, places)),
    ...straws
      .filter((each) => hour >= each.hour - each.waited && levelAt(replay, each.from, hour) < 1)
      .flatMap((each) => lineOf('straw', each, places)),
    ...[...spots].map(([id, spot]) => node(view, { side, id, spot, width: places.box, hour, straws })),
  );
}

function grid({ names, rules, width }: Places): readonly Drawn[] {
  return [
    ...names.map(({ x, y, text, room }) =>
      drawn('text', { class: 'dim', x, y }, drawn('title', {}, text), cutTo(text, room)),
    ),
    ...rules.map((y) => drawn('line', { class: 'lane', x1: 0, x2: width, y1: y, y2: y })),
  ];
}

/** From what fell to what fell because of it. */
function strawsOf({ outages }: Replay): readonly Straw[] {
  return outages.flatMap(({ why }) =>
    why.flatMap(({ asset, hour, waited = 0 }, at): Straw[] => {
      const cause = why[at + 1];
      return cause === undefined ? [] : [{ from: cause.asset, to: asset, hour, waited }];
    }),
  );
}

/** The way by which it came in, as long as it is there. */
function wayOf(mark: Mark, replay: Replay, hour: number, places: Places): readonly Drawn[] {
  const before = mark.why[1];
  if (before === undefined || !marksAt(replay, mark.asset, hour).includes(mark)) return [];
  return lineOf('way', { from: before.asset, to: mark.asset }, places);
}

function lineOf(
  kind: 'straw' | 'way',
  { from, to }: Pick<Straw, 'from' | 'to'>,
  { spots, box }: Places,
): readonly Drawn[] {
  const [a, b] = [spots.get(from), spots.get(to)];
  if (a === undefined || b === undefined) return [];
  const [y1, y2] = [a.y + HEIGHT / 2, b.y + HEIGHT / 2];
  // It leaves on the side where the other stands; within a column it goes around on the left.
  const [x1, out] = b.x > a.x ? [a.x + box, 40] : [a.x, -REACH];
  const [x2, into] = b.x < a.x ? [b.x + box, REACH] : [b.x, b.x > a.x ? -40 : -REACH];
  const d = `M${x1} ${y1}C${x1 + out} ${y1} ${x2 + into} ${y2} ${x2} ${y2}`;
  return [drawn('path', { class: kind, d })];
}

interface Box {
  readonly side: SideName;
  readonly id: string;
  readonly spot: Spot;
  readonly width: number;
  readonly hour: number;
  readonly straws: readonly Straw[];
}

function node({ picture, say, ...view }: ReplayView, { side, id, spot, width, hour, straws }: Box): Drawn {
  const replay = sideOf({ picture, say, ...view }, side);
  const level = levelAt(replay, id, hour);
  const state = level === 1 ? 'up' : level === 0 ? 'down' : 'part';
  const harms = harmsIn(marksAt(replay, id, hour));
  const shown = [state === 'part' ? percent(level) : say(state), ...harms.map((each) => say(each))];
  const buffered = straws.find(
    (each) => each.to === id && each.waited > 0.01 && hour >= each.hour - each.waited && hour < each.hour,
  );
  // The box has no room for their words: whoever points at it reads them.
  const [isRepaired, byFallback] = [isIn(replay.repairs, id, hour), isIn(replay.fallbacks, id, hour)];
  const name = nameIn(picture, id);
  const says = `${name}: ${[
    ...shown,
    ...(isRepaired ? [say('repairing')] : []),
    ...(byFallback ? [say('fallback')] : []),
  ].join(', ')}`;
  const glyphs = [
    ...(buffered === undefined
      ? []
      : [(x: number, y: number) => ring(x, y, (buffered.hour - hour) / buffered.waited)]),
    ...(isRepaired ? [wrench] : []),
    ...(byFallback ? [detour] : []),
  ];
  return drawn(
    'g',
    {
      class: `node ${state}`,
      transform: `translate(${spot.x} ${spot.y})`,
      tabindex: 0,
      role: 'button',
      'data-asset': id,
      'data-side': side,
      'aria-label': `${says}${buffered === undefined ? '' : `, ${say('buffer')}`}`,
    },
    drawn('title', {}, says),
    drawn('rect', { class: 'box', width, height: HEIGHT, rx: 6 }),
    ...harms.map((each) => drawn('rect', { width, height: HEIGHT, rx: 6, fill: `url(#${each}-${side})` })),
    drawn('rect', { class: 'fill', x: 4, y: HEIGHT - 7, width: (width - 8) * level, height: 4 }),
    drawn('text', { x: PADDING, y: 13 }, cutTo(name, width - 2 * PADDING)),
    drawn(
      'text',
      { class: 'dim', x: PADDING, y: 27 },
      cutTo(shown.join(', '), width - 2 * PADDING - glyphs.length * GLYPH),
    ),
    // From the right, one beside the other.
    ...glyphs.map((glyph, at) => glyph(width - 2 - (at + 1) * GLYPH, 15)),
  );
}

function isIn(intervals: Replay['repairs'], id: string, hour: number): boolean {
  return intervals.some(
    ({ asset, from, until }) => asset === id && from <= hour && (until === null || hour < until),
  );
}
