// SPDX-License-Identifier: Apache-2.0
// For transports whose sender cannot be told to come again: whoever reads them waits instead, and reads no further.
import type { Intake, Received, Taken } from '../../core/ports/index.ts';

export type Stored = Extract<Taken, { status: 'stored' }>;

/** Offers it until it is on disk. Undefined: stopped before that. */
export async function untilStored(
  intake: Intake,
  received: Received,
  stop: AbortSignal,
): Promise<Stored | undefined> {
  while (!stop.aborted) {
    const taken = await intake(received);
    if (taken.status === 'stored') return taken;
    await pause(taken.retryAfterMs, stop);
  }
  return undefined;
}

/** Milliseconds, or less when stopped. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stop.addEventListener('abort', end);
  });
}
