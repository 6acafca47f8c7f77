// SPDX-License-Identifier: Apache-2.0

export interface Random {
  readonly below: (limit: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  readonly word: () => string;
}

/** Park and Miller 1988: the same sequence for the same seed everywhere. */
export function createRandom(seed: number): Random {
  let state = seed;
  const below = (limit: number): number => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
  return {
    below,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    word: () => below(1e9).toString(36),
  };
}
