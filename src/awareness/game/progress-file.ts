// SPDX-License-Identifier: Apache-2.0
// Reads what was kept of a player. A page reads it too, so it needs no package.
import type { Belief } from '../measure/difficulty.ts';
import type { Memory } from '../measure/memory.ts';
import { PROGRESS_SCHEMA, type Progress } from './progress.ts';

/** Bounds on what a file may hold: families, games, and items of a game. */
const MOST = 10_000;
/** Far from any day that somebody plays on, and still a date (milliseconds). */
const LAST_DAY = 8e14;

const CARD_NUMBERS = [
  'stability',
  'difficulty',
  'elapsed_days',
  'scheduled_days',
  'learning_steps',
  'reps',
  'lapses',
] as const;

/** @returns the progress, or at which JSON pointer the text is something else. */
export function readProgress(text: string): { readonly value?: Progress; readonly wrong?: string } {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { wrong: 'no JSON' };
  }
  const wrong = wrongIn(read);
  return wrong === undefined ? { value: read as Progress } : { wrong };
}

function wrongIn(read: unknown): string | undefined {
  if (!isRecord(read) || read['schema'] !== PROGRESS_SCHEMA) return `/schema is not \`${PROGRESS_SCHEMA}\``;
  const { player, memories, ability, seen } = read;
  if (typeof player !== 'string' || !/^[\w-]{1,64}$/.test(player)) return '/player is no pseudonym';
  if (!isRecord(memories)) return '/memories is no object';
  const memory = Object.keys(memories).find((family) => !isMemory(memories[family]));
  if (memory !== undefined) return `/memories/${memory} is no memory`;
  if (!isRecord(ability) || !isBelief(ability['lure']) || !isBelief(ability['honest']))
    return '/ability holds no `lure` and `honest` with mean and variance';
  if (!isRecord(seen)) return '/seen is no object';
  const list = Object.keys(seen).find((game) => !isIds(seen[game]));
  return list === undefined ? undefined : `/seen/${list} is no list of ids`;
}

function isMemory(value: unknown): value is Memory {
  if (!isRecord(value) || !isTime(value['due']) || !isRecord(value['card'])) return false;
  const card = value['card'];
  return (
    CARD_NUMBERS.every((key) => isBetween(card[key], 0, 1e5)) &&
    // The scheduler takes these and no others: it throws at the rest. A memory exists from the first answer on.
    isBetween(card['stability'], 0.001, 36_500) &&
    isBetween(card['difficulty'], 1, 10) &&
    [1, 2, 3].some((state) => state === card['state']) &&
    isTime(card['last_review'])
  );
}

function isBelief(value: unknown): value is Belief {
  return isRecord(value) && isBetween(value['mean'], -20, 20) && isBetween(value['variance'], 1e-6, 100);
}

function isIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= MOST && value.every((each) => typeof each === 'string');
}

function isTime(value: unknown): boolean {
  return isBetween(value, 0, LAST_DAY);
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= MOST
  );
}
