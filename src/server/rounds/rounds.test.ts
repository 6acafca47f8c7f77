// SPDX-License-Identifier: Apache-2.0
// A schedule by an injected clock: what is done, what is missed, and that a restart does nothing twice.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Intake, Received } from '../../core/ports/index.ts';
import { checkStore, readEntries } from '../../evidence/index.ts';
import type { ChainEvent } from '../../model/index.ts';
import { openEvidence } from '../evidence-folder.ts';
import { createCounters } from '../metrics.ts';
import { type Done, dueOf, isDue, missedOf, type Round } from './round.ts';
import { openRounds, type Rounds } from './rounds.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const START = Date.UTC(2027, 0, 4);

let folder = '';
let clock = START;
let done: Done[] = [];
let outcome = 'as-approved';
let sent: string[] = [];
let notices: string[] = [];
let counters = createCounters();
let isFull = false;
/** What a look shows. */
let shown: readonly string[] = [];
const opened: Rounds[] = [];

const round: Round = {
  id: 'page/checkout',
  everyMs: WEEK,
  done: () => done,
  run: async (found) => {
    found(shown.map((id) => event(id, clock)));
    done = [...done, look()];
  },
  missed: (due) => event(`missed-${day(due)}`, due),
};
const event = (id: string, time: number): ChainEvent => ({
  ...{ id, source: 'page/checkout', type: 'page.observed', time },
  ...{ subject: 'checkout', keys: { page: 'checkout' }, trust: 'polled', data: { change: 'told' } },
});
const look = (at = clock): Done => ({
  ...{ at, outcome, counts: outcome !== 'failed', digest: `d-${day(at)}-${outcome}-${at}` },
});
const day = (ms: number) => (ms - START) / DAY;
const intake: Intake = async ({ bytes }: Received) => {
  if (isFull) return { status: 'busy', reason: 'The queue is full', retryAfterMs: 1 };
  const lines = new TextDecoder().decode(bytes).trim().split('\n');
  sent.push(...lines.map((line) => (JSON.parse(line) as { id: string }).id));
  return { status: 'stored', stored: lines.length, duplicates: 0, unread: [] };
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensuresec-rounds-'));
  [clock, done, outcome, sent, notices, counters] = [START, [], 'as-approved', [], [], createCounters()];
  [isFull, shown] = [false, []];
});
/** As a process that stops. */
async function end(): Promise<void> {
  for (const each of opened.splice(0)) await each.close();
}
afterEach(async () => {
  await end();
  rmSync(folder, { recursive: true });
});

async function open(rounds = () => [round] as readonly Round[]): Promise<Rounds> {
  const onNotice = (text: string) => void notices.push(text);
  const one = await openRounds({ folder, rounds, intake, counters, now: () => clock, onNotice });
  opened.push(one);
  return one;
}

/** A tick each hour, as a server that runs for so long. */
async function runFor(rounds: Rounds, ms: number): Promise<void> {
  for (const end = clock + ms; clock < end; clock += HOUR) await rounds.tick();
}

/** What the log of evidence has after everything that uses it was closed, and that it is whole. */
async function recorded(): Promise<readonly string[]> {
  await end();
  const { store, log, close } = await openEvidence(folder, 'ensuresec.local/rounds', () => clock);
  const entries = await readEntries(store, log.head().size);
  expect((await checkStore(store)).faults).toEqual([]);
  await close();
  return entries
    .filter(({ kind }) => kind.startsWith('round.'))
    .map(({ kind, body }) => {
      const { at, due, outcome: what } = body as { at?: string; due?: string; outcome?: string };
      return [kind.slice('round.'.length), day(Date.parse(at ?? due ?? '')), what]
        .filter((each) => each !== undefined)
        .join(' ');
    });
}

