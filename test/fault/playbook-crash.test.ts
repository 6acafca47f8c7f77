// SPDX-License-Identifier: Apache-2.0
// Crash matrix of playbooks: a run is stopped before and after every write of every kind of step, once and twice. No effect is
// lost, none is doubled where one can know, and all others are put before a person.
// Of the pairs every 50th is on the real store; ENSURESEC_CRASH_PAIRS=all puts all of them there.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { LogRecord } from '../../src/core/ports/index.ts';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { CERTAINTIES, type Certainty } from '../../src/respond/playbook/certainty.ts';
import { EMPTY_WORLD, type World } from '../../src/respond/playbook/run/adapters/simulated.ts';
import { memoryLog, memoryWorld } from '../../src/respond/playbook/run/run.fixture.ts';
import { ANSWERS, type Disk, live, pointsUntil } from './playbook-crash.ts';

// Processes die here, not disks: a file system in memory shows as much, and syncs at once.
const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ensuresec-crash-'));
afterAll(() => rmSync(folder, { recursive: true }));
const REAL_EVERY = process.env['ENSURESEC_CRASH_PAIRS'] === 'all' ? 1 : 50;
/** Writes that a stop can add: those of the person who finds out. */
const MORE = 6;
let disks = 0;

function realDisk(): Disk {
  const name = path.join(folder, String(disks++));
  const file = `${name}.world`;
  writeFileSync(file, JSON.stringify({ ...EMPTY_WORLD, answers: ANSWERS }));
  return {
    open: () => openSqliteEventLog(`${name}.db`),
    world: {
      read: () => JSON.parse(readFileSync(file, 'utf8')) as World,
      write: (world) => writeFileSync(file, JSON.stringify(world)),
    },
  };
}

function memoryDisk(): Disk {
  const records: LogRecord[] = [];
  return {
    open: async () => ({ ...memoryLog(records), close: async () => undefined }),
    world: memoryWorld({ answers: ANSWERS }),
  };
}

/** A run without a crash: what each other one has to come to. */
async function reference(certainty: Certainty, approvals: number) {
  const disk = memoryDisk();
  const points = pointsUntil(Number.POSITIVE_INFINITY);
  const { state } = await live(disk, certainty, points, approvals);
  return { points: points.passed, values: state?.values, world: sorted(disk.world.read()) };
}

const sorted = ({ effects, resources }: World) => ({
  effects: effects.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  resources: Object.entries(resources).toSorted(([a], [b]) => (a < b ? -1 : 1)),
});

/** Runs with deaths at the given points of the first, the second … process, then to the end. */
async function through(disk: Disk, certainty: Certainty, deaths: readonly number[], approvals: number) {
  for (const deadly of [...deaths, Number.POSITIVE_INFINITY]) {
    const points = pointsUntil(deadly);
    const { state, doubtful, parked } = await live(disk, certainty, points, approvals);
    // All that is in doubt and cannot be found out is put before a person, and nothing else is.
    if (certainty === 'blind' && !points.died) expect(parked.toSorted()).toEqual(doubtful.toSorted());
    if (certainty !== 'blind') expect(parked).toEqual([]);
    if (!points.died) return { values: state?.values, world: sorted(disk.world.read()) };
  }
  throw new Error('The last process died');
}

test.each(CERTAINTIES)(
  'one stop at every write, with the store opened again: %s',
  async (certainty) => {
    const { points, ...wanted } = await reference(certainty, 2);
    expect(points).toBeGreaterThan(80);
    for (let death = 1; death <= points; death++)
      expect(await through(realDisk(), certainty, [death], 2), `stopped at ${death}`).toEqual(wanted);
    process.stdout.write(`${certainty}: ${points} stops, no effect lost or doubled\n`);
  },
  600_000,
);

test.each(CERTAINTIES)(
  'two stops at every pair of writes: %s',
  async (certainty) => {
    const { points, ...wanted } = await reference(certainty, 0);
    let pairs = 0;
    for (let first = 1; first <= points; first++)
      for (let second = 1; second <= points - first + MORE; second++) {
        const disk = ++pairs % REAL_EVERY === 0 ? realDisk() : memoryDisk();
        expect(await through(disk, certainty, [first, second], 0), `${first}, ${second}`).toEqual(wanted);
      }
    process.stdout.write(`${certainty}: ${pairs} pairs of stops, no effect lost or doubled\n`);
  },
  3_600_000,
);
