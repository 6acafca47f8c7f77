// SPDX-License-Identifier: Apache-2.0
// Assets in fixed lanes at one moment; only the links that decided move.
import type { Replay } from '../cascade/index.ts';
import { cutTo } from './cut-to.ts';
import { type Drawn, drawn } from './drawn.ts';
import { detour, GLYPH, ring, wrench } from './glyphs.ts';
import { harmsIn, type Mark, marksAt, patternsOf } from './marks.ts';
import type { Layout } from './picture.ts';
import { levelAt, nameIn, percent, type ReplayView, type SideName, sideOf } from './view.ts';

/** Pixels: a box, what is above the first lane, what the names of lanes take, between columns, between boxes and lanes. */
const [WIDTH, HEIGHT, TOP, SIDE, GAP, BELOW, LANE] = [112, 40, 26, 74, 14, 8, 10];
/** Pixels between the border of a box and what stands in it. */
const PADDING = 7;
/** How far a line within a column, or back, swings out; it stays between the columns. */
const REACH = 18;

interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Places {
  readonly width: number;
  readonly height: number;
  readonly tops: readonly number[];
  readonly spots: ReadonlyMap<string, Spot>;
}

export function placesOf({ assets, stages, lanes }: Layout): Places {
  const cells = new Map<string, string[]>();
  const cellOf = (stage: string, lane: string): string => JSON.stringify([stage, lane]);
  for (const { id, stage, lane } of assets) {
    const cell = cellOf(stage, lane);
    cells.set(cell, [...(cells.get(cell) ?? []), id]);
  }
  const rows = lanes.map((lane) =>
    Math.max(1, ...stages.map((stage) => cells.get(cellOf(stage.id, lane.id))?.length ?? 0)),
  );
  const ends = rows.map((_, at) =>
    rows.slice(0, at + 1).reduce((sum, each) => sum + each * (HEIGHT + BELOW) + LANE, TOP),
  );
  const tops = [TOP, ...ends.slice(0, -1)];
  const spots = new Map<string, Spot>();
  stages.forEach((stage, column) => {
    lanes.forEach((lane, row) => {
      (cells.get(cellOf(stage.id, lane.id)) ?? []).forEach((id, at) => {
        spots.set(id, {
          x: SIDE + column * (WIDTH + GAP),
          y: (tops[row] as number) + at * (HEIGHT + BELOW),
        });
      });
    });
  });
  return { width: SIDE + stages.length * (WIDTH + GAP), height: ends.at(-1) ?? TOP, tops, spots };
}

/** Pixels from the left at which the first asset that changes stands, less the names of the lanes. */
export function firstSpot({ spots, width }: Places, { changes, marks }: Replay): number {
  const hit = [...changes, ...marks].flatMap(({ asset }) => spots.get(asset)?.x ?? []);
  return Math.max(0, Math.min(...hit, width) - SIDE);
}

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
    ...grid(view.picture, places),
    ...replay.marks.flatMap((mark) => wayOf(mark, replay, hour, spots)),
    ...straws
      .filter((each) => hour >= each.hour - each.waited && levelAt(replay, each.from, hour) < 1)
      .flatMap((each) => lineOf('straw', each, spots)),
    ...[...spots].map(([id, spot]) => node(view, { side, id, spot, hour, straws })),
  );
}

function grid({ stages, lanes }: Layout, { width, tops }: Places): readonly Drawn[] {
  return [
    ...stages.map((stage, column) =>
      drawn(
        'text',
        { class: 'dim', x: SIDE + column * (WIDTH + GAP), y: 14 },
        drawn('title', {}, stage.name),
        cutTo(stage.name, WIDTH + GAP - 6),
      ),
    ),
    ...lanes.flatMap((lane, row) => {
      const y = tops[row] as number;
      return [
        drawn(
          'text',
          { class: 'dim', x: 0, y: y + 18 },
          drawn('title', {}, lane.name),
          cutTo(lane.name, SIDE - 4),
        ),
        drawn('line', { class: 'lane', x1: 0, x2: width, y1: y - 6, y2: y - 6 }),
      ];
    }),
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
function wayOf(mark: Mark, replay: Replay, hour: number, spots: Places['spots']): readonly Drawn[] {
  const before = mark.why[1];
  if (before === undefined || !marksAt(replay, mark.asset, hour).includes(mark)) return [];
  return lineOf('way', { from: before.asset, to: mark.asset }, spots);
}

function lineOf(
  kind: 'straw' | 'way',
  { from, to }: Pick<Straw, 'from' | 'to'>,
  spots: Places['spots'],
): readonly Drawn[] {
  const [a, b] = [spots.get(from), spots.get(to)];
  if (a === undefined || b === undefined) return [];
  const [y1, y2] = [a.y + HEIGHT / 2, b.y + HEIGHT / 2];
  // It leaves on the side where the other stands; within a column it goes around on the left.
  const [x1, out] = b.x > a.x ? [a.x + WIDTH, 40] : [a.x, -REACH];
  const [x2, into] = b.x < a.x ? [b.x + WIDTH, REACH] : [b.x, b.x > a.x ? -40 : -REACH];
  const d = `M${x1} ${y1}C${x1 + out} ${y1} ${x2 + into} ${y2} ${x2} ${y2}`;
  return [drawn('path', { class: kind, d })];
}

interface Box {
  readonly side: SideName;
  readonly id: string;
  readonly spot: Spot;
  readonly hour: number;
  readonly straws: readonly Straw[];
}

function node({ picture, say, ...view }: ReplayView, { side, id, spot, hour, straws }: Box): Drawn {
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
    drawn('rect', { class: 'box', width: WIDTH, height: HEIGHT, rx: 6 }),
    ...harms.map((each) =>
      drawn('rect', { width: WIDTH, height: HEIGHT, rx: 6, fill: `url(#${each}-${side})` }),
    ),
    drawn('rect', { class: 'fill', x: 4, y: HEIGHT - 7, width: (WIDTH - 8) * level, height: 4 }),
    drawn('text', { x: PADDING, y: 13 }, cutTo(name, WIDTH - 2 * PADDING)),
    drawn(
      'text',
      { class: 'dim', x: PADDING, y: 27 },
      cutTo(shown.join(', '), WIDTH - 2 * PADDING - glyphs.length * GLYPH),
    ),
    // From the right, one beside the other.
    ...glyphs.map((glyph, at) => glyph(WIDTH - 2 - (at + 1) * GLYPH, 15)),
  );
}

function isIn(intervals: Replay['repairs'], id: string, hour: number): boolean {
  return intervals.some(
    ({ asset, from, until }) => asset === id && from <= hour && (until === null || hour < until),
  );
}
