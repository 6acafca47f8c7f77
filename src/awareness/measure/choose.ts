// SPDX-License-Identifier: Apache-2.0
// Which item comes next: the kind by lot, the cue family by memory, the difficulty by what it would tell.
import type { Random } from '../../core/random.ts';
import { type Belief, rightAnswer } from './difficulty.ts';

export interface Item {
  readonly id: string;
  readonly isLure: boolean;
  /** Cue families that it trains. */
  readonly families: readonly string[];
  readonly difficulty: number;
}

/** So many items that tell most, and all that tell as much as the last of them; one by lot, so that no item is worn out. */
const NEARLY_BEST = 3;

/**
 * Truths of a round: at least half honest, in an order that cannot be guessed from the count so far.
 */
export function kindsOf(length: number, random: Random): boolean[] {
  const kinds = Array.from({ length }, (_, at) => at < Math.floor(length / 2));
  for (let at = length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [kinds[at], kinds[other]] = [kinds[other] as boolean, kinds[at] as boolean];
  }
  return kinds;
}

/**
 * The item that tells most about the ability (greatest Fisher information, p(1 − p)); items of families that are due come
 * before all others. Undefined when all items of the kind were seen.
 */
export function nextItem(
  items: readonly Item[],
  ask: { readonly isLure: boolean; readonly seen: ReadonlySet<string>; readonly due?: ReadonlySet<string> },
  ability: Belief,
  random: Random,
): Item | undefined {
  const open = items.filter(({ id, isLure }) => isLure === ask.isLure && !ask.seen.has(id));
  const due = open.filter(({ families }) => families.some((family) => ask.due?.has(family)));
  const informative = (due.length > 0 ? due : open)
    .map((item) => ({ item, tells: information(ability.mean, item.difficulty) }))
    .sort((a, b) => b.tells - a.tells || (a.item.id < b.item.id ? -1 : 1));
  const least = informative.slice(0, NEARLY_BEST).at(-1)?.tells ?? 0;
  const best = informative.filter(({ tells }) => tells >= least);
  return best[random.below(best.length)]?.item;
}

function information(ability: number, difficulty: number): number {
  const right = rightAnswer(ability, difficulty);
  return right * (1 - right);
}
