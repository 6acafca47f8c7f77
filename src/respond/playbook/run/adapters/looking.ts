// SPDX-License-Identifier: Apache-2.0
// What adapters share that only look.
import type { Did } from '../adapter.ts';

/** Hits that are put into a variable; all are counted. */
export const FIRST = 20;

export const NOTHING_TO_UNDO: Did = { status: 'failed', reason: 'It only looked: there is nothing to undo' };
