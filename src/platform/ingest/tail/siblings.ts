// SPDX-License-Identifier: Apache-2.0
// A log file and those it was rotated to, from the oldest to the newest.
import { closeSync, openSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readAt } from './read-at.ts';

export interface LogFile {
  readonly path: string;
  readonly isGzip: boolean;
  /** The file that the writer writes to, by its name. */
  readonly isLive: boolean;
  readonly stats: Stats;
  readonly isEmpty: boolean;
}

/**
 * `access.log` and what begins with its name and a `.` or `-`: `access.log.2.gz`, `access.log.1`, `access.log-20261126`.
 * Numbers grow with age, dates with youth, as logrotate(8) names them. While a file is being compressed both forms exist;
 * the plain one counts.
 */
export function logFiles(path: string): readonly LogFile[] {
  const folder = dirname(path);
  const name = basename(path);
  const found = new Map<string, LogFile & { readonly rank: Rank }>();
  for (const each of readdirSync(folder).sort()) {
    const suffix = each.slice(name.length);
    if (!each.startsWith(name) || (suffix !== '' && !/^[.-]/.test(suffix))) continue;
    const rank = rankOf(suffix);
    const stats = statSync(join(folder, each), { throwIfNoEntry: false });
    if (rank === undefined || stats === undefined || !stats.isFile()) continue;
    const isGzip = suffix.endsWith('.gz');
    const plain = each.replace(/\.gz$/, '');
    if (isGzip && found.has(plain)) continue;
    const full = join(folder, each);
    const isEmpty = isGzip ? isEmptyGzip(full, stats.size) : stats.size === 0;
    found.set(plain, { path: full, isGzip, isLive: suffix === '', stats, isEmpty, rank });
  }
  return [...found.values()].sort((a, b) => a.rank[0] - b.rank[0] || (a.rank[1] < b.rank[1] ? -1 : 1));
}

type Rank = readonly [group: number, order: string];

function rankOf(suffix: string): Rank | undefined {
  if (suffix === '') return [2, ''];
  const number = /^\.(\d{1,4})(?:\.gz)?$/.exec(suffix)?.[1];
  if (number !== undefined) return [1, String(9999 - Number(number)).padStart(4, '0')];
  const date = /^[.-](\d{8}[\dTZ_-]*|\d{4}-\d{2}-\d{2}[\dTZ:_-]*)(?:\.gz)?$/.exec(suffix)?.[1];
  return date === undefined ? undefined : [0, date];
}

/** The last four bytes are the length of the content (RFC 1952 §2.3.1); that of 4 GiB is zero too, but not that small. */
function isEmptyGzip(path: string, size: number): boolean {
  if (size < 18 || size > 512) return false;
  const descriptor = openSync(path, 'r');
  try {
    return readAt(descriptor, size - 4, 4).every((byte) => byte === 0);
  } finally {
    closeSync(descriptor);
  }
}