describe('a schedule', () => {
  test('is kept ahead of its time, and each look is recorded once', async () => {
    await runFor(await open(), 3 * WEEK);
    expect(done.map(({ at }) => day(at))).toEqual([0, 6, 12, 18]);
    expect(await recorded()).toEqual(['begun 0', ...[0, 6, 12, 18].map((at) => `run ${at} as-approved`)]);
    expect([sent, notices]).toEqual([[], []]);
  });

  test('goes on after a restart, without a second look', async () => {
    const first = await open();
    await runFor(first, 2 * DAY);
    await end();
    await runFor(await open(), 3 * DAY);
    expect(done.map(({ at }) => day(at))).toEqual([0]);
    expect(await recorded()).toEqual(['begun 0', 'run 0 as-approved']);
  });

  test('tells once what was missed while it was off, and catches up', async () => {
    const first = await open();
    await first.tick();
    await end();
    clock += 17 * DAY;
    await runFor(await open(), DAY);
    await end();
    await runFor(await open(), DAY);
    expect(sent).toEqual(['missed-7', 'missed-14']);
    expect(done.map(({ at }) => day(at))).toEqual([0, 17]);
    expect(notices).toEqual(['page/checkout was not done in time: due 2027-01-18T00:00:00.000Z']);
    const says = await recorded();
    expect(says).toEqual(['begun 0', 'run 0 as-approved', 'missed 7', 'missed 14', 'run 17 as-approved']);
  });

  test('tries a failed look again each hour, and misses it when none succeeds', async () => {
    const rounds = await open();
    await rounds.tick();
    outcome = 'failed';
    clock += 6 * DAY;
    await runFor(rounds, 25 * HOUR);
    // The last one at the very end: not late yet.
    expect([done.length, sent]).toEqual([1 + 25, []]);
    await runFor(rounds, HOUR);
    expect(sent).toEqual(['missed-7']);
    expect(counters.samples).toContainEqual({
      ...{ name: 'ensuresec_rounds_missed_total', labels: { round: 'page/checkout' }, value: 1 },
    });
    expect(rounds.samples()[0]?.value).toBeLessThan(0);
  });

  test('counts what somebody did by hand, and records it', async () => {
    const rounds = await open();
    await rounds.tick();
    clock += 4 * DAY;
    done.push(look());
    clock += 3 * DAY;
    await rounds.tick();
    expect(done.length).toBe(2);
    expect(await recorded()).toEqual(['begun 0', 'run 0 as-approved', 'run 4 as-approved']);
  });

  test('tells what was missed again when it could not be stored', async () => {
    const rounds = await open();
    await rounds.tick();
    clock += 8 * DAY;
    isFull = true;
    await rounds.tick();
    const late = 'page/checkout was not done in time: due 2027-01-11T00:00:00.000Z';
    expect(notices).toEqual([late, 'The schedule waits: The queue is full']);
    // The look itself is not put off for that.
    expect(done.map(({ at }) => day(at))).toEqual([0, 8]);
    isFull = false;
    await rounds.tick();
    expect(sent).toEqual(['missed-7']);
  });

  test('waits, and says why, while nobody can say what is to be done', async () => {
    const rounds = await open(() => {
      throw new Error('The inventory is no JSON');
    });
    await rounds.tick();
    await rounds.tick();
    expect(notices).toEqual(['The schedule waits: The inventory is no JSON']);
  });
});

