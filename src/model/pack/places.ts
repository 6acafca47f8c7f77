// SPDX-License-Identifier: Apache-2.0
// Where the items of a pack are written. The documents that know it weigh nearly as much as all items, and are asked for while
// the pack is checked and compiled: a process that lives on lets them go.
import type { Position } from '../../core/problem.ts';
import type { Path } from '../document/index.ts';
import type { Written } from './read-part.ts';

/** What tells the place of an item and of its parts. */
export interface Place {
  readonly at: Position;
  locate(path: Path): Position;
}

export interface Places {
  /** Of what stands at `path` in this document. */
  of(document: Written, path: Path): Place;
  /** From then on each part is told to be where its item is. */
  forget(): void;
}

export function createPlaces(): Places {
  const held: (Written | undefined)[] = [];
  return {
    of: (document, path) => {
      if (held.at(-1) !== document) held.push(document);
      const number = held.length - 1;
      const at = document.locate(path);
      return { at, locate: (inner) => held[number]?.locate([...path, ...inner]) ?? at };
    },
    forget: () => void held.fill(undefined),
  };
}
