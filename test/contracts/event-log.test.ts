// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqliteEventLog, openTieredEventLog } from '../../src/platform/index.ts';
import { compiled } from '../support/compiled.ts';
import { eventLogContract, type Place } from './event-log.ts';

const DAY_MS = 86_400_000;
const QUEUE = { records: 400, bytes: 1024 * 1024 };

eventLogContract('SQLite, in one thread', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-log-'));
  let now = 1_700_000_000_000;
  return {
    open: () =>
      openSqliteEventLog(path.join(folder, 'events.db'), {
        now: () => now,
        dedupeWindowMs: 1000,
        queue: QUEUE,
      }),
    pass: (ms) => {
      now += ms;
    },
    queueRecords: QUEUE.records,
    remove: async () => rmSync(folder, { recursive: true }),
  } satisfies Place;
});

eventLogContract('SQLite and files of days', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-log-'));
  let now = 1_700_000_000_000;
  return {
    open: async () => {
      const log = await openTieredEventLog(path.join(folder, 'events.db'), {
        folder: path.join(folder, 'archive'),
        now: () => now,
        dedupeWindowMs: 100 * DAY_MS,
        queue: QUEUE,
      });
      // Whatever was appended before it was closed is in files now; what comes is in the database. The window for duplicates
      // outlasts the days that pass here.
      now += DAY_MS;
      await log.roll(now);
      return log;
    },
    queueRecords: QUEUE.records,
    remove: async () => rmSync(folder, { recursive: true }),
  } satisfies Place;
});

eventLogContract('SQLite, on a thread of its own', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-log-'));
  const platform = await compiled<typeof import('../../src/platform/index.ts')>('src/platform/index.js');
  return {
    open: () =>
      platform.openSqliteEventLog(path.join(folder, 'events.db'), {
        thread: true,
        dedupeWindowMs: 3_600_000,
        queue: QUEUE,
      }),
    queueRecords: QUEUE.records,
    remove: async () => rmSync(folder, { recursive: true }),
  } satisfies Place;
});
