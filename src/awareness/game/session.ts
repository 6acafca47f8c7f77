// SPDX-License-Identifier: Apache-2.0
// A round that goes by the player: what was missed comes back in another item, and items are as hard as they tell most.
import type { Random } from '../../core/random.ts';
import { kindsOf, nextItem } from '../measure/choose.ts';
import { type Band, priorDifficulty } from '../measure/difficulty.ts';
import { dueOf, learned, type Progress } from './progress.ts';
import { drawRound } from './round.ts';

export interface Playable {
  readonly id: string;
  readonly truth: 'lure' | 'honest';
  readonly band: 'easy' | 'moderate' | 'hard';
}

export interface SessionRequest<T extends Playable> {
  readonly items: readonly T[];
  readonly count: number;
  /** Names the items in `seen` of the progress, such as game and language. */
  readonly key: string;
  readonly progress: Progress;
  /** A test: difficulties as even as can be, whatever is answered. It counts for the progress all the same. */
  readonly isTest: boolean;
  readonly random: Random;
  /** Families of the cues that speak the truth on an item. */
  readonly familiesOf: (item: T) => readonly string[];
}

export interface Session<T extends Playable> {
  readonly length: number;
  /** The next item; undefined when the round is over. `now`: milliseconds of the epoch. */
  next(now: number): T | undefined;
  /** The answer to an item, with the stated probability of being right. */
  answered(item: T, isRight: boolean, confidence: number, now: number): void;
  progress(): Progress;
}

/** Bands of the pack on the scale of the NIST Phish Scale. */
const SCALE: Readonly<Record<Playable['band'], Band>> = { easy: 'least', moderate: 'moderate', hard: 'very' };

export function createSession<T extends Playable>(request: SessionRequest<T>): Session<T> {
  const { items, key, isTest, random, familiesOf } = request;
  // Also says how many of each kind there are to play.
  const even = drawRound(items, request.count, random);
  const kinds = isTest ? [] : fitting(even, random);
  const played = new Set<string>();
  let progress = request.progress;
  let at = -1;
  return {
    length: even.length,
    next: (now) => {
      at++;
      if (at >= even.length) return undefined;
      const isLure = kinds[at] as boolean;
      return isTest ? even[at] : chosen(request, progress, { isLure, played, now });
    },
    answered: (item, isRight, confidence, now) => {
      played.add(item.id);
      const { truth } = item;
      const families = familiesOf(item);
      const answer = { truth, difficulty: difficultyOf(item), families, isRight, confidence };
      progress = withSeen(learned(progress, answer, now), key, item.id);
    },
    progress: () => progress,
  };
}

/** Which of the round are lures: as many as an even round has, in an order that cannot be guessed. */
function fitting(even: readonly Playable[], random: Random): boolean[] {
  const lures = even.filter(({ truth }) => truth === 'lure').length;
  const half = kindsOf(even.length, random);
  return half.filter((each) => each).length === lures ? half : even.map(({ truth }) => truth === 'lure');
}

interface Ask {
  readonly isLure: boolean;
  readonly played: ReadonlySet<string>;
  readonly now: number;
}

/** One that was never seen when there is one, else one that is new in this round. */
function chosen<T extends Playable>(
  { items, key, random, familiesOf }: SessionRequest<T>,
  progress: Progress,
  { isLure, played, now }: Ask,
): T | undefined {
  const bank = items.map((item) => ({
    id: item.id,
    isLure: item.truth === 'lure',
    families: familiesOf(item),
    difficulty: difficultyOf(item),
  }));
  const due = new Set(dueOf(progress, now));
  const ability = progress.ability[isLure ? 'lure' : 'honest'];
  const before = new Set([...(progress.seen[key] ?? []), ...played]);
  const found =
    nextItem(bank, { isLure, seen: before, due }, ability, random) ??
    nextItem(bank, { isLure, seen: played, due }, ability, random);
  return items.find(({ id }) => id === found?.id);
}

function difficultyOf({ band }: Playable): number {
  return priorDifficulty(SCALE[band]).mean;
}

function withSeen(progress: Progress, key: string, id: string): Progress {
  const ids = (progress.seen[key] ?? []).filter((each) => each !== id);
  return { ...progress, seen: { ...progress.seen, [key]: [...ids, id] } };
}
