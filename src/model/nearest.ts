// SPDX-License-Identifier: Apache-2.0

/** Words longer than this are not compared: the cost is their product. */
const MAX_LENGTH = 128;

/**
 * The candidate that `word` most likely stands for: the smallest Damerau-Levenshtein distance, at most a third of the
 * length of the word. A word without `/` is compared with the last part of ids such as `pack/attack/slug`. Ties go to
 * the first candidate.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let limit = Math.min(word.length - 1, Math.max(1, Math.floor(word.length / 3))) + 1;
  for (const candidate of candidates) {
    const name = word.includes('/') ? candidate : candidate.slice(candidate.lastIndexOf('/') + 1);
    if (Math.abs(name.length - word.length) >= limit) continue;
    const distance = editDistance(wanted, name.toLowerCase(), limit);
    if (distance >= limit) continue;
    best = candidate;
    limit = distance;
  }
  return best;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal string alignment), or
 * `limit` when there are at least as many.
 */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (beforeLast[j - 2] as number) + 1);
      row.push(cost);
      if (cost < smallest) smallest = cost;
    }
    if (smallest >= limit) return limit;
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}
