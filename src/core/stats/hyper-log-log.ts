// SPDX-License-Identifier: Apache-2.0
import { hash32 } from '../random.ts';

const BITS = 8;
const REGISTERS = 1 << BITS;
/** Up to here linear counting is nearer (Flajolet et al., figure 3). */
const SMALL = 2.5 * REGISTERS;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

export interface DistinctCounter {
  add(text: string): void;
  /** How many different texts were added, with a standard error of 6.5 %. */
  count(): number;
  save(): readonly number[];
}

/** Distinct texts in 256 small registers: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier 2007). */
export function createDistinctCounter(seed: number, saved?: readonly number[]): DistinctCounter {
  const registers = Uint8Array.from(saved ?? { length: REGISTERS });
  return {
    add: (text) => {
      const hash = hash32(text, seed);
      const register = hash >>> (32 - BITS);
      const rank = Math.clz32((hash << BITS) | (1 << (BITS - 1))) + 1;
      if (rank > (registers[register] as number)) registers[register] = rank;
    },
    count: () => estimate(registers),
    save: () => [...registers],
  };
}

function estimate(registers: Uint8Array): number {
  let sum = 0;
  let empty = 0;
  for (const rank of registers) {
    sum += 2 ** -rank;
    if (rank === 0) empty++;
  }
  const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
  return raw <= SMALL && empty > 0 ? REGISTERS * Math.log(REGISTERS / empty) : raw;
}
