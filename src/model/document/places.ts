// SPDX-License-Identifier: Apache-2.0
// Where each node of a document is written, as columns of numbers in pre-order: about 32 bytes a node.
import type { Path } from './document.ts';

/** Filled by the readers while they build values. Offsets are UTF-16 code units. */
export interface Places {
  readonly offsets: number[];
  readonly keyOffsets: number[];
  /** Index of the node after the last descendant. */
  readonly ends: number[];
  readonly keys: (string | undefined)[];
  /** Nodes that stand for another node: aliases, and keys that a YAML merge brings in. */
  readonly links: Map<number, number>;
}

/** Empty columns. */
export function createPlaces(): Places {
  return { offsets: [], keyOffsets: [], ends: [], keys: [], links: new Map() };
}

/** Adds a node that has no descendants yet; `close` it after them. Items of a list have no key. */
export function openPlace(
  places: Places,
  offset: number,
  key: string | undefined,
  keyOffset: number,
): number {
  const node = places.offsets.push(offset) - 1;
  places.keyOffsets.push(keyOffset);
  places.keys.push(key);
  places.ends.push(node + 1);
  return node;
}

/** Ends a node: what was added since belongs to it. */
export function closePlace(places: Places, node: number): void {
  places.ends[node] = places.offsets.length;
}

/** Finds offsets by path, from the node `root`. Cost: the depth, plus the siblings on the first visit of a parent. */
export function offsetFinder(places: Places, root: number): (path: Path, on: 'key' | 'value') => number {
  const children = new Map<number, ReadonlyMap<string | number, number>>();
  return (path, on) => {
    let node = root;
    for (const step of path) {
      const parent = places.links.get(node) ?? node;
      let known = children.get(parent);
      if (known === undefined) {
        known = childrenOf(places, parent);
        children.set(parent, known);
      }
      const child = known.get(step);
      if (child === undefined) return placeOf(places, node, 'value');
      node = child;
    }
    return placeOf(places, node, on);
  };
}

function childrenOf(places: Places, parent: number): ReadonlyMap<string | number, number> {
  const found = new Map<string | number, number>();
  const end = places.ends[parent] as number;
  for (let child = parent + 1, index = 0; child < end; child = places.ends[child] as number, index++) {
    const step = places.keys[child] ?? index;
    // Of two equal keys the first one counts; the second is a problem of its own.
    if (!found.has(step)) found.set(step, child);
  }
  return found;
}

function placeOf(places: Places, node: number, on: 'key' | 'value'): number {
  return (
    on === 'key' && places.keys[node] !== undefined ? places.keyOffsets[node] : places.offsets[node]
  ) as number;
}
