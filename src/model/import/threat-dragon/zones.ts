// SPDX-License-Identifier: Apache-2.0
// Trust boundary boxes → zones, by what lies in what.
import type { Zone } from '../../schema.ts';
import { type Ids, textOf } from '../ids.ts';
import type { Node } from '../node.ts';
import { zoneTypeOf } from '../zone-type.ts';
import { areaOf, type Cell, holds, type Rectangle, rectangleOf } from './cell.ts';

export interface ZonePlan {
  readonly zones: readonly Zone[];
  /** The zone of the whole diagram: what is in no box is there. */
  readonly outside: string;
  /** The zone a cell lies in. */
  zoneOf(cell: Cell): string;
}

interface Box {
  readonly id: string;
  readonly cell: Cell;
  readonly rectangle: Rectangle;
}

/** The zones of one diagram. A box without a place is a zone that holds nothing. */
export function zonesOf(diagram: Node, cells: readonly Cell[], ids: Ids): ZonePlan {
  const title = diagram.text('title') ?? '';
  const outside = ids.take(title, 'diagram');
  const boxes = cells.filter(({ kind }) => kind === 'box');
  const placed = boxes.flatMap((cell): Box[] => {
    const rectangle = rectangleOf(cell);
    return rectangle === undefined ? [] : [{ id: ids.take(cell.name, 'boundary'), cell, rectangle }];
  });
  const smallestFirst = [...placed].sort((one, other) => areaOf(one.rectangle) - areaOf(other.rectangle));
  const around = (rectangle: Rectangle | undefined, largerThan: number): string =>
    smallestFirst.find(
      (box) =>
        rectangle !== undefined && areaOf(box.rectangle) > largerThan && holds(box.rectangle, rectangle),
    )?.id ?? outside;
  const shown = textOf(title, 200);
  const whole: Zone = {
    id: outside,
    type: 'network',
    ...(shown === undefined ? {} : { name: shown }),
    note: 'The whole diagram; what stands in no trust boundary box is here',
    source: diagram.source('inferred', 0.5),
  };
  return {
    zones: [whole, ...placed.map((box) => zoneOfBox(box, around(box.rectangle, areaOf(box.rectangle))))],
    outside,
    zoneOf: (cell) => around(rectangleOf(cell), 0),
  };
}

function zoneOfBox({ id, cell }: Box, within: string): Zone {
  const { type, confidence } = zoneTypeOf(cell.name);
  const name = textOf(cell.name, 200);
  const note = textOf(cell.data?.text('description') ?? '');
  return {
    id,
    type,
    // The internet is outside of every network of the operator, wherever it is drawn.
    ...(type === 'internet' ? {} : { within }),
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    source: cell.node.source('declared', confidence),
  };
}
