// SPDX-License-Identifier: Apache-2.0
// What a person may send to who helps: which versions run, what is wrong, how much there is. No names, addresses, keys or
// content: they read it before they send it.
import { cpus, release, totalmem } from 'node:os';
import { z } from 'zod';
import type { Examination } from './doctor.ts';

export const SUPPORT_SCHEMA = 'ensuresec/support/1';

export const SupportShape = z.strictObject({
  schema: z.literal(SUPPORT_SCHEMA),
  at: z.iso.datetime(),
  version: z.string(),
  node: z.string(),
  platform: z.string().describe('System, its release, and the kind of processor'),
  cores: z.int().min(0),
  memoryGiB: z.number().min(0),
  isRunning: z.boolean(),
  findings: z.array(
    z.strictObject({ id: z.string(), level: z.enum(['problem', 'notice', 'fine']), count: z.int().min(1) }),
  ),
  sources: z.array(z.strictObject({ kind: z.string(), cadence: z.string().optional() })),
  records: z.record(z.string(), z.int().min(0)).describe('Records kept, by log'),
});
export type Support = z.infer<typeof SupportShape>;

const GIB = 2 ** 30;

/** Only what is listed here goes in: findings by id, since their text has paths, names and reasons in it. */
export function supportOf(seen: Examination, version: string, now: number): Support {
  const counts = new Map<string, Support['findings'][number]>();
  for (const { id, level } of seen.findings) {
    const known = counts.get(`${level} ${id}`);
    counts.set(`${level} ${id}`, { id, level, count: (known?.count ?? 0) + 1 });
  }
  return {
    schema: SUPPORT_SCHEMA,
    at: new Date(now).toISOString(),
    version,
    node: process.version,
    platform: `${process.platform} ${release()} ${process.arch}`,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / GIB),
    isRunning: seen.isRunning,
    findings: [...counts.values()],
    sources: [...seen.sources],
    records: { ...seen.records },
  };
}
