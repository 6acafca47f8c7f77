// SPDX-License-Identifier: Apache-2.0
// Power cuts, simulated. The files of the store are copied at every acknowledgement. Between two of them SQLite writes in
// the order that its documentation gives (sqlite.org/wal.html): frames to the write-ahead log, sync, and now and then pages
// into the database, sync. A cut keeps everything synced before, and of what was being written any set of sectors, torn
// at any byte, with any length of the file. Not shown: what a kernel really reorders (that needs a shim below SQLite, in
// native code), disks that lie about syncs, and directories that lose entries.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import {
  checkStore,
  ED25519,
  generateKey,
  openLog,
  parseCheckpointNote,
  rootThen,
  type Signer,
  signerFrom,
} from '../../src/evidence/index.ts';
import { loadSqlite, type OpenDatabase } from '../../src/platform/eventlog/sqlite/driver.ts';
import { openEvidenceStore } from '../../src/platform/index.ts';
import { createRandom, type Random } from '../support/evidence-mutations.ts';

const CUTS = Number(process.env['ENSURESEC_CUTS'] ?? 2000);
const COMMITS = Math.min(400, Math.ceil(CUTS / 20));
/** So that pages are copied into the database every few commits. */
const WAL_PAGES = 12;
const SECTOR = 512;
const SIGNER = signerFrom('cut.example/log', ED25519, generateKey()) as Signer;

const root = mkdtempSync(path.join(tmpdir(), 'ensuresec-cuts-'));
afterAll(() => rmSync(root, { recursive: true }));

interface State {
  readonly database: Buffer;
  readonly wal: Buffer;
  readonly size: number;
  readonly root: string;
}

/** What SQLite did between two states: a commit, or copying the whole write-ahead log into the database and cutting it. */
interface Step {
  readonly kind: 'commit' | 'truncate';
  readonly before: State;
  readonly after: State;
}

test(
  `${CUTS} power cuts lose nothing that was acknowledged, and the log always opens`,
  async () => {
    const steps = await write();
    const copied = steps.filter(({ before, after }) => !before.database.equals(after.database));
    expect(copied.length, 'pages are copied into the database now and then').toBeGreaterThan(COMMITS / 40);
    const random = createRandom(5);
    const open = await careless();
    const seen = { before: 0, after: 0 };
    for (let cut = 0; cut < CUTS; cut++) {
      const step = steps[random(steps.length)] as Step;
      const { before, after } = step;
      const image = imageOf(step, random);
      // A name of its own: SQLite knows files by inode, and a closed connection may not be collected yet.
      const file = path.join(root, `image-${cut}.db`);
      writeFileSync(file, image.database);
      writeFileSync(`${file}-wal`, image.wal);
      const store = await openEvidenceStore(file, { open });
      const log = await openLog(optionsOver(store));
      const { size } = log.head();
      expect([before.size, after.size], `cut ${cut}`).toContain(size);
      seen[size === after.size ? 'after' : 'before']++;
      expect(await rootThen(store, before.size), `cut ${cut}`).toBe(before.root);
      if (cut % 20 === 0) {
        await log.append([{ actor: 'a', kind: 'note', body: 'after' }]);
        expect((await checkStore(store)).faults, `cut ${cut}`).toEqual([]);
      }
      await store.close();
      for (const end of ['', '-wal', '-shm', '-lock']) rmSync(file + end, { force: true });
    }
    // Otherwise the images would not be torn at all, or always.
    expect(Math.min(seen.before, seen.after)).toBeGreaterThan(CUTS / 20);
  },
  120_000 + 100 * CUTS,
);

function optionsOver(store: Awaited<ReturnType<typeof openEvidenceStore>>) {
  let time = 0;
  return {
    store,
    origin: SIGNER.verifier.name,
    signer: () => SIGNER,
    create: () => SIGNER,
    now: () => Date.UTC(2026, 0, 1) + time++,
    random: (bytes: number) => Buffer.alloc(bytes, time),
  };
}

