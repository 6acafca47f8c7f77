// SPDX-License-Identifier: Apache-2.0
// A pack that is loaded again from the same bytes is the same pack: a process reads it for many commands or requests.
import { sha256 } from '../../core/digest.ts';
import type { Parsed } from '../../core/problem.ts';
import { loadPack } from './load.ts';
import type { Pack, PackSource } from './pack.ts';
import { createPlaces, type Places } from './places.ts';

/** Packs kept, the longest unused given up first: a shop's, what it uses, and those of a second model. */
const KEPT = 6;

interface Kept {
  readonly loaded: Parsed<Pack>;
  readonly places: Places;
}

const kept = new Map<string, Kept>();

/** As `loadPack`, which is a function of its arguments alone. Packs are frozen, so sharing one does no harm. */
export function loadPackOnce(files: readonly PackSource[], used: readonly Pack[]): Parsed<Pack> {
  const key = keyOf(files, used);
  const known = kept.get(key);
  kept.delete(key);
  const one = known ?? load(files, used);
  kept.set(key, one);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return one.loaded;
}

function load(files: readonly PackSource[], used: readonly Pack[]): Kept {
  const places = createPlaces();
  return { loaded: loadPack(files, used, places), places };
}

/**
 * Keeps none of them any more, and not where the parts of their items are written: for a process or thread that has checked its
 * pack and made of it what it needs.
 */
export function forgetPacks(): void {
  for (const { places } of kept.values()) places.forget();
  kept.clear();
}

/** Two packs of equal content count as two: the places they tell may differ. */
const numbers = new WeakMap<Pack, number>();
let last = 0;

function keyOf(files: readonly PackSource[], used: readonly Pack[]): string {
  const uses = used.map((pack) => {
    const number = numbers.get(pack) ?? ++last;
    numbers.set(pack, number);
    return number;
  });
  return JSON.stringify([uses, files.map(({ path, bytes }) => [path, sha256(bytes)])]);
}
