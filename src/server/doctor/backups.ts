// SPDX-License-Identifier: Apache-2.0
// Whether there is a backup to go back to.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shellWord } from '../../core/shell-word.ts';
import { LAST_BACKUP } from '../backup/write.ts';
import { type Finding, span } from './finding.ts';

const WEEK_MS = 7 * 86_400_000;

export interface BackupLook {
  readonly findings: readonly Finding[];
  readonly written: readonly { readonly what: string; readonly at: number }[];
}

export function lookAtBackups(data: string, now: number): BackupLook {
  const mend = `ensuresec backup --data ${shellWord(data)} --out FILE --passphrase-file FILE`;
  const file = join(data, LAST_BACKUP);
  const last = existsSync(file) ? lastBackup(file) : undefined;
  if (last === undefined)
    return {
      findings: [{ id: 'no-backup', level: 'notice', what: `No backup of ${data} was made yet`, mend }],
      written: [],
    };
  const age = now - last.at;
  const what = `The last backup is ${span(age)} old: ${last.file ?? 'fetched from this server'}`;
  const finding: Finding =
    last.file !== undefined && !existsSync(last.file)
      ? {
          id: 'backup-gone',
          level: 'notice',
          what: `${what}, which is not there (it may have been moved)`,
          mend,
        }
      : age > WEEK_MS
        ? { id: 'backup-old', level: 'notice', what, mend }
        : { id: 'backup', level: 'fine', what };
  return { findings: [finding], written: [{ what: 'the last backup', at: last.at }] };
}

/** Undefined when it cannot be read: then nobody knows of one. Where one that was fetched is, only who fetched it knows. */
function lastBackup(path: string): { readonly at: number; readonly file: string | undefined } | undefined {
  try {
    const { at, file, fetched } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly at?: unknown;
      readonly file?: unknown;
      readonly fetched?: unknown;
    };
    const time = Date.parse(String(at));
    if (Number.isNaN(time)) return undefined;
    if (fetched === true) return { at: time, file: undefined };
    return typeof file === 'string' ? { at: time, file } : undefined;
  } catch {
    return undefined;
  }
}
