// SPDX-License-Identifier: Apache-2.0
// Where the server of a data folder listens, for as long as it does: other commands on this machine ask it there.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../platform/index.ts';

const FILE = 'server.json';

const Running = z.strictObject({
  schema: z.literal('ensuresec/server/1'),
  url: z.url(),
  pid: z.int().min(1),
  since: z.iso.datetime(),
  version: z.string(),
});
export type Running = z.infer<typeof Running>;

interface Stoppable {
  readonly url: string;
  stop(): Promise<void>;
}

/** Writes it down until the server stops. A process that is killed leaves it: who reads it asks whether the server answers. */
export function announced<T extends Stoppable>(
  server: T,
  { data, now, version }: { readonly data: string; readonly now: () => number; readonly version: string },
): T {
  const file = join(data, FILE);
  const { url } = server;
  const told: Running = {
    schema: 'ensuresec/server/1',
    url,
    pid: process.pid,
    since: new Date(now()).toISOString(),
    version,
  };
  writeWhole(file, `${JSON.stringify(told)}\n`, true);
  return {
    ...server,
    stop: async () => {
      rmSync(file, { force: true });
      await server.stop();
    },
  };
}

/** Undefined when no server began on the folder, or the file is none. */
export function announcedServer(data: string): Running | undefined {
  const file = join(data, FILE);
  if (!existsSync(file)) return undefined;
  try {
    return Running.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
