// SPDX-License-Identifier: Apache-2.0
// Crash matrix of adapters: a run with a command of every type, and of every class that its adapter can declare, is stopped
// before and after every write and every effect, once and in pairs. No effect is lost, none is doubled, and those that are
// blind and in doubt, and no others, are put before a person.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { EventLog, LogRecord } from '../../src/core/ports/index.ts';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { memoryLog } from '../../src/respond/playbook/run/run.fixture.ts';
import { COMMAND_TYPES } from '../../src/respond/playbook/shape/commands.ts';
import { type Around, live, ROWS } from './adapter-crash.ts';
import { pointsUntil } from './playbook-crash.ts';

const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ensuresec-adapters-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Writes that a stop can add: those of the person who finds out. */
const MORE = 6;
let logs = 0;

function memory(): () => Promise<EventLog> {
  const records: LogRecord[] = [];
  return async () => ({ ...memoryLog(records), close: async () => undefined });
}

function real(): () => Promise<EventLog> {
  const file = path.join(folder, `${logs++}.db`);
  return () => openSqliteEventLog(file);
}

const WANTED = Object.fromEntries(
  Object.values(ROWS).flatMap(({ effect }) => (effect === undefined ? [] : [[effect, 1]])),
);
const BLIND = Object.keys(ROWS).filter((name) => ROWS[name]?.certainty === 'blind');

/** Runs with deaths at the given points, then to the end. Returns how many points there were. */
async function through(open: () => Promise<EventLog>, deaths: readonly number[]): Promise<number> {
  const around: Around = { effects: new Map(), ids: new Set() };
  const asked: string[] = [];
  let doubted: string[] = [];
  for (const deadly of [...deaths, Number.POSITIVE_INFINITY]) {
    const points = pointsUntil(deadly);
    const { state, doubtful, parked } = await live(open, around, points);
    asked.push(...parked);
    doubted = [...new Set([...doubted, ...doubtful])];
    expect(parked.filter((name) => !BLIND.includes(name))).toEqual([]);
    if (points.died) continue;
    expect(Object.fromEntries(around.effects)).toEqual(WANTED);
    expect(state?.ended?.status).toBe('success');
    for (const { work, intent } of state?.effects.values() ?? [])
      expect([work.name, intent]).toEqual([work.name, ROWS[work.name]?.certainty]);
    // What is blind and was in doubt was put before a person, and nothing else was.
    expect([...new Set(asked)].toSorted()).toEqual(doubted.filter((name) => BLIND.includes(name)).toSorted());
    return points.passed;
  }
  throw new Error('The last process died');
}

test('every command type is in the run, and every class', () => {
  const types = new Set(Object.values(ROWS).map(({ command }) => (command as { type: string }).type));
  expect([...types, 'manual'].toSorted()).toEqual([...COMMAND_TYPES]);
  expect(new Set(Object.values(ROWS).map(({ certainty }) => certainty)).size).toBe(3);
});

test('one stop at every write and effect, with the store opened again', async () => {
  const points = await through(memory(), []);
  expect(points).toBeGreaterThan(4 * Object.keys(ROWS).length);
  for (let death = 1; death <= points; death++) await through(real(), [death]);
  process.stdout.write(`adapters: ${points} stops, no effect lost or doubled\n`);
}, 600_000);

test('two stops at every pair of writes and effects', async () => {
  const points = await through(memory(), []);
  let pairs = 0;
  for (let first = 1; first <= points; first++)
    for (let second = 1; second <= points - first + MORE; second++, pairs++)
      await through(memory(), [first, second]);
  process.stdout.write(`adapters: ${pairs} pairs of stops, no effect lost or doubled\n`);
}, 3_600_000);
