// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- events --events 10000000`: a data folder with so many events of 30 days, the last two in the database and
// all others in files; questions over HTTP to `ensuresec up` on it, beside a scan of all that is stored; memory at rest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DISK } from '../../src/platform/eventlog/cold/archive-io.ts';
import { textFinder } from '../../src/platform/eventlog/cold/find-text.ts';
import { openDay } from '../../src/platform/eventlog/cold/open-day.ts';
import { createDayWriter } from '../../src/platform/eventlog/cold/write-day.ts';
import { checksum, partitionOf } from '../../src/platform/eventlog/sqlite/checksum.ts';
import { openTieredEventLog } from '../../src/platform/index.ts';
import { eventMaker, keyAt, RARE } from './made-events.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    asks: { type: 'string', default: '40' },
    folder: { type: 'string', default: os.tmpdir() },
  },
});
const COUNT = Number(values.events);
const DAYS = 30;
const DAY_MS = 86_400_000;
const PER_DAY = Math.floor(COUNT / DAYS);
const HOT = 2;
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const start = today - (DAYS - 1) * DAY_MS;
const timeOf = (at: number): number => start + Math.floor((at / PER_DAY) * DAY_MS * 0.999);
const RULE = `title: Probe
id: 11111111-2222-4333-8444-555555555555
status: test
logsource: { category: webserver }
detection:
  selection: { cs-user-agent: probe }
  condition: selection
level: high
`;

const data = mkdtempSync(path.join(values.folder, 'ensuresec-events-'));
try {
  await fill();
  const server = await startServer();
  try {
    await measure(server);
  } finally {
    server.stop();
    await once(server.child, 'exit');
  }
  print('', `| a scan of all files, one after the other | found | s |`, '|---|---|---|');
  for (const [what, column, wanted] of [
    ['by key', 'key', keyAt(1000)],
    ['by text', 'body', 'parcel.lost'],
  ] as const)
    print(await naive(what, column, wanted));
} finally {
  rmSync(data, { recursive: true });
}

async function fill(): Promise<void> {
  const begun = performance.now();
  const make = eventMaker(1);
  const archive = path.join(data, 'archive');
  mkdirSync(archive, { recursive: true });
  let at = 0;
  for (let day = 0; day < DAYS - HOT; day++) {
    const writer = createDayWriter(DISK, path.join(archive, `${dayName(day)}.parquet`));
    for (const end = (day + 1) * PER_DAY; at < end; at++) {
      const observed = timeOf(at);
      const made = make(at, observed);
      const record = { source: made.source, id: made.id, key: made.key, body: made.body };
      const crc = checksum(record, observed);
      writer.add({
        ...record,
        type: made.type,
        offset: at + 1,
        observed,
        partition: partitionOf(made.key, 16),
        crc,
      });
    }
    writer.finish();
  }
  const cold = performance.now() - begun;
  let clock = Date.now();
  const log = await openTieredEventLog(path.join(data, 'events.db'), { folder: archive, now: () => clock });
  while (at < COUNT) {
    clock = Math.min(timeOf(at), Date.now());
    const records = Array.from({ length: Math.min(2000, COUNT - at) }, () => make(at, timeOf(at++)));
    await log.append({ records: records.map(({ type: _, ...record }) => record) });
  }
  await log.commit('detect', { offset: (await log.status()).next });
  await log.close();
  const sizes = readdirSync(archive).map((name) => statSync(path.join(archive, name)).size);
  const files = sizes.reduce((sum, size) => sum + size, 0);
  print(
    `Node ${process.version}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${os.cpus().length} cores, load ${os.loadavg()[0]?.toFixed(1)}`,
    '',
    `${COUNT} events, ${(DAYS - HOT) * PER_DAY} of them in ${sizes.length} files of ${(files / 2 ** 20).toFixed(0)} MiB together (${(files / ((DAYS - HOT) * PER_DAY)).toFixed(0)} bytes an event); written in ${(cold / 1000).toFixed(0)} s (${((cold * 1000) / ((DAYS - HOT) * PER_DAY)).toFixed(1)} µs an event, making it included); database ${(statSync(path.join(data, 'events.db')).size / 2 ** 20).toFixed(0)} MiB`,
  );
}

interface Server {
  readonly url: string;
  readonly child: ReturnType<typeof spawn>;
  readonly headers: Record<string, string>;
  stop(): void;
}

