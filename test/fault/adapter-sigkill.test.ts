// SPDX-License-Identifier: Apache-2.0
// Crash matrix of adapters, in earnest: a process that carries out a playbook on the real store, with the real adapters, is
// killed with SIGKILL before and after every write of all eight kinds of step: those of its log by itself, those at the other
// end by the service or program that is about to do it, or has done it. Another process goes on. What took place is counted at
// the other end: nothing is lost, nothing is doubled, and what is blind and in doubt, and nothing else, is put before a person.
// Of the pairs a sample is drawn; ENSURESEC_SIGKILL_PAIRS=all kills at all of them.
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMAND_TYPES } from '../../src/respond/playbook/shape/commands.ts';
import { ALL_ROWS, BOOKS, type Book, wantedOf } from './sigkill/books.ts';
import { type Cell, faultsOf, openCell } from './sigkill/cell.ts';

// Processes die here, not disks: a file system in memory shows as much, and syncs at once.
const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ensuresec-sigkill-'));
const PROGRAM = path.join(folder, 'child.js');
const ROOT = path.resolve(import.meta.dirname, '../..');
const ALL = process.env['ENSURESEC_SIGKILL_PAIRS'] === 'all';
/** One pair of so many first deaths. */
const SAMPLE_EVERY = 3;
/** Runs that live at the same time. */
const CELLS = 2;

beforeAll(async () => {
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    ssr: { noExternal: true, external: ['@photostructure/sqlite'] },
    build: {
      ssr: path.join(import.meta.dirname, 'sigkill/child.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.js', codeSplitting: false } },
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);

/** Each of the items in one of the cells, several at a time. */
async function shared<T>(
  open: (cell: string) => Promise<Cell>,
  items: readonly T[],
  work: (cell: Cell, item: T) => Promise<number>,
): Promise<number> {
  const left = [...items];
  const counts = await Promise.all(
    Array.from({ length: CELLS }, async (_, at) => {
      const cell = await open(path.join(folder, `cell-${at}`));
      let count = 0;
      try {
        for (let item = left.shift(); item !== undefined; item = left.shift())
          count += await work(cell, item);
      } finally {
        cell.close();
        rmSync(path.join(folder, `cell-${at}`), { recursive: true });
      }
      return count;
    }),
  );
  return sum(counts);
}

/** All writes of a run that nobody kills. */
async function writesOf(book: Book, isLate = false): Promise<readonly string[]> {
  const cell = await openCell(path.join(folder, 'whole'), PROGRAM, book, isLate);
  const life = await cell.live(undefined);
  cell.close();
  rmSync(path.join(folder, 'whole'), { recursive: true });
  expect(faultsOf(book, wantedOf(book), life)).toEqual([]);
  return life.writes;
}

/** Kills at one write, goes on, and then kills once more at some of the writes that were left. Returns the pairs. */
async function through(cell: Cell, book: Book, first: string, place: number): Promise<number> {
  const wanted = wantedOf(book);
  const killed = await cell.live(undefined, first);
  expect(killed.ended, `${first}: nobody died`).toBeUndefined();
  const moment = cell.keep('first', killed);
  const { writes, ...rest } = await cell.live(moment);
  expect(faultsOf(book, wanted, { ...rest, writes }), first).toEqual([]);
  // Another share of what is left at each place: from one draw to the next the second death comes later.
  // After the last write of all nothing is left.
  const at = place % SAMPLE_EVERY === 0 && writes.length > 0 ? (place * 7) % writes.length : writes.length;
  const drawn = writes.slice(at, at + 1);
  const seconds = ALL ? writes : drawn;
  for (const second of seconds) {
    const again = await cell.live(moment, second);
    expect(again.ended, `${first}, ${second}: nobody died`).toBeUndefined();
    const last = await cell.live(cell.keep('second', again));
    expect(faultsOf(book, wanted, last), `${first}, ${second}`).toEqual([]);
  }
  return seconds.length;
}

test('every command type is in the playbooks, every class, and every kind of step', () => {
  const rows = Object.values(BOOKS).flatMap((book) => book.rows);
  expect(rows.toSorted()).toEqual(Object.keys(ALL_ROWS).toSorted());
  const types = new Set(Object.values(ALL_ROWS).map(({ command }) => (command as { type: string }).type));
  expect([...types].toSorted()).toEqual([...COMMAND_TYPES].toSorted());
  expect(new Set(Object.values(ALL_ROWS).map(({ certainty }) => certainty)).size).toBe(3);
});

test.each(Object.entries(BOOKS))(
  'killed before and after every write, once and twice: %s',
  async (name, book) => {
    const began = performance.now();
    const writes = await writesOf(book);
    for (const kind of [
      'started',
      'decided',
      'called',
      'returned',
      'delay',
      'timeout',
      'intent',
      'outcome',
      'ended',
    ])
      expect(writes.filter((each) => each.includes(`/${kind}`)).length, kind).toBeGreaterThan(1);
    const open = (cell: string) => openCell(cell, PROGRAM, book);
    const items = writes.map((write, place) => ({ write, place }));
    const pairs = await shared(open, items, (cell, { write, place }) => through(cell, book, write, place));
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stdout.write(
      `${name}: killed at ${writes.length} writes, and at ${pairs} pairs of them, in ${seconds} s; no effect lost or doubled\n`,
    );
  },
  7_200_000,
);

test.each(Object.entries(BOOKS))(
  'an executor that writes down late what it intends is found out: %s',
  async (_, book) => {
    const wanted = wantedOf(book);
    // Nothing tells it apart as long as nobody dies.
    const writes = await writesOf(book, true);
    const done = writes.filter((each) => each.startsWith('after ') && Object.hasOwn(wanted, each.slice(6)));
    const open = (cell: string) => openCell(cell, PROGRAM, book, true);
    const doubled = new Set<string>();
    await shared(open, done, async (cell, first) => {
      const moment = cell.keep('first', await cell.live(undefined, first));
      const faults = faultsOf(book, wanted, await cell.live(moment));
      if (faults.some((each) => each.includes('doubled'))) doubled.add(first.slice(6));
      return 0;
    });
    const blind = Object.values(ALL_ROWS).filter(({ certainty }) => certainty === 'blind');
    for (const { effect = '' } of blind) if (Object.hasOwn(wanted, effect)) expect(doubled).toContain(effect);
  },
);
