// SPDX-License-Identifier: Apache-2.0
// The demo: made-up traffic on its own clock, in a folder that says that it is one.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Intake } from '../../core/ports/index.ts';
import type { Traffic } from '../../traffic/index.ts';
import { createDemoClock, type DemoClock } from './clock.ts';
import { type Feed, startFeed } from './feed.ts';

export interface Demo {
  readonly clock: DemoClock;
  sent(): number;
  begin(intake: Intake): void;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
/** What is there at once; the first attack of the shop comes a minute later, which the clock passes in a second. */
const PAST_MS = 66 * 60_000;
/** A day in 24 minutes. */
const SPEED = 60;
const MARK = 'this-is-a-demo';

/** It begins early yesterday (UTC): what was before is there at once, and an attack follows as soon as one looks. */
export function createDemo(
  traffic: Traffic,
  now: () => number,
  onTrouble: (why: string | undefined) => void,
): Demo {
  const start = Math.floor(now() / DAY_MS) * DAY_MS - DAY_MS;
  const clock = createDemoClock(start + PAST_MS, SPEED, now);
  let feed: Feed | undefined;
  return {
    clock,
    sent: () => feed?.sent() ?? 0,
    begin: (intake) => {
      feed = startFeed({ traffic, start, time: clock.time, intake, onTrouble });
    },
    stop: async () => feed?.stop(),
  };
}

/** Takes the data of an earlier demo away, and nothing else. @throws Error when the folder is none of a demo. */
export function removeDemo(folder: string): void {
  if (!existsSync(folder)) return;
  if (!existsSync(join(folder, MARK)))
    throw new Error(`${folder} is not the folder of a demo: there is no \`${MARK}\` in it`);
  rmSync(folder, { recursive: true });
}

/** An empty folder for a demo. @throws Error when there is one of something else. */
export function freshDemo(folder: string): void {
  removeDemo(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, MARK), 'Made-up data. `ensuresec up --remove-demo` takes this folder away.\n');
}
