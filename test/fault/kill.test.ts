// SPDX-License-Identifier: Apache-2.0
// kill -9 under load: what the clients were told is stored is stored, once, and so is what was found in it.
// ENSURESEC_KILLS=200 runs as many as the published figure.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EventLog, LogRecord } from '../../src/core/ports/index.ts';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { createDetection } from '../../src/server/detect/detection.ts';
import { prepare } from '../../src/server/detect/recipe.ts';
import { all } from '../contracts/event-log.ts';
import { operatorOf, startProcess } from '../support/server-process.ts';

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
    const server = await startProcess({
      data,
      args: ['--rules', path.join(data, 'probe.yml'), '--lateness', '2'],
    });
    const stop = new AbortController();
    const sending = Promise.all(clients.map((client) => client.send(server.url, stop.signal)));
    for (let written = 0; written < 5; written++) appendFileSync(tailed, line(lines++));
    // Before and after a second: with and without a state that was stored under way.
    await new Promise((resolve) => setTimeout(resolve, 30 + ((round * 537) % 1700)));
    await server.kill();
    stop.abort();
    await sending;
  }
  // The last run has time to read and detect what is left.
  const server = await startProcess({
    data,
    args: ['--rules', path.join(data, 'probe.yml'), '--lateness', '2'],
  });
  await caughtUp(server.url);
  const told = await incidentsOf(server.url, data);
  expect(await server.stop(), server.said()).toBe(0);

  const [events, alerts, incidents] = await Promise.all(
    ['events.db', 'alerts.db', 'incidents.db'].map((name) => openSqliteEventLog(path.join(data, name))),
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
  const changes = (await all(incidents as EventLog)).map(({ body }) => JSON.parse(body) as Change);
  const wanted = incidentsOfOneRun(records);
  expect(told.map(({ id, alerts: count }): Counted => [id, count]).toSorted(byId)).toEqual(
    wanted.toSorted(byId),
  );
  expect(wanted.length).toBe(CLIENTS);
  const opened = changes.filter(({ what }) => what === 'opened').map(({ incident }) => incident);
  expect(opened.toSorted(), 'each incident is told to have opened once').toEqual(
    wanted.map(([id]) => id).toSorted(),
  );
  expect((await (events as EventLog).status()).notices).toEqual([]);
  process.stdout.write(
    `${KILLS} kills: ${ledger.size} acknowledged, ${sent.length} stored, 0 lost, 0 twice; ${lines} lines of a log, each once; ${found.length} alerts, each once; ${told.length} incidents, each once and as in one run without a kill\n`,
  );
  await Promise.all([events?.close(), alerts?.close(), incidents?.close()]);
}, 3_600_000);

interface Change {
  readonly what: string;
  readonly incident: string;
}

type Counted = readonly [id: string, alerts: number];

function byId([left]: Counted, [right]: Counted): number {
  return left < right ? -1 : 1;
}

/** What the server tells once no alert waits to be put into an incident any more. */
async function incidentsOf(
  url: string,
  data: string,
): Promise<readonly { readonly id: string; readonly alerts: number }[]> {
  let last = '';
  for (let same = 0; same < 3; ) {
    const text = await (await fetch(`${url}/v1/incidents?limit=1000`, { headers: operatorOf(data) })).text();
    same = text === last ? same + 1 : 0;
    last = text;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
  }
  return (JSON.parse(last) as { readonly incidents: { readonly id: string; readonly alerts: number }[] })
    .incidents;
}

/** The same detection over the same records, in this process and without a break. */
function incidentsOfOneRun(records: readonly LogRecord[]): readonly Counted[] {
  const detection = createDetection(
    prepare({
      pack: { id: 'e-commerce', shelves: [path.resolve(import.meta.dirname, '../../packs')] },
      rules: { files: [{ name: 'probe.yml', bytes: new TextEncoder().encode(RULE) }], pipelines: [] },
      lateness: 2_000,
      today: '2026-11-26',
    }),
  );
  detection.detect(records);
  detection.settle(Date.now() + 3_600_000);
  const { incidents } = JSON.parse(detection.incidents({ limit: 1000 })) as {
    readonly incidents: { readonly id: string; readonly alerts: number }[];
  };
  return incidents.map(({ id, alerts }) => [id, alerts]);
}

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
    account: `client-${id.split('-')[0]}`,
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