/** Runs a writer and keeps what is in its files around every commit. */
async function write(): Promise<readonly Step[]> {
  const file = path.join(root, 'log.db');
  const steps: Step[] = [];
  const real = await loadSqlite();
  const open: OpenDatabase = (name, options) => {
    const database = real(name, options);
    return {
      ...database,
      exec: (sql) => {
        const kind = sql === 'COMMIT' ? 'commit' : sql.includes('wal_checkpoint') ? 'truncate' : undefined;
        const before = kind === undefined ? undefined : stateOf(file, steps.at(-1)?.after);
        database.exec(sql.replace(/wal_autocheckpoint=\d+/, `wal_autocheckpoint=${WAL_PAGES}`));
        if (kind === undefined || before === undefined) return;
        const note = String(database.prepare('SELECT checkpoint FROM head').get()?.['checkpoint']);
        steps.push({ kind, before, after: stateOf(file, parseCheckpointNote(note)) });
      },
    };
  };
  const store = await openEvidenceStore(file, { open });
  const log = await openLog(optionsOver(store));
  for (let at = 0; at < COMMITS; at++) {
    const records = Array.from({ length: 1 + (at % 7) }, (_, one) => ({
      actor: 'a',
      kind: 'note',
      body: { text: 'x'.repeat((at * 997 + one) % 3000) },
      personal: { name: `person ${at}` },
    }));
    await log.append(records);
    if (at % 9 === 0) await log.erase(log.head().size - 1, ['name'], 'a', 'test');
  }
  await store.close();
  // The first commit makes the log: before it there is nothing to lose.
  return steps.slice(1);
}

function stateOf(file: string, head: { readonly size: number; readonly root: string } | undefined): State {
  const [database, wal] = [readFileSync(file), readFileSync(`${file}-wal`)];
  return { database, wal, size: head?.size ?? 0, root: head?.root ?? '' };
}

/** What may be on the disk when the power goes during a step. */
function imageOf(
  { kind, before, after }: Step,
  random: Random,
): { readonly database: Buffer; readonly wal: Buffer } {
  const isCopied = !before.database.equals(after.database);
  // Pages go into the database only after the frames that they come from are synced, and frames go only after the pages are.
  const full = kind === 'truncate' ? before.wal : after.wal;
  if (isCopied && random(2) === 0)
    return { database: torn(before.database, after.database, random), wal: full };
  if (kind === 'truncate') return { database: after.database, wal: random(2) === 0 ? before.wal : after.wal };
  return { database: before.database, wal: tornLog(before.wal, after.wal, random) };
}

const HEADER = 32;

/** When the log starts again from its beginning, SQLite syncs the new header before it writes frames over old ones. */
function tornLog(before: Buffer, after: Buffer, random: Random): Buffer {
  const header = after.subarray(0, HEADER);
  if (before.length < HEADER || header.equals(before.subarray(0, HEADER))) return torn(before, after, random);
  const begun = Buffer.from(before);
  const isSynced = random(3) > 0;
  header.copy(begun, 0, 0, isSynced ? HEADER : random(HEADER));
  return isSynced ? torn(begun, after, random) : begun;
}

/** Each sector is old, new, or new up to some byte; the file ends anywhere between. */
function torn(before: Buffer, after: Buffer, random: Random): Buffer {
  const share = 1 + random(8);
  const length = before.length + random(after.length - before.length + 1);
  const image = Buffer.alloc(random(4) === 0 ? after.length : length);
  before.copy(image);
  for (let at = 0; at < image.length; at += SECTOR) {
    const end = Math.min(at + SECTOR, image.length);
    const fate = random(share);
    if (fate === 0 && random(4) === 0) after.copy(image, at, at, at + random(end - at));
    else if (fate > 0) after.copy(image, at, at, end);
  }
  return random(6) === 0 ? Buffer.from(after) : image;
}

/** Closing an image need not sync it. */
async function careless(): Promise<OpenDatabase> {
  const real = await loadSqlite();
  return (file, options) => {
    const database = real(file, options);
    return {
      ...database,
      close: () => {
        if (!file.endsWith('-lock')) database.exec('PRAGMA synchronous=OFF');
        database.close();
      },
    };
  };
}
