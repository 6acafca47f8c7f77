// SPDX-License-Identifier: Apache-2.0
import type { Node } from '../node.ts';

/** What a cell of a diagram is. */
export type CellKind = 'actor' | 'process' | 'store' | 'flow' | 'box' | 'curve' | 'text' | 'unknown';

/** One cell, with the parts that all kinds share. */
export interface Cell {
  readonly node: Node;
  readonly kind: CellKind;
  readonly key: string | undefined;
  readonly name: string;
  readonly data: Node | undefined;
}

/** `data.type` of Threat Dragon 2, and the shapes of its drawing library; early versions misspelled one of them. */
const KINDS: ReadonlyMap<string, CellKind> = new Map([
  ['tm.Actor', 'actor'],
  ['actor', 'actor'],
  ['tm.Process', 'process'],
  ['process', 'process'],
  ['tm.Store', 'store'],
  ['store', 'store'],
  ['tm.Flow', 'flow'],
  ['flow', 'flow'],
  ['tm.BoundaryBox', 'box'],
  ['trust-boundary-box', 'box'],
  ['tm.Boundary', 'curve'],
  ['trust-boundary-curve', 'curve'],
  ['trust-broundary-curve', 'curve'],
  ['tm.Text', 'text'],
  ['td-text-block', 'text'],
]);

/** Reads what a cell is and what it is called. */
export function cellOf(node: Node): Cell {
  const data = node.record('data');
  const kind = KINDS.get(data?.text('type') ?? '') ?? KINDS.get(node.text('shape') ?? '') ?? 'unknown';
  return { node, kind, key: node.text('id'), name: data?.text('name') ?? '', data };
}

/** A rectangle of the drawing, in its own units; `y` grows downwards. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a cell is drawn; undefined when the file does not say. */
export function rectangleOf({ node }: Cell): Rectangle | undefined {
  const position = node.record('position');
  const size = node.record('size');
  const [x, y, width, height] = [
    position?.number('x'),
    position?.number('y'),
    size?.number('width'),
    size?.number('height'),
  ];
  return x === undefined || y === undefined || width === undefined || height === undefined
    ? undefined
    : { x, y, width, height };
}

/** True when the middle of `inner` lies in `outer`: people draw things over the edge of a box. */
export function holds(outer: Rectangle, inner: Rectangle): boolean {
  const [x, y] = [inner.x + inner.width / 2, inner.y + inner.height / 2];
  return x >= outer.x && x <= outer.x + outer.width && y >= outer.y && y <= outer.y + outer.height;
}

/** The area of a rectangle: of two boxes around a thing, the smaller one is its zone. */
export function areaOf({ width, height }: Rectangle): number {
  return width * height;
}
