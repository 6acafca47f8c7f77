// SPDX-License-Identifier: Apache-2.0
// What a player takes from one round to the next: no answers, no name, only what to train and how hard.
import { abilityOf, UNKNOWN_ABILITY } from '../measure/ability.ts';
import type { Belief } from '../measure/difficulty.ts';
import { dueFamilies, type Memory, remember } from '../measure/memory.ts';

export const PROGRESS_SCHEMA = 'ensuresec/progress/1';

type Truth = 'lure' | 'honest';

export interface Progress {
  readonly schema: typeof PROGRESS_SCHEMA;
  /** A random pseudonym. */
  readonly player: string;
  /** What is remembered of each cue family. */
  readonly memories: Readonly<Record<string, Memory>>;
  /** One belief a kind: a bias makes one kind easier as it makes the other harder. */
  readonly ability: Readonly<Record<Truth, Belief>>;
  /** Ids of items that were played, by game and language; they come back when no others are left. */
  readonly seen: Readonly<Record<string, readonly string[]>>;
}

/** An answer to an item. `confidence` is the stated probability of being right, 0 to 1. */
export interface Judged {
  readonly truth: Truth;
  readonly difficulty: number;
  /** Families of the cues that spoke the truth. */
  readonly families: readonly string[];
  readonly isRight: boolean;
  readonly confidence: number;
}

/** Skill changes between rounds, so the belief never gets narrower than this (variance, logits²). */
const LEAST_VARIANCE = 0.1;

export function newProgress(player: string): Progress {
  return {
    schema: PROGRESS_SCHEMA,
    player,
    memories: {},
    ability: { lure: UNKNOWN_ABILITY, honest: UNKNOWN_ABILITY },
    seen: {},
  };
}

/** After one more answer. `now`: milliseconds of the epoch. */
export function learned(before: Progress, answer: Judged, now: number): Progress {
  const { truth, difficulty, families, isRight } = answer;
  const memories = { ...before.memories };
  for (const family of families) memories[family] = remember(memories[family], answer, now);
  const { mean, variance } = abilityOf([{ difficulty, isRight }], before.ability[truth]);
  const belief = { mean, variance: Math.max(LEAST_VARIANCE, variance) };
  return { ...before, memories, ability: { ...before.ability, [truth]: belief } };
}

/** Families that should come back by now, the longest overdue first. */
export function dueOf({ memories }: Progress, now: number): string[] {
  return dueFamilies(new Map(Object.entries(memories)), now);
}
