// SPDX-License-Identifier: Apache-2.0

export interface HittingSet {
  readonly smallest: readonly number[];
  /** Sets without a common element that were found: so many are needed at least. */
  readonly lowerBound: number;
  /** False: the search was cut off at its budget. */
  readonly isExact: boolean;
}

interface Search {
  best: readonly number[];
  left: number;
}

/** The fewest elements that hit every set: branch and bound, bounded below by disjoint sets. `budget`: nodes of the search. */
export function leastHittingSet(sets: readonly (readonly number[])[], budget: number): HittingSet {
  const search: Search = { best: greedy(sets), left: budget };
  const lowerBound = disjoint(sets);
  if (search.best.length > lowerBound) branch(sets, [], search);
  return { smallest: [...search.best].sort((a, b) => a - b), lowerBound, isExact: search.left > 0 };
}

function branch(open: readonly (readonly number[])[], chosen: readonly number[], search: Search): void {
  if (search.left-- <= 0) return;
  if (open.length === 0) {
    if (chosen.length < search.best.length) search.best = chosen;
    return;
  }
  if (chosen.length + disjoint(open) >= search.best.length) return;
  const next = open.reduce((least, set) => (set.length < least.length ? set : least));
  next.forEach((element, index) => {
    // Elements before this one were tried, so the rest of this branch does without them.
    const tried = new Set(next.slice(0, index));
    const rest = open
      .filter((set) => !set.includes(element))
      .map((set) => set.filter((each) => !tried.has(each)));
    if (rest.every((set) => set.length > 0)) branch(rest, [...chosen, element], search);
  });
}

function greedy(sets: readonly (readonly number[])[]): number[] {
  const chosen: number[] = [];
  for (let open = sets; open.length > 0; ) {
    const counts = new Map<number, number>();
    for (const set of open) for (const each of set) counts.set(each, (counts.get(each) ?? 0) + 1);
    const [element] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most));
    chosen.push(element);
    open = open.filter((set) => !set.includes(element));
  }
  return chosen;
}

/** How many sets without a common element a greedy choice of the smallest finds. */
function disjoint(sets: readonly (readonly number[])[]): number {
  const seen = new Set<number>();
  let count = 0;
  for (const set of [...sets].sort((a, b) => a.length - b.length)) {
    if (set.some((each) => seen.has(each))) continue;
    for (const each of set) seen.add(each);
    count++;
  }
  return count;
}
