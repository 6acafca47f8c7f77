// SPDX-License-Identifier: Apache-2.0
// After a loss the clock runs: what is gone grows until the step that ends it is done.
import type { GameSource, Thing } from '../../model/index.ts';

export type Recovery = NonNullable<GameSource['recovery']>[number];

/** More orders than this are not tried; no game takes so many things at once. */
const MOST_TRIED = 7;

/**
 * EUR lost when these recoveries are done in this order, from `clock` on.
 *
 * @param given things that are gone, with the minute in which they were given.
 */
export function lossAfter(
  things: readonly Thing[],
  given: ReadonlyMap<string, number>,
  clock: number,
  done: readonly Recovery[],
): number {
  const ended = new Map<string, number>();
  let now = clock;
  for (const { id, minutes } of done) {
    now += minutes;
    if (!ended.has(id)) ended.set(id, now);
  }
  return things.reduce((sum, { id, atOnce, grows, hours, stoppedBy }) => {
    const from = given.get(id);
    if (from === undefined) return sum;
    const open = ((ended.get(stoppedBy) ?? Number.POSITIVE_INFINITY) - from) / 60;
    return sum + atOnce + grows * Math.min(1, open / hours);
  }, 0);
}

/** The order of recoveries that loses least, of all orders of those that end something. */
export function bestRecovery(
  things: readonly Thing[],
  given: ReadonlyMap<string, number>,
  clock: number,
  all: readonly Recovery[],
): { readonly order: readonly Recovery[]; readonly eur: number } {
  const stops = new Set(things.filter(({ id }) => given.has(id)).map(({ stoppedBy }) => stoppedBy));
  const useful = all.filter(({ id }) => stops.has(id)).slice(0, MOST_TRIED);
  return ordersOf(useful)
    .map((order) => ({ order, eur: lossAfter(things, given, clock, order) }))
    .reduce((best, each) => (each.eur < best.eur ? each : best));
}

function ordersOf(items: readonly Recovery[]): Recovery[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    ordersOf(items.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  );
}
