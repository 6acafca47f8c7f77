// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- ingest`: the whole program as a process of its own, all published Sigma rules on, clients on the same
// machine. A request counts when its 200 has come. `--seconds 15 --rules DIR --data DIR` choose.
import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { Agent, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { flattenWindowsEvent } from '../../src/monitor/record/evtx.ts';
import { parseSigma } from '../../src/monitor/sigma/parse/document.ts';
import { eventSets } from './events.ts';

const corpora =
  process.env['ENSURESEC_CORPORA'] ?? path.resolve(import.meta.dirname, '../../../../shared/corpora');
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    rules: { type: 'string', default: path.join(corpora, 'sigma/rules') },
    regression: { type: 'string', default: path.join(corpora, 'sigma/regression_data') },
    folder: { type: 'string', default: os.tmpdir() },
  },
});

interface Load {
  readonly name: string;
  readonly connections: number;
  readonly events: number;
}

/** The first is the baseline: every event waits for a sync of its own. */
const LOADS: readonly Load[] = [
  { name: 'one connection, 1 event a request', connections: 1, events: 1 },
  { name: '100 connections, 1 event a request', connections: 100, events: 1 },
  { name: '20 connections, 100 events a request', connections: 20, events: 100 },
];

/** Lines that are sent over and over, each time with another id in them. */
const LINES = 5000;

const base = readdirSync(values.regression, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => eventsIn(readFileSync(path.join(values.regression, name), 'utf8')));
const rules = readdirSync(values.rules, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yml'))
  .flatMap((name) => parseSigma(readFileSync(path.join(values.rules, name)), name).value ?? [])
  .filter((each) => each.kind === 'rule');
const flat = base.map((event) => ({ ...flattenWindowsEvent(event).record }));
const mixed = eventSets({ raw: base, flat, rules }, LINES).find(({ name }) => name === 'mixed');
const lines = mixed?.lines() ?? [];

print(`Node ${process.version}, ${os.cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${os.cpus().length} cores`);
print('');
print(
  '| load | events/s acknowledged | events/s stored and detected | acknowledged after ms (p50 / p99) | write and fdatasync of 4 KiB, ms (p50 / p99) | 429 | events per CPU s of the server | RSS MiB |',
);
print('|---|---|---|---|---|---|---|---|');
for (const load of LOADS) print(await row(load));

async function row(load: Load): Promise<string> {
  const data = mkdtempSync(path.join(values.folder, 'ensuresec-bench-'));
  const syncs = syncTimes(data);
  const server = await start(data);
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const before = usageOf(server.child);
  const begun = performance.now();
  const until = begun + Number(values.seconds) * 1000;
  const times: number[] = [];
  const counts = { acknowledged: 0, busy: 0, next: 0 };
  const send = async (): Promise<void> => {
    while (performance.now() < until) {
      const body = bodyOf(load.events, counts);
      for (let status = 0; status !== 200; ) {
        const at = performance.now();
        status = await post(agent, server.url, body);
        if (status === 200) times.push(performance.now() - at);
        else counts.busy++;
      }
      counts.acknowledged += load.events;
    }
  };
  await Promise.all(Array.from({ length: load.connections }, send));
  const sent = performance.now() - begun;
  await caughtUp(server.url);
  const detected = performance.now() - begun;
  const { cpu, rss } = usageOf(server.child);
  server.child.kill('SIGTERM');
  await new Promise((resolve) => server.child.once('exit', resolve));
  agent.destroy();
  rmSync(data, { recursive: true });
  const cells = [
    load.name,
    (counts.acknowledged / (sent / 1000)).toFixed(0),
    (counts.acknowledged / (detected / 1000)).toFixed(0),
    quantiles(times),
    quantiles(syncs),
    String(counts.busy),
    (counts.acknowledged / Math.max(0.01, cpu - before.cpu)).toFixed(0),
    rss.toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

async function start(data: string): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const main = path.resolve(import.meta.dirname, '../../../bin/ensuresec');
  const child = spawn(
    process.execPath,
    [main, 'up', '--no-color', '--data', data, '--port', '0', '--rules', values.rules],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      // Alerts are many; only the beginning matters.
      if (said.length < 100_000) said += chunk.toString();
      const found = /Listening on (http:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${said}`)));
  });
  return { url, child };
}

function bodyOf(events: number, counts: { next: number }): string {
  return Array.from({ length: events }, () => {
    const at = counts.next++;
    return `{"bench":${at},${(lines[at % lines.length] as string).slice(1)}`;
  }).join('\n');
}

function post(agent: Agent, url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/v1/events`,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/x-ndjson', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** The server keeps no secret of how far behind detection is. */
async function caughtUp(url: string): Promise<void> {
  for (;;) {
    const text = await (await fetch(`${url}/metrics`)).text();
    if (/ensuresec_consumer_lag\{[^}]*\} 0\n/.test(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What the disk itself takes, measured just before. */
function syncTimes(folder: string): readonly number[] {
  const file = openSync(path.join(folder, 'sync'), 'w');
  const block = new Uint8Array(4096);
  const times = Array.from({ length: 300 }, () => {
    const at = performance.now();
    writeSync(file, block);
    fdatasyncSync(file);
    return performance.now() - at;
  });
  closeSync(file);
  return times;
}

function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  return `${at(0.5)} / ${at(0.99)}`;
}

/** proc(5): user and system time in ticks of 10 ms, resident pages of 4 KiB. */
function usageOf(child: ChildProcess): { readonly cpu: number; readonly rss: number } {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, rss: (Number(fields[21]) * 4096) / 2 ** 20 };
}

function eventsIn(text: string): readonly Record<string, unknown>[] {
  try {
    return [JSON.parse(text) as Record<string, unknown>].flat();
  } catch {
    return text.split(/\n(?=\{)/).map((each) => JSON.parse(each) as Record<string, unknown>);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
