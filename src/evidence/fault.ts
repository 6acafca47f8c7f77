// SPDX-License-Identifier: Apache-2.0
// What does not hold, and where. The first one in order of entries is the place to look at.

export interface Fault {
  /** File, member or table it is in. */
  readonly where: string;
  /** First entry that is concerned; absent when it is none in particular. */
  readonly entry?: number;
  /** Last one, when it cannot be narrowed down to one. */
  readonly last?: number;
  readonly message: string;
}

/** Entries first, by number; then what concerns none. */
export function inOrder(faults: readonly Fault[]): readonly Fault[] {
  return [...faults].sort(
    (a, b) => (a.entry ?? Number.MAX_SAFE_INTEGER) - (b.entry ?? Number.MAX_SAFE_INTEGER),
  );
}