async function startServer(): Promise<Server> {
  writeFileSync(path.join(data, 'probe.yml'), RULE);
  const main = path.resolve(import.meta.dirname, '../../../bin/ensuresec');
  const args = [
    'up',
    '--no-color',
    '--data',
    data,
    '--port',
    '0',
    '--hot',
    String(HOT),
    '--lateness',
    '1',
    '--rules',
    path.join(data, 'probe.yml'),
  ];
  const begun = performance.now();
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 100_000) said += chunk.toString();
      const found = /Listening on (http:\S+)[\s\S]*Stop with/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
  print(`listens after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  await pause(20_000);
  print(`memory at rest 20 s later: ${residentMiB(child.pid)} MiB`);
  const [name = '', value = ''] = readFileSync(path.join(data, 'operator.header'), 'utf8').trim().split(': ');
  return { url, child, headers: { [name]: value }, stop: () => child.kill('SIGTERM') };
}

async function measure(server: Server): Promise<void> {
  await sendProbes(server);
  const incident = ((await ask(server, '/v1/incidents?limit=1')) as { incidents: { id: string }[] })
    .incidents[0]?.id;
  const day = (at: number): string => new Date(start + at * DAY_MS).toISOString();
  const turn = (at: number, of: number): number => (at * 7919) % of;
  const kinds: readonly (readonly [string, (at: number) => string])[] = [
    ['latest', () => '/v1/events?limit=100'],
    [
      'a page in the middle of a file',
      (at) => `/v1/events?limit=100&before=${1000 + turn(at, COUNT - 2000)}`,
    ],
    ['a time, a day', (at) => `/v1/events?from=${day(turn(at, 27))}&to=${day(turn(at, 27) + 1)}`],
    ['a source', () => '/v1/events?source=vans'],
    ['a rare source', () => `/v1/events?source=${RARE.source}`],
    ['a rare type', () => `/v1/events?type=${RARE.type}`],
    ['a key', (at) => `/v1/events?key=${keyAt(turn(at, Math.floor(COUNT / 10)))}`],
    ['a key that there is not', (at) => `/v1/events?key=none-${at}`],
    ['frequent text', () => '/v1/events?text=locker.opened'],
    ['text that is nowhere', (at) => `/v1/events?text=nowhere-${at}`],
    [
      'text in one day',
      (at) => `/v1/events?text=nowhere&from=${day(turn(at, 27))}&to=${day(turn(at, 27) + 1)}`,
    ],
    ['histogram of all', () => '/v1/events/histogram?spans=60'],
    ['histogram of a source', () => '/v1/events/histogram?spans=60&source=vans'],
    [
      'histogram of a type, a week',
      (at) =>
        `/v1/events/histogram?spans=60&type=pay.capture&from=${day(turn(at, 20))}&to=${day(turn(at, 20) + 7)}`,
    ],
    [
      'histogram of a key',
      (at) => `/v1/events/histogram?spans=60&key=${keyAt(turn(at, Math.floor(COUNT / 10)))}`,
    ],
    ['histogram of a text', () => '/v1/events/histogram?spans=60&text=locker'],
    ['incidents', () => '/v1/incidents?limit=100'],
    ['one incident', () => `/v1/incidents/${incident}`],
  ];
  print(
    '',
    '| asked | p50 ms | p95 ms | p99 ms | whole answers | events looked at (p50) |',
    '|---|---|---|---|---|---|',
  );
  for (const [name, of] of kinds) {
    const times: number[] = [];
    const looked: number[] = [];
    let whole = 0;
    for (let at = 0; at < Number(values.asks); at++) {
      const begun = performance.now();
      const answer = (await ask(server, of(at))) as { complete?: boolean; searched?: number };
      times.push(performance.now() - begun);
      if (answer.complete !== false) whole++;
      looked.push(answer.searched ?? 0);
    }
    const cells = [0.5, 0.95, 0.99].map((share) => quantile(times, share).toFixed(0));
    print(
      `| ${name} | ${cells.join(' | ')} | ${whole} of ${times.length} | ${quantile(looked, 0.5) || ''} |`,
    );
  }
  print('', `memory after that: ${residentMiB(server.child.pid)} MiB`);
  await pause(75_000);
  print(`memory 75 s later: ${residentMiB(server.child.pid)} MiB`);
}

/** Each of these is an incident. */
async function sendProbes({ url }: Server): Promise<void> {
  const body = Array.from({ length: 500 }, (_, at) =>
    JSON.stringify({
      specversion: '1.0',
      id: `probe-${at}`,
      source: '/bench',
      type: 'http.request',
      data: { 'cs-user-agent': 'probe', 'c-ip': `192.0.2.${at % 250}`, 'cs-uri-stem': `/${at}` },
    }),
  ).join('\n');
  await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });
  // A round of detection, and the lateness that it waits for.
  await pause(10_000);
}

async function ask({ url, headers }: Server, asked: string): Promise<unknown> {
  const answer = await fetch(url + asked, { headers });
  if (answer.status !== 200) throw new Error(`${asked}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** What there is without an index: every row of every file. */
async function naive(what: string, column: 'key' | 'body', wanted: string): Promise<string> {
  const begun = performance.now();
  const has = textFinder(wanted);
  let found = 0;
  for (const name of readdirSync(path.join(data, 'archive'))) {
    const day = await openDay(path.join(data, 'archive', name));
    for (const [at] of day.groups.entries())
      for (const text of await (await day.columns(at)).texts(column)) if (text !== null && has(text)) found++;
    day.close();
  }
  return `| ${what} | ${found} | ${((performance.now() - begun) / 1000).toFixed(1)} |`;
}

function dayName(day: number): string {
  return new Date(start + day * DAY_MS).toISOString().slice(0, 10);
}

function residentMiB(pid: number | undefined): string {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kib) / 1024).toFixed(0);
}

function quantile(all: readonly number[], share: number): number {
  const sorted = all.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
