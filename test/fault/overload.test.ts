// SPDX-License-Identifier: Apache-2.0
// Ten times more than the storage takes: senders are told to come again, and nothing that was acknowledged is lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EventLog, Received } from '../../src/core/ports/index.ts';
import { createWriteQueue } from '../../src/platform/eventlog/queue.ts';
import { listenHttp, openSqliteEventLog } from '../../src/platform/index.ts';
import { all } from '../contracts/event-log.ts';

const CLIENTS = 40;
const REQUESTS = 3;
const PER_REQUEST = 25;

const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-overload-'));
afterAll(() => rmSync(root, { recursive: true }));

test('ten times the load is answered with 429, and every acknowledged event is stored once', async () => {
  const log = await openSqliteEventLog(path.join(root, 'events.db'));
  let largest = 0;
  // A disk that takes 40 ms a group, and a queue of four requests: the clients offer forty at once.
  const queue = createWriteQueue(
    async (batches) => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      largest = Math.max(largest, queue.queued);
      const counts = [];
      for (const batch of batches)
        counts.push((await log.append(batch)) as { stored: number; duplicates: number });
      return counts;
    },
    { records: PER_REQUEST * 4, bytes: 1024 * 1024 },
  );
  const server = await listenHttp({
    host: '127.0.0.1',
    port: 0,
    sources: [{ name: 'http' }],
    intake: (received) => take(received, queue),
    now: Date.now,
    unhealthy: () => undefined,
    metrics: async () => '',
  });
  const statuses = { 200: 0, 429: 0 };
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let request = 0; request < REQUESTS; ) {
        const answer = await send(server.url, client, request);
        if (answer.status === 200) request++;
        else expect(answer.headers.get('retry-after')).toBe('1');
        statuses[answer.status as 200 | 429]++;
        // Sooner than asked, to keep the pressure up.
        if (answer.status === 429) await new Promise((resolve) => setTimeout(resolve, 30));
      }
    }),
  );
  await server.close();
  expect(statuses[200]).toBe(CLIENTS * REQUESTS);
  expect(statuses[429]).toBeGreaterThan(CLIENTS * REQUESTS);
  expect(largest).toBeLessThanOrEqual(PER_REQUEST * 4);
  const ids = (await all(log)).map(({ id }) => id);
  expect(ids).toHaveLength(CLIENTS * REQUESTS * PER_REQUEST);
  expect(new Set(ids).size).toBe(ids.length);
  await log.close();
});

async function take({ bytes }: Received, queue: Pick<EventLog, 'append'>) {
  const records = (JSON.parse(new TextDecoder().decode(bytes)) as string[]).map((id) => ({
    source: 's',
    id,
    key: id,
    body: id,
  }));
  const appended = await queue.append({ records });
  return appended.status === 'stored' ? { ...appended, unread: [] } : appended;
}

function send(url: string, client: number, request: number): Promise<Response> {
  return fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(Array.from({ length: PER_REQUEST }, (_, at) => `${client}-${request}-${at}`)),
  });
}
