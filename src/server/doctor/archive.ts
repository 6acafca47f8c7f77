// SPDX-License-Identifier: Apache-2.0
// The files of closed days: whether each is there and can be read, and what is lost where it cannot.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { examineDay, lookAtEventLog, readFileBounded } from '../../platform/index.ts';
import { ARCHIVE, KEEP_FILE, parseKeep } from '../config/keep.ts';
import { type Finding, looked } from './finding.ts';

export async function lookAtArchive(data: string, deep: boolean): Promise<readonly Finding[]> {
  const database = join(data, 'events.db');
  const kept = await looked('keep-wrong', KEEP_FILE, async () => keepFindings(join(data, KEEP_FILE)));
  if (!existsSync(database)) return kept;
  const days = await looked('archive-damaged', 'the files of closed days', async () => {
    const { rolled } = await lookAtEventLog(database);
    const found: Finding[] = [];
    for (const day of rolled)
      for (const { file, why, records, since, until } of await examineDay(join(data, ARCHIVE), day, deep))
        found.push({
          id: 'archive-damaged',
          level: 'problem',
          what: `${file}: ${why}. Lost with it: ${records} events, observed from ${iso(since)} to ${iso(until)}`,
          mend: 'Stop the server and put the file of a backup in its place; all other days are still found',
        });
    if (found.length > 0 || rolled.length === 0) return found;
    const records = rolled.reduce((sum, day) => sum + day.records, 0);
    return [
      {
        id: 'archive',
        level: 'fine',
        what: `${rolled.length} closed days with ${records} events are in files${deep ? ', read through and sound' : ''}`,
      },
    ];
  });
  return [...kept, ...days];
}

function keepFindings(file: string): readonly Finding[] {
  if (!existsSync(file)) return [];
  const { value: bytes, problems: unread } = readFileBounded(file);
  const { problems } = bytes === undefined ? { problems: unread } : parseKeep(bytes, file);
  return problems.map(({ severity, message, at }) => ({
    id: 'keep-wrong',
    level: severity === 'error' ? 'problem' : 'notice',
    what: `${at.file}:${at.line}:${at.column} ${message}`,
    mend: 'Mend the line; `ensuresec up` does not start with a file that is wrong',
  }));
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
