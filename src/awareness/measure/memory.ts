// SPDX-License-Identifier: Apache-2.0
// When a cue family comes back: spaced by FSRS (Ye, Su and Cao 2022), one card a family, never one an item.
import { type Card, createEmptyCard, fsrs, type Grade, Rating } from 'ts-fsrs';

/** What somebody remembers of one cue family. Times are milliseconds of the epoch. */
export interface Memory {
  readonly due: number;
  readonly card: Omit<Card, 'due' | 'last_review'> & { readonly last_review: number | null };
}

/** Without fuzz the answer is a function of its arguments. */
const SCHEDULER = fsrs({ enable_fuzz: false, request_retention: 0.9 });
/** Below this a right answer was luck as much as knowledge. */
const SURE = 0.7;

/**
 * The memory after one more answer on the family. A wrong answer is "again", a right one "good", a right one without
 * confidence "hard".
 */
export function remember(
  before: Memory | undefined,
  answer: { readonly isRight: boolean; readonly confidence: number },
  now: number,
): Memory {
  // A clock that was set back must not end the game: no time has passed then.
  const at = new Date(Math.max(now, before?.card.last_review ?? now));
  const card = before === undefined ? createEmptyCard(at) : cardOf(before);
  const { card: next } = SCHEDULER.next(card, at, gradeOf(answer));
  const { due, last_review, ...rest } = next;
  return { due: due.getTime(), card: { ...rest, last_review: last_review?.getTime() ?? null } };
}

/** Families that should come back by now, the longest overdue first. */
export function dueFamilies(memories: ReadonlyMap<string, Memory>, now: number): string[] {
  return [...memories]
    .filter(([, { due }]) => due <= now)
    .sort(([a, { due: first }], [b, { due: second }]) => first - second || (a < b ? -1 : 1))
    .map(([family]) => family);
}

/** Probability that the family is still known, 0 to 1. */
export function retention(memory: Memory, now: number): number {
  return SCHEDULER.get_retrievability(cardOf(memory), new Date(now), false);
}

function gradeOf({ isRight, confidence }: { isRight: boolean; confidence: number }): Grade {
  if (!isRight) return Rating.Again;
  return confidence < SURE ? Rating.Hard : Rating.Good;
}

function cardOf({ due, card: { last_review, ...rest } }: Memory): Card {
  return {
    ...rest,
    due: new Date(due),
    ...(last_review === null ? {} : { last_review: new Date(last_review) }),
  };
}
