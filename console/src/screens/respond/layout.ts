// SPDX-License-Identifier: Apache-2.0
// Where the blocks of a playbook are drawn: one below the other, branches side by side. The same blocks give the same picture.
import type { Answer } from '../../../../src/server/api/contract/index.ts';

export type Block = Answer<'playbookPlan'>['outline'][number];
type Branch = Block['branches'][number];

/** A box, in pixels from the upper left. */
export interface Box {
  readonly block: Block;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Label {
  readonly branch: Branch;
  readonly x: number;
  readonly y: number;
}

/** A line with corners, from one box to the next. */
export interface Line {
  readonly points: readonly (readonly [x: number, y: number])[];
  /** It goes back up: the steps of a loop. */
  readonly back: boolean;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly labels: readonly Label[];
  readonly lines: readonly Line[];
}

export const BOX = { width: 176, height: 48 } as const;
const GAP = { x: 24, y: 24 } as const;
const LABEL = 20;

interface Sized {
  readonly block: Block;
  readonly branches: readonly { readonly branch: Branch; readonly size: Size }[];
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly Sized[];
}

export function draw(outline: readonly Block[]): Drawing {
  const size = sizeOf(outline);
  const out = { boxes: [] as Box[], labels: [] as Label[], lines: [] as Line[] };
  place(size, 0, 0, out);
  return { width: size.width, height: size.height, ...out };
}

function sizeOf(blocks: readonly Block[]): Size {
  const sized = blocks.map(sizedBlock);
  return {
    blocks: sized,
    width: Math.max(BOX.width, ...sized.map(({ width }) => width)),
    height: sized.reduce((sum, { height }) => sum + height + GAP.y, 0),
  };
}

function sizedBlock(block: Block): Sized {
  const branches = block.branches.map((branch) => ({ branch, size: sizeOf(branch.blocks) }));
  const inner = branches.reduce((sum, { size }) => sum + size.width + GAP.x, -GAP.x);
  const tallest = Math.max(0, ...branches.map(({ size }) => size.height));
  return {
    block,
    branches,
    width: Math.max(BOX.width, inner) + (block.type === 'while-condition' ? 2 * GAP.x : 0),
    height: BOX.height + (branches.length === 0 ? 0 : GAP.y + LABEL + tallest),
  };
}

interface Out {
  readonly boxes: Box[];
  readonly labels: Label[];
  readonly lines: Line[];
}

/** Blocks of one branch, centred below each other. */
function place(size: Size, x: number, y: number, out: Out): void {
  const middle = x + size.width / 2;
  let top = y;
  let from: number | undefined;
  for (const each of size.blocks) {
    if (from !== undefined)
      out.lines.push({
        points: [
          [middle, from],
          [middle, top],
        ],
        back: false,
      });
    placeBlock(each, middle, top, out);
    top += each.height + GAP.y;
    from = top - GAP.y;
  }
}

function placeBlock({ block, branches, width, height }: Sized, middle: number, y: number, out: Out): void {
  out.boxes.push({ block, x: middle - BOX.width / 2, y, ...BOX });
  const bottom = y + BOX.height;
  const end = y + height;
  const inner = branches.reduce((sum, { size }) => sum + size.width + GAP.x, -GAP.x);
  let x = middle - inner / 2;
  for (const { branch, size } of branches) {
    const at = x + size.width / 2;
    const first = bottom + GAP.y + LABEL;
    const last = first + size.height - (size.blocks.length === 0 ? 0 : GAP.y);
    out.lines.push({
      points: [
        [middle, bottom],
        [middle, bottom + GAP.y / 2],
        [at, bottom + GAP.y / 2],
        [at, first],
      ],
      back: false,
    });
    out.labels.push({ branch, x: at, y: bottom + GAP.y + LABEL - 8 });
    place(size, x, first, out);
    const isLoop = block.type === 'while-condition';
    const side = middle - width / 2 + GAP.x / 2;
    out.lines.push({
      points: isLoop
        ? [
            [at, last],
            [at, end - 6],
            [side, end - 6],
            [side, y + BOX.height / 2],
            [middle - BOX.width / 2, y + BOX.height / 2],
          ]
        : [
            [at, last],
            [at, end],
            [middle, end],
          ],
      back: isLoop,
    });
    x += size.width + GAP.x;
  }
}
