// SPDX-License-Identifier: Apache-2.0
// kill -9 of the store for learning records: what was acknowledged is there, once, and nothing by half.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startProcess } from '../support/server-process.ts';

const KILLS = 3;
const data = mkdtempSync(path.join(tmpdir(), 'ensuresec-lrs-kill-'));
afterAll(() => rmSync(data, { recursive: true }));

const headers = {
  authorization: `Basic ${Buffer.from('team:a-long-secret-of-ours').toString('base64')}`,
  'x-experience-api-version': '2.0.0',
  'content-type': 'application/json',
};

/** Pairs of statements in one request, until the server is gone; returns the ids of those acknowledged. */
async function write(url: string): Promise<readonly string[]> {
  const told: string[] = [];
  for (;;) {
    const ids = [randomUUID(), randomUUID()];
    const body = ids.map((id) => ({
      id,
      actor: { mbox: 'mailto:a@example.com' },
      verb: { id: 'http://example.com/did' },
      object: { id: 'http://example.com/it' },
    }));
    try {
      const answer = await fetch(`${url}/statements`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      if (answer.status === 200) told.push(...((await answer.json()) as string[]));
    } catch {
      return told;
    }
  }
}

test('learning records that were acknowledged survive kill -9', async () => {
  const clients = path.join(data, 'clients.txt');
  writeFileSync(clients, 'team:a-long-secret-of-ours\n');
  const start = () => startProcess({ data, command: 'lrs', args: ['--clients', clients] });
  const acknowledged = new Set<string>();
  for (let kill = 0; kill < KILLS; kill++) {
    const server = await start();
    const writing = [write(server.url), write(server.url)];
    await new Promise((resolve) => setTimeout(resolve, 200 + kill * 150));
    await server.kill();
    for (const id of (await Promise.all(writing)).flat()) acknowledged.add(id);
  }
  const server = await start();
  const kept: string[] = [];
  for (let more = '/xapi/statements?ascending=true'; more !== ''; ) {
    const answer = await fetch(new URL(more, server.url), { headers });
    const page = (await answer.json()) as { statements: readonly { id: string }[]; more: string };
    kept.push(...page.statements.map(({ id }) => id));
    more = page.more;
  }
  expect(await server.stop(), server.said()).toBe(0);
  expect(acknowledged.size).toBeGreaterThan(0);
  expect(
    [...acknowledged].filter((id) => !kept.includes(id)),
    'acknowledged and lost',
  ).toEqual([]);
  expect(new Set(kept).size).toBe(kept.length);
  expect(kept.length % 2, 'a request by half').toBe(0);
}, 120_000);