describe('what a look shows', () => {
  test('is sent once', async () => {
    shown = ['skimmer'];
    await runFor(await open(), 2 * DAY);
    await end();
    await runFor(await open(), DAY);
    expect(sent).toEqual(['skimmer']);
  });

  test('that could not be stored is sent at the next tick, though no look is due, and before anything else', async () => {
    const rounds = await open();
    [shown, isFull] = [['skimmer'], true];
    await rounds.tick();
    expect([sent, done.length]).toEqual([[], 1]);
    clock += 15 * DAY;
    [shown, isFull] = [['none'], false];
    await rounds.tick();
    expect([sent[0], sent.toSorted()]).toEqual(['skimmer', ['missed-14', 'missed-7', 'none', 'skimmer']]);
  });

  test('is sent by the next process, whatever this one came to', async () => {
    [shown, isFull] = [['skimmer'], true];
    await (await open()).tick();
    await end();
    isFull = false;
    await (await open()).tick();
    expect([sent, done.length]).toEqual([['skimmer'], 1]);
  });

  test('is sent when there is nothing to look at any more', async () => {
    let rounds: readonly Round[] = [round];
    const server = await open(() => rounds);
    [shown, isFull] = [['skimmer'], true];
    await server.tick();
    [rounds, isFull] = [[], false];
    await server.tick();
    expect(sent).toEqual(['skimmer']);
  });

  test('is sent though the process was killed before the look stood as done, and it is done again', async () => {
    shown = ['skimmer'];
    const killed: Round = {
      ...round,
      run: async (found, signal) => {
        const before = done;
        await round.run(found, signal);
        done = before;
        throw new Error('killed');
      },
    };
    await (await open(() => [killed])).tick();
    await end();
    clock += HOUR;
    shown = ['skimmer-again'];
    await (await open()).tick();
    expect([sent, done.length]).toEqual([['skimmer', 'skimmer-again'], 1]);
  });

  test('is kept before the look stands as done: a look whose events cannot be kept is done again', async () => {
    const rounds = await open();
    shown = ['skimmer'];
    rmSync(join(folder, 'unsent'), { recursive: true });
    await rounds.tick();
    // Twice: each of both reasons once, however often it is tried.
    await rounds.tick();
    expect([sent, done.length, notices]).toEqual([[], 0, Array(2).fill(expect.stringContaining('ENOENT'))]);
  });

  test('does not hold up the end of the server', async () => {
    const waiting: Round = {
      ...round,
      run: (_, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    };
    const rounds = await open(() => [waiting]);
    const ticking = rounds.tick();
    await expect.poll(() => rounds.samples().length).toBe(1);
    await end();
    await ticking;
    expect([done, notices]).toEqual([[], []]);
  });
});

describe('what is judged', () => {
  const until = async (rounds: readonly Round[], ms: number): Promise<void> => {
    await runFor(await open(() => rounds), ms);
    await end();
  };

  test('by another interval only from then on', async () => {
    await until([round], 3 * WEEK);
    const daily = { ...round, everyMs: DAY };
    await until([daily], 2 * DAY);
    expect(sent).toEqual([]);
    clock += 3 * DAY;
    await until([daily], HOUR);
    // The last look was at 22 and 5/7 days or before.
    expect(sent.length).toBe(3);
    const begun = (await recorded()).filter((each) => each.startsWith('begun'));
    expect(begun).toEqual(['begun 0', 'begun 21']);
  });

  test('what was missed before another interval is told by the one of then', async () => {
    await until([round], HOUR);
    clock += 8 * DAY;
    await until([{ ...round, everyMs: DAY }], HOUR);
    expect(sent).toEqual(['missed-7']);
  });

  test.each([
    ['while the server runs', false],
    ['and the server was off for a part of it', true],
  ])('no time in which it was not to be done, %s', async (_, restarts) => {
    let rounds: readonly Round[] = [round];
    let server = await open(() => rounds);
    await server.tick();
    rounds = [];
    clock += DAY;
    await server.tick();
    expect(server.samples()).toEqual([]);
    clock += 60 * DAY;
    if (restarts) {
      await end();
      server = await open(() => rounds);
    }
    rounds = [round];
    await server.tick();
    await runFor(server, DAY);
    expect([sent, done.map(({ at }) => day(at))]).toEqual([[], [0, 61]]);
    const says = ['begun 0', 'run 0 as-approved', 'ended 1', 'begun 61', 'run 61 as-approved'];
    expect(await recorded()).toEqual(says);
  });
});

describe('when it is due', () => {
  const at = (...days: number[]): readonly Done[] => days.map((each) => look(START + each * DAY));

  test.each<readonly [string, readonly Done[], number, boolean]>([
    ['never done', [], 0, true],
    ['just done', at(0), 0, false],
    ['a day before the end', at(0), 6, true],
    ['two days before the end', at(0), 5, false],
    ['a clock that was set back', at(9), 0, true],
  ])('%s', (_, looks, now, due) => {
    expect(isDue(round, looks, START, Number.NEGATIVE_INFINITY, START + now * DAY)).toBe(due);
  });

  test.each<readonly [string, readonly Done[], number, readonly number[]]>([
    ['in time to the millisecond', at(0, 7, 14), 21, []],
    ['never', [], 22, [7, 14, 21]],
    ['late once', at(0, 10), 12, [7]],
    ['two pauses', at(0, 15, 23), 24, [7, 14, 22]],
  ])('%s is missed as often', (_, looks, now, due) => {
    const missed = missedOf(round, looks, START, START, START + now * DAY);
    expect(missed.map(day)).toEqual(due);
  });

  test('it is too late a period after the last that counts', () => {
    expect(day(dueOf(round, at(0, 3), START))).toBe(10);
  });
});
