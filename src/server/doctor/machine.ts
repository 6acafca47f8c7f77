// SPDX-License-Identifier: Apache-2.0
// The disk, who may read the folder, and the clock.
import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { contentsOf } from '../backup/contents.ts';
import { type Finding, span } from './finding.ts';

const GIB = 2 ** 30;
/** With less nothing more may be taken in; with less than the second it will come to that. */
const FREE = { problem: GIB, notice: 5 * GIB };
/** Others than the owner may do something with it. */
const OTHERS = 0o077;
/** Clocks of one machine are not exact to the second after a suspend. */
const CLOCK_SLACK_MS = 120_000;

export function diskFindings(data: string): readonly Finding[] {
  const { bavail, bsize } = statfsSync(data);
  const free = bavail * bsize;
  const text = `${(free / GIB).toFixed(1)} GiB are free where ${data} is`;
  if (free >= FREE.notice) return [{ id: 'disk', level: 'fine', what: text }];
  return [
    {
      id: 'disk',
      level: free < FREE.problem ? 'problem' : 'notice',
      what: `Only ${text}: a full disk refuses events with 503`,
      mend: 'Make room, keep events for a shorter time with --keep, or move the folder',
    },
  ];
}

/** Not on Windows, where modes say nothing. */
export function accessFindings(data: string, isPosix = process.platform !== 'win32'): readonly Finding[] {
  if (!isPosix) return [];
  const open = (path: string): boolean => (statSync(path).mode & OTHERS) !== 0;
  const keys = contentsOf(data, true)
    .filter(({ kind, path }) => kind === 'key' && open(join(data, path)))
    .map(({ path }) => join(data, path));
  return [
    ...(open(data)
      ? [
          {
            id: 'folder-open',
            level: 'problem' as const,
            what: `Others on this machine may read ${data}, which holds events and personal data`,
            mend: `chmod 700 ${data}`,
          },
        ]
      : []),
    ...keys.map((path) => ({
      id: 'key-open',
      level: 'problem' as const,
      what: `Others on this machine may read the secret ${path}`,
      mend: `chmod 600 ${path}, and replace the secret if others were there`,
    })),
  ];
}

/** @param written what was written down, and when, by the clock of then. */
export function clockFindings(
  written: readonly { readonly what: string; readonly at: number }[],
  now: number,
): readonly Finding[] {
  const ahead = written.filter(({ at }) => at > now + CLOCK_SLACK_MS);
  if (ahead.length === 0)
    return [{ id: 'clock', level: 'fine', what: 'The clock is not behind what was written' }];
  return ahead.map(({ what, at }) => ({
    id: 'clock',
    level: 'problem',
    what: `The clock says ${new Date(now).toISOString()}, but ${what} is ${span(at - now)} younger: the clock was wrong then, or is now`,
    mend: 'Set the clock, with NTP; deadlines and windows of rules go by it',
  }));
}
