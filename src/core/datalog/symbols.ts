// SPDX-License-Identifier: Apache-2.0

/** Names as small integers, so that joins compare numbers. */
export interface Symbols {
  readonly size: number;
  /** The number of `name`, a new one when it is new. */
  intern(name: string): number;
  /** The number of `name`, or undefined when no fact or rule mentions it. */
  find(name: string): number | undefined;
  name(symbol: number): string;
}

export function createSymbols(initial: readonly string[] = []): Symbols {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const intern = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, names.length);
    return names.push(name) - 1;
  };
  for (const name of initial) intern(name);
  return {
    get size() {
      return names.length;
    },
    intern,
    find: (name) => numbers.get(name),
    name: (symbol) => names[symbol] ?? `#${symbol}`,
  };
}
