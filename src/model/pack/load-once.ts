// SPDX-License-Identifier: Apache-2.0
// A pack that is loaded again from the same bytes is the same pack: a process reads it for many commands or requests.
import { sha256 } from '../../core/digest.ts';
import type { Parsed } from '../../core/problem.ts';
import { loadPack } from './load.ts';
import type { Pack, PackSource } from './pack.ts';

/** Packs kept, the longest unused given up first: a shop's, what it uses, and those of a second model. */
const KEPT = 6;

const kept = new Map<string, Parsed<Pack>>();

/** As `loadPack`, which is a function of its arguments alone. Packs are frozen, so sharing one does no harm. */
export function loadPackOnce(files: readonly PackSource[], used: readonly Pack[]): Parsed<Pack> {
  const key = keyOf(files, used);
  const known = kept.get(key);
  kept.delete(key);
  const loaded = known ?? loadPack(files, used);
  kept.set(key, loaded);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return loaded;
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
