// SPDX-License-Identifier: Apache-2.0
// Results of groups, never of people.

/** Least people of a group whose result is told (k-anonymity, Sweeney 2002). */
export const SMALLEST_GROUP = 5;

/**
 * Groups whose results may be told beside the result of all of them. When exactly one group is too small, or the small ones
 * together are, the next smallest is held back too: otherwise the rest less the told groups would give them away.
 */
export function tellable(sizes: ReadonlyMap<string, number>): Set<string> {
  const order = [...sizes].sort(([a, first], [b, second]) => first - second || (a < b ? -1 : 1));
  let [hidden, at] = [0, 0];
  while (at < order.length && (order[at]?.[1] as number) < SMALLEST_GROUP)
    hidden += order[at++]?.[1] as number;
  while (hidden > 0 && hidden < SMALLEST_GROUP && at < order.length) hidden += order[at++]?.[1] as number;
  return new Set(order.slice(at).map(([group]) => group));
}
