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

/** Looking through all names so often costs less than an index of them; asked more often, the index is made. */
const SCANS = 32;

/** @param initial names that differ from one another; they get the numbers 0, 1, 2 … */
export function createSymbols(initial: readonly string[] = []): Symbols {
  const names = initial.slice();
  const numbers = new Map<string, number>();
  let scans = initial.length === 0 ? SCANS : 0;
  const find = (name: string): number | undefined => {
    const known = numbers.get(name);
    if (known !== undefined || scans > SCANS) return known;
    if (scans++ < SCANS) {
      const at = initial.indexOf(name);
      return at < 0 ? undefined : at;
    }
    initial.forEach((each, at) => {
      numbers.set(each, at);
    });
    return numbers.get(name);
  };
  return {
    get size() {
      return names.length;
    },
    find,
    intern(name) {
      const known = find(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
    name: (symbol) => names[symbol] ?? `#${symbol}`,
  };
}
