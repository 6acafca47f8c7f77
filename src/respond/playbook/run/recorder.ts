// SPDX-License-Identifier: Apache-2.0
// The only way by which a run changes: an event that is on disk before it counts.
import type { EventLog } from '../../../core/ports/index.ts';
import { eventOf, type Happening, type RunEvent, recordOf } from './event.ts';
import type { RunPorts } from './ports.ts';
import { apply, newState, type RunState } from './state.ts';

export class RunError extends Error {
  readonly code: 'io' | 'refused' | 'unknown';

  constructor(code: RunError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export interface Recorder {
  readonly state: RunState;
  /** Resolves when it is on disk. @throws RunError when the log refuses it: nothing has happened then. */
  record(happening: Happening): Promise<void>;
}

export function recorderOf(
  state: RunState,
  { log, clock, secrets, actor }: Pick<RunPorts, 'log' | 'clock' | 'secrets' | 'actor'>,
): Recorder {
  return {
    state,
    record: async (happening) => {
      const at = new Date(clock.now()).toISOString();
      const event = redacted({ ...happening, run: state.run, at, actor } as RunEvent, secrets.redact);
      const appended = await log.append({ records: [recordOf(event)] });
      if (appended.status !== 'stored')
        throw new RunError('io', `The log of runs refuses: ${appended.reason}`);
      apply(state, event);
    },
  };
}

/** Secrets out of every text. */
function redacted<T>(value: T, redact: (text: string) => string): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((each) => redacted(each as unknown, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, redacted(each as unknown, redact)]),
  ) as T;
}

const PAGE = 1000;

/** All runs of a log, the oldest first. Linear in the log. */
export async function readRuns(log: EventLog): Promise<ReadonlyMap<string, RunState>> {
  const runs = new Map<string, RunState>();
  let from = 0;
  for (;;) {
    const page = await log.read({ from, limit: PAGE });
    for (const record of page) {
      const event = eventOf(record);
      if (event === undefined) continue;
      const state = runs.get(event.run) ?? newState(event.run);
      runs.set(event.run, state);
      apply(state, event);
    }
    const last = page.at(-1);
    if (last === undefined) return runs;
    from = last.offset + 1;
  }
}
