// SPDX-License-Identifier: Apache-2.0
import { pause } from '../until-stored.ts';
import type { Tail } from './tail.ts';

const POLL_MS = 250;
const TROUBLE_MS = 2000;

/** Steps until stopped. A fault of the file system is told once, and tried again. */
export async function runTail(
  tail: Tail,
  stop: AbortSignal,
  onTrouble: (what: string) => void,
): Promise<void> {
  let told: string | undefined;
  while (!stop.aborted)
    try {
      const more = await tail.step(stop);
      told = undefined;
      if (!more) await pause(POLL_MS, stop);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      if (what !== told) onTrouble(what);
      told = what;
      await pause(TROUBLE_MS, stop);
    }
}
