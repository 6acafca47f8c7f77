// SPDX-License-Identifier: Apache-2.0
// Where each box of a stage stands: stages from left to right, or one below the other where a phone has no room for that.
import type { Replay } from '../cascade/index.ts';
import type { Layout } from './picture.ts';

/** Pixels: a box, what is above the first lane, what the names of lanes take, between columns, between boxes and lanes. */
export const [WIDTH, HEIGHT] = [112, 40] as const;
const [TOP, SIDE, GAP, BELOW, LANE] = [26, 74, 14, 8, 10];
/** A box may be so narrow where all stages find room by that. */
const NARROW = 96;
/** Pixels below which nobody shall have to scroll sideways: what is wider is folded. */
const PHONE = 480;
/** Pixels of a folded stage: left of the boxes, where lines swing out; and the name above boxes. */
const [MARGIN, NAME] = [14, 22];

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** The name of a stage or lane, and the pixels that it may take. */
interface Name extends Spot {
  readonly text: string;
  readonly room: number;
}

export interface Places {
  readonly width: number;
  readonly height: number;
  /** Width of a box. */
  readonly box: number;
  readonly names: readonly Name[];
  /** Lines from one side to the other: pixels from the top. */
  readonly rules: readonly number[];
  readonly spots: ReadonlyMap<string, Spot>;
}

/** @param room Pixels that there are from left to right. */
export function placesOf(layout: Layout, room = Number.POSITIVE_INFINITY): Places {
  const narrow = Math.floor((room - SIDE) / layout.stages.length - GAP);
  const abreast = abreastOf(layout, narrow >= NARROW ? Math.min(WIDTH, narrow) : WIDTH);
  return room >= Math.min(PHONE, abreast.width) ? abreast : foldedIn(layout, room);
}

type CellOf = (stage: string, lane: string) => readonly string[];

/** Ids of the assets of a stage and a lane. */
function cellsOf({ assets }: Layout): CellOf {
  const cells = new Map<string, string[]>();
  const keyOf = (stage: string, lane: string): string => JSON.stringify([stage, lane]);
  for (const { id, stage, lane } of assets) {
    const key = keyOf(stage, lane);
    cells.set(key, [...(cells.get(key) ?? []), id]);
  }
  return (stage, lane) => cells.get(keyOf(stage, lane)) ?? [];
}

function abreastOf(layout: Layout, box: number): Places {
  const { stages, lanes } = layout;
  const cellOf = cellsOf(layout);
  const rows = lanes.map((lane) => Math.max(1, ...stages.map((stage) => cellOf(stage.id, lane.id).length)));
  const ends = rows.map((_, at) =>
    rows.slice(0, at + 1).reduce((sum, each) => sum + each * (HEIGHT + BELOW) + LANE, TOP),
  );
  const tops = [TOP, ...ends.slice(0, -1)];
  const left = (column: number): number => SIDE + column * (box + GAP);
  const spots = stages.flatMap((stage, column) =>
    lanes.flatMap((lane, row) =>
      cellOf(stage.id, lane.id).map((id, at): [string, Spot] => [
        id,
        { x: left(column), y: (tops[row] as number) + at * (HEIGHT + BELOW) },
      ]),
    ),
  );
  return {
    width: left(stages.length),
    height: ends.at(-1) ?? TOP,
    box,
    names: [
      ...stages.map(({ name }, column) => ({ x: left(column), y: 14, text: name, room: box + GAP - 6 })),
      ...lanes.map(({ name }, row) => ({ x: 0, y: (tops[row] as number) + 18, text: name, room: SIDE - 4 })),
    ],
    rules: lanes.map((_, row) => (tops[row] as number) - 6),
    spots: new Map(spots),
  };
}

/** Each stage and lane has its name above its boxes, which stand side by side as many as there is room for. */
function foldedIn(layout: Layout, room: number): Places {
  const cellOf = cellsOf(layout);
  const columns = Math.max(1, Math.floor((room - MARGIN + GAP) / (WIDTH + GAP)));
  const box = Math.floor((room - MARGIN + GAP) / columns - GAP);
  const names: Name[] = [];
  const spots = new Map<string, Spot>();
  let y = 0;
  for (const stage of layout.stages)
    for (const lane of layout.lanes) {
      const ids = cellOf(stage.id, lane.id);
      if (ids.length === 0) continue;
      const text = [stage.name, lane.name].filter((each) => each !== '').join(' · ');
      names.push({ x: MARGIN, y: y + 15, text, room: room - MARGIN });
      ids.forEach((id, at) => {
        const row = Math.floor(at / columns);
        spots.set(id, {
          x: MARGIN + (at % columns) * (box + GAP),
          y: y + NAME + row * (HEIGHT + BELOW),
        });
      });
      y += NAME + Math.ceil(ids.length / columns) * (HEIGHT + BELOW);
    }
  return { width: room, height: y, box, names, rules: [], spots };
}

/** Pixels from the left at which the first asset that changes stands, less the names of the lanes. */
export function firstSpot({ spots, width }: Places, { changes, marks }: Replay): number {
  const hit = [...changes, ...marks].flatMap(({ asset }) => spots.get(asset)?.x ?? []);
  return Math.max(0, Math.min(...hit, width) - SIDE);
}
