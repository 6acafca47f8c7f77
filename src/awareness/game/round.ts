// SPDX-License-Identifier: Apache-2.0
import type { Random } from '../../core/random.ts';

interface Drawable {
  readonly truth: 'lure' | 'honest';
  readonly band: 'easy' | 'moderate' | 'hard';
}

/**
 * `count` different items in random order: half of them honest (one more when odd), all difficulties as even as the items
 * allow. Fewer when there are not so many. The same random stream gives the same round.
 */
export function drawRound<T extends Drawable>(items: readonly T[], count: number, random: Random): T[] {
  const lures = evenly(
    items.filter(({ truth }) => truth === 'lure'),
    random,
  );
  const honest = evenly(
    items.filter(({ truth }) => truth === 'honest'),
    random,
  );
  const few = Math.min(lures.length, Math.floor(count / 2));
  const chosen = [...lures.slice(0, few), ...honest.slice(0, count - few)];
  return shuffled(chosen, random);
}

/** All items, difficulties in turn, each difficulty in random order. */
function evenly<T extends Drawable>(items: readonly T[], random: Random): T[] {
  const piles = (['easy', 'moderate', 'hard'] as const).map((band) =>
    shuffled(
      items.filter((item) => item.band === band),
      random,
    ),
  );
  const turns = shuffled(piles, random);
  const longest = Math.max(...turns.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => turns.flatMap((pile) => pile.slice(at, at + 1))).flat();
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let at = order.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other] as T, order[at] as T];
  }
  return order;
}
