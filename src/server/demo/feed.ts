// SPDX-License-Identifier: Apache-2.0
// Made-up days, sent in as if they came over HTTP, as fast as the clock of the demo goes.
import type { Intake } from '../../core/ports/index.ts';
import { type ChainEvent, cloudEvent } from '../../model/index.ts';
import { generate, type Traffic } from '../../traffic/index.ts';

export interface FeedOptions {
  readonly traffic: Traffic;
  /** Midnight of the first day, in milliseconds since 1970. */
  readonly start: number;
  /** Up to where made-up time has come. */
  readonly time: () => number;
  readonly intake: Intake;
  /** Told why it waits when nothing can be stored; undefined when it goes on. */
  readonly onTrouble: (why: string | undefined) => void;
}

export interface Feed {
  /** How many events were sent. */
  sent(): number;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const STEP_MS = 200;
/** Lines of one request. */
const BATCH = 400;
/** The name of the source that the events come by. */
const DEMO_SOURCE = 'demo';

export function startFeed(options: FeedOptions): Feed {
  const state = { sent: 0, stopped: false };
  let wake = (): void => undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    const events = days(options.traffic, options.start);
    let next = events.next().value;
    while (!state.stopped) {
      const until = options.time();
      const batch: ChainEvent[] = [];
      for (; next.time < until && batch.length < BATCH; next = events.next().value) batch.push(next);
      while (batch.length > 0 && !state.stopped) {
        const wait = await send(options, batch);
        if (wait === undefined) break;
        await pause(wait);
      }
      if (state.stopped) return;
      state.sent += batch.length;
      if (batch.length < BATCH) await pause(STEP_MS);
    }
  };
  const running = run().catch((error: unknown) =>
    options.onTrouble(error instanceof Error ? error.message : String(error)),
  );
  return {
    sent: () => state.sent,
    stop: async () => {
      state.stopped = true;
      wake();
      await running;
    },
  };
}

/** Day after day, each with all attacks. Ids say the day: the log leaves out an id that it has. */
function* days(traffic: Traffic, start: number): Generator<ChainEvent, never> {
  const attacks = traffic.attacks.map(({ id }) => id);
  for (let day = 0; ; day++)
    for (const { event } of generate(traffic, {
      seed: day + 1,
      start: start + day * DAY_MS,
      days: 1,
      attacks,
    }))
      yield { ...event, id: `d${day}-${event.id}` };
}

/** Undefined: on disk. Else milliseconds to wait before it is sent again. */
async function send({ intake, time, onTrouble }: FeedOptions, batch: readonly ChainEvent[]) {
  const text = batch.map((event) => `${JSON.stringify(cloudEvent(event))}\n`).join('');
  const taken = await intake({
    source: DEMO_SOURCE,
    transport: 'http',
    contentType: 'application/x-ndjson',
    headers: {},
    origin: 'demo',
    bytes: new TextEncoder().encode(text),
    receivedAt: time(),
    authenticated: true,
  });
  if (taken.status === 'stored') {
    onTrouble(undefined);
    return undefined;
  }
  onTrouble(taken.reason);
  return taken.retryAfterMs;
}
