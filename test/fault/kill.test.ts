// SPDX-License-Identifier: Apache-2.0
// kill -9 under load: what the clients were told is stored is stored, once, and so is what was found in it.
// ENSURESEC_KILLS=200 runs as many as the published figure.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EventLog } from '../../src/core/ports/index.ts';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { all } from '../contracts/event-log.ts';
import { startProcess } from '../support/server-process.ts';

const KILLS = Number(process.env['ENSURESEC_KILLS'] ?? 5);
const CLIENTS = 8;
const PER_REQUEST = 20;

const data = mkdtempSync(path.join(tmpdir(), 'ensuresec-kill-'));
afterAll(() => rmSync(data, { recursive: true }));

/** Every tenth event is found by this rule. */
const RULE = `title: Probe
id: 11111111-2222-4333-8444-555555555555
status: test
logsource: { category: webserver }
detection:
  selection: { cs-user-agent: probe }
  condition: selection
level: high
`;

test(`${KILLS} × kill -9 under load loses nothing that was acknowledged and doubles nothing`, async () => {
  writeFileSync(path.join(data, 'probe.yml'), RULE);
  mkdirSync(path.join(data, 'logs'));
  const tailed = path.join(data, 'logs/access.log');
  writeFileSync(tailed, '');
  writeFileSync(
    path.join(data, 'sources.yaml'),
    'sources:\n  - { name: web, kind: file, path: logs/access.log }\n',
  );
  const ledger = new Set<string>();
  const clients = Array.from({ length: CLIENTS }, (_, number) => createClient(number, ledger));
  let lines = 0;
  for (let round = 0; round < KILLS; round++) {
    const server = await startProcess({ data, args: ['--rules', path.join(data, 'probe.yml')] });
    const stop = new AbortController();
    const sending = Promise.all(clients.map((client) => client.send(server.url, stop.signal)));
    for (let written = 0; written < 5; written++) appendFileSync(tailed, line(lines++));
    await new Promise((resolve) => setTimeout(resolve, 30 + ((round * 137) % 400)));
    await server.kill();
    stop.abort();
    await sending;
  }
  // The last run has time to read and detect what is left.
  const server = await startProcess({ data, args: ['--rules', path.join(data, 'probe.yml')] });
  await caughtUp(server.url);
  expect(await server.stop(), server.said()).toBe(0);

  const [events, alerts] = await Promise.all(
    ['events.db', 'alerts.db'].map((name) => openSqliteEventLog(path.join(data, name))),
  );
  const records = await all(events as EventLog);
  const sent = records.filter(({ source }) => source === '/client').map(({ id }) => id);
  const known = new Set(sent);
  expect(known.size, 'events stored twice').toBe(sent.length);
  expect(
    [...ledger].filter((id) => !known.has(id)),
    'acknowledged and lost',
  ).toEqual([]);
  expect(ledger.size).toBeGreaterThan(KILLS * PER_REQUEST);
  const tail = records
    .filter(({ source }) => source === 'web')
    .map(({ body }) => /\/page\/(\d+)/.exec(body)?.[1]);
  expect(tail).toEqual(Array.from({ length: lines }, (_, at) => String(at)));
  const probes = records.filter(({ body }) => body.includes('"probe"'));
  const found = (await all(alerts as EventLog)).map(
    ({ body }) => (JSON.parse(body) as { at: { line: number } }).at.line,
  );
  expect(found.toSorted((a, b) => a - b)).toEqual(probes.map(({ offset }) => offset));
  expect((await (events as EventLog).status()).notices).toEqual([]);
  process.stdout.write(
    `${KILLS} kills: ${ledger.size} acknowledged, ${sent.length} stored, 0 lost, 0 twice; ${lines} lines of a log, each once; ${found.length} alerts, each once\n`,
  );
  await Promise.all([events?.close(), alerts?.close()]);
}, 3_600_000);

interface Client {
  /** Sends until stopped or cut off. What got no answer is sent again the next time. */
  send(url: string, stop: AbortSignal): Promise<void>;
}

function createClient(number: number, ledger: Set<string>): Client {
  let count = 0;
  let unanswered: readonly string[] = [];
  return {
    send: async (url, stop) => {
      while (!stop.aborted) {
        const ids =
          unanswered.length > 0
            ? unanswered
            : Array.from({ length: PER_REQUEST }, () => `${number}-${count++}`);
        unanswered = ids;
        try {
          const answer = await fetch(`${url}/v1/events`, {
            method: 'POST',
            headers: { 'content-type': 'application/x-ndjson' },
            body: ids.map(event).join('\n'),
            signal: stop,
          });
          if (answer.status !== 200) continue;
          const { stored, duplicates } = (await answer.json()) as { stored: number; duplicates: number };
          if (stored + duplicates !== ids.length) throw new TypeError('Not all were stored');
          for (const id of ids) ledger.add(id);
          unanswered = [];
        } catch (error) {
          if (error instanceof TypeError && error.message === 'Not all were stored') throw error;
          return;
        }
      }
    },
  };
}

function event(id: string): string {
  const agent = id.endsWith('0') ? 'probe' : 'Mozilla/5.0';
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: '/client',
    type: 'http.request',
    data: { 'cs-method': 'GET', 'cs-uri-stem': `/item/${id}`, 'cs-user-agent': agent, 'sc-status': 200 },
  });
}

function line(number: number): string {
  return `203.0.113.9 - - [26/Nov/2026:10:00:00 +0000] "GET /page/${number} HTTP/1.1" 200 5 "-" "Mozilla/5.0"\n`;
}

/** Waits until the consumer has read and committed all that is in the log. */
async function caughtUp(url: string): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const text = await (await fetch(`${url}/metrics`)).text();
    quiet = /ensuresec_consumer_lag\{[^}]*\} 0\n/.test(text) ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
