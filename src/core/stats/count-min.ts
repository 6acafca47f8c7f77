// SPDX-License-Identifier: Apache-2.0
import { hash32 } from '../random.ts';

const ROWS = 4;

export interface CountMin {
  add(text: string): void;
  /** How often `text` was added: never too low, too high by at most e/width of all additions in most cases. */
  count(text: string): number;
  /** All additions. */
  total(): number;
  save(): CountMinState;
}

export interface CountMinState {
  readonly total: number;
  /** Index and count of the cells that are not 0. */
  readonly cells: readonly (readonly [number, number])[];
}

/** How often each text came, in constant memory (Cormode and Muthukrishnan 2005), with conservative update. */
export function createCountMin(width: number, seed: number, saved?: CountMinState): CountMin {
  const cells = new Float64Array(ROWS * width);
  for (const [cell, count] of saved?.cells ?? []) cells[cell] = count;
  let total = saved?.total ?? 0;
  const at = (text: string, row: number): number => row * width + (hash32(text, seed + row) % width);
  const count = (text: string): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < ROWS; row++) least = Math.min(least, cells[at(text, row)] as number);
    return least;
  };
  return {
    add: (text) => {
      const next = count(text) + 1;
      for (let row = 0; row < ROWS; row++) {
        const cell = at(text, row);
        if ((cells[cell] as number) < next) cells[cell] = next;
      }
      total++;
    },
    count,
    total: () => total,
    save: () => ({ total, cells: [...cells.entries()].filter(([, value]) => value > 0) }),
  };
}
