// SPDX-License-Identifier: Apache-2.0
// `npm run bench -- evidence [--seconds 6] [--entries 1000000] [--slower MS]`: durable signed appends beside raw inserts of the
// same rows, in turns on the same disk, and how long a large log takes to open. Callers that append at the same time share a
// commit; raw, each batch is a transaction. `--slower` makes each COMMIT of both sides wait so much longer, as on a disk that
// syncs more slowly.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  ED25519,
  type EvidenceLog,
  generateKey,
  openLog,
  type Signer,
  signerFrom,
} from '../../src/evidence/index.ts';
import { loadSqlite, type OpenDatabase } from '../../src/platform/eventlog/sqlite/driver.ts';
import { openEvidenceStore } from '../../src/platform/index.ts';

const option = (name: string, preset: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? preset : Number(process.argv[at + 1]);
};
const SECONDS = option('seconds', 6);
const ENTRIES = option('entries', 1_000_000);
const SLOWER = option('slower', 0);
/** Records a batch, and how many callers append at the same time, each waiting for its own receipt. */
const LOADS: readonly (readonly [batch: number, callers: number])[] = [
  [1, 1],
  [1, 100],
  [100, 1],
  [100, 4],
  [1000, 1],
];
/** One side runs for so long before the other has its turn. */
const TURN_MS = 400;
const signer = signerFrom('bench.example/log', ED25519, generateKey()) as Signer;
const folder = mkdtempSync(path.join(process.env['TMPDIR'] ?? tmpdir(), 'ensuresec-bench-'));

interface Side {
  readonly times: number[];
  rows: number;
  spent: number;
}

function record(at: number) {
  return {
    actor: 'bench',
    kind: 'event.seen',
    subject: `order-${at % 997}`,
    body: {
      id: `evt-${at}`,
      order: `A${at}`,
      amount: (at * 37) % 10_000,
      currency: 'EUR',
      source: 'https://example.org/pay',
    },
  };
}

async function main(): Promise<void> {
  console.log(`Sync of 4 KiB: ${syncTimes()}${SLOWER === 0 ? '' : `; each COMMIT takes ${SLOWER} ms more`}`);
  console.log(
    '| batch | callers | signed and proved: events/s | p50 / p99 ms | raw inserts: rows/s | p50 / p99 ms | share of raw |\n|---|---|---|---|---|---|---|',
  );
  for (const [batch, callers] of LOADS) await compare(batch, callers);
  await opening();
}

function syncTimes(): string {
  const file = openSync(path.join(folder, 'sync'), 'w');
  const times = Array.from({ length: 200 }, (_, at) => {
    writeSync(file, Buffer.alloc(4096), 0, 4096, at * 4096);
    const start = performance.now();
    fdatasyncSync(file);
    return performance.now() - start;
  });
  closeSync(file);
  return `p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms`;
}

async function compare(batch: number, callers: number): Promise<void> {
  const ours = await openOurs(path.join(folder, `log-${batch}-${callers}.db`));
  const insert = await openRaw(path.join(folder, `raw-${batch}-${callers}.db`));
  const [signed, raw]: [Side, Side] = [
    { times: [], rows: 0, spent: 0 },
    { times: [], rows: 0, spent: 0 },
  ];
  let made = 0;
  while (signed.spent < SECONDS * 1000) {
    await turn(signed, batch, callers, async () => {
      await ours.log.append(Array.from({ length: batch }, () => record(made++)));
    });
    // The same rows: what the log has just written.
    const size = ours.log.head().size;
    const rows = await ours.store.entries(Math.max(1, size - 2000), size);
    await turn(raw, batch, 1, async () => insert(batch, rows));
  }
  const rate = (side: Side): number => Math.round((side.rows / side.spent) * 1000);
  const times = (side: Side): string => `${quantile(side.times, 0.5)} / ${quantile(side.times, 0.99)}`;
  console.log(
    `| ${batch} | ${callers} | ${rate(signed)} | ${times(signed)} | ${rate(raw)} | ${times(raw)} | ${Math.round((100 * rate(signed)) / rate(raw))} % |`,
  );
  await ours.store.close();
}

async function turn(side: Side, batch: number, callers: number, work: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  const call = async (): Promise<void> => {
    for (let start = begun; start - begun < TURN_MS; start = performance.now()) {
      await work();
      side.times.push(performance.now() - start);
      side.rows += batch;
    }
  };
  await Promise.all(Array.from({ length: callers }, call));
  side.spent += performance.now() - begun;
}

async function sqlite(): Promise<OpenDatabase> {
  const open = await loadSqlite();
  const never = new Int32Array(new SharedArrayBuffer(4));
  return (name, options) => {
    const database = open(name, options);
    const exec = (sql: string): void => {
      database.exec(sql);
      if (SLOWER > 0 && sql === 'COMMIT') Atomics.wait(never, 0, 0, SLOWER);
    };
    return { ...database, exec };
  };
}

async function openOurs(file: string) {
  const store = await openEvidenceStore(file, { open: await sqlite() });
  const log: EvidenceLog = await openLog({
    store,
    origin: 'bench.example/log',
    signer: () => signer,
    create: () => signer,
    now: () => Date.now(),
    random: randomBytes,
  });
  return { store, log };
}

async function openRaw(file: string) {
  const open = await sqlite();
  const database = open(file);
  database.exec(
    'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4096; PRAGMA cache_size=-16384',
  );
  database.exec(
    'CREATE TABLE entry(seq INTEGER PRIMARY KEY, own INTEGER NOT NULL, leaf BLOB NOT NULL, data BLOB NOT NULL)',
  );
  const add = database.prepare('INSERT INTO entry VALUES(?, ?, ?, ?)');
  let seq = 0;
  return async (
    batch: number,
    rows: Awaited<ReturnType<Awaited<ReturnType<typeof openEvidenceStore>>['entries']>>,
  ) => {
    database.exec('BEGIN IMMEDIATE');
    for (let at = 0; at < batch; at++) {
      const row = rows[at % rows.length];
      if (row !== undefined) add.run(seq++, 0, row.leaf, row.data);
    }
    database.exec('COMMIT');
  };
}

/** From files as a crash leaves them, to a log that is checked against its signed root and can append. */
async function opening(): Promise<void> {
  const file = path.join(folder, 'large.db');
  const { store, log } = await openOurs(file);
  for (let at = 0; at < ENTRIES; at += 4000)
    await log.append(Array.from({ length: Math.min(4000, ENTRIES - at) }, (_, one) => record(at + one)));
  const crashed = path.join(folder, 'crashed.db');
  for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, crashed + end);
  await store.close();
  const start = performance.now();
  const again = await openOurs(crashed);
  const opened = performance.now() - start;
  console.log(`Opening ${again.log.head().size} entries after a crash: ${opened.toFixed(0)} ms`);
  const proved = performance.now();
  await again.log.prove(Math.floor(ENTRIES / 3));
  console.log(
    `One inclusion proof of them: ${(performance.now() - proved).toFixed(1)} ms; RSS ${Math.round(process.memoryUsage.rss() / 1048576)} MiB`,
  );
  await again.store.close();
}

function quantile(times: readonly number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(2);
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true });
}
