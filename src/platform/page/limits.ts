// SPDX-License-Identifier: Apache-2.0
// A page may be hostile: it gets so much time and memory, and no more.

/** For one page to load, and for one step. */
export const STEP_MS = 20_000;
/** After loading, until scripts have loaded what they load. */
export const SETTLE_MS = 1_500;
/** How far the clock of the page is put forward, for what waits before it steals. */
export const FORWARD_MS = 10 * 60_000;
/** Real time for that. */
export const FORWARD_BUDGET_MS = 5_000;
export const MAX_SCRIPTS = 1_000;
export const MAX_SCRIPT_CHARACTERS = 4_000_000;
export const MAX_ALL_CHARACTERS = 40_000_000;
export const MAX_REQUESTS = 5_000;
export const MAX_BODY_BYTES = 256 * 1024;
export const MAX_ALL_BODY_BYTES = 16 * 1024 * 1024;
export const MAX_FIELDS = 500;
export const MAX_FRAMES = 200;

/** The bounds that were met, each once. */
export interface Limits {
  meet(what: string): void;
  list(): readonly string[];
}

const MAX_TOLD = 50;
const MAX_LENGTH = 500;

export function createLimits(): Limits {
  const told = new Set<string>();
  return {
    meet(what) {
      if (told.size < MAX_TOLD) told.add(what.slice(0, MAX_LENGTH));
    },
    list: () => [...told],
  };
}
