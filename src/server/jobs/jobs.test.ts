// SPDX-License-Identifier: Apache-2.0
// Jobs by themselves: one at a time, ended, forgotten, and what is left after a crash.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Job } from './job.ts';
import { type Jobs, openJobs } from './jobs.ts';
import type { Doing, Work } from './run.ts';

const DAY = 24 * 3_600_000;
const ASKED = { kind: 'simulation', by: 'person:ada' } as const;
let folder = '';
let now = 1000;
let told: Job[] = [];
let jobs: Jobs;
const begin = (): Jobs => openJobs({ folder, now: () => now, onChange: (job) => told.push(job) });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ensuresec-jobs-'));
  [now, told] = [1000, []];
  jobs = begin();
});
afterEach(async () => {
  await jobs.close();
  rmSync(folder, { recursive: true });
});

const quick: Work = async ({ file }) => {
  writeFileSync(file, 'done');
  return {};
};

/** Work that waits until it is told, and ends when nobody wants it. */
function held(): { readonly work: Work; readonly doing: Promise<Doing>; readonly finish: () => void } {
  let begun: (doing: Doing) => void = () => undefined;
  let finish: () => void = () => undefined;
  const doing = new Promise<Doing>((resolve) => {
    begun = resolve;
  });
  const work: Work = async (given) => {
    writeFileSync(`${given.file}.part`, 'half');
    await new Promise<void>((resolve, reject) => {
      finish = resolve;
      given.stopped.addEventListener('abort', () => reject(new Error('aborted')));
      begun(given);
    });
    return quick(given);
  };
  return { work, doing, finish: () => finish() };
}

const state = (id: string) => jobs.get(id).state;

test('one runs at a time, tells how far it is, and the next one follows', async () => {
  const first = held();
  const one = jobs.start(ASKED, first.work);
  const two = jobs.start(ASKED, quick);
  const { progress } = await first.doing;
  expect([state(one.id), state(two.id)]).toEqual(['running', 'queued']);
  for (const part of [0.25, 0.2501, 0.1, 0.5]) progress(part);
  expect(told.filter(({ id }) => id === one.id).map((job) => job.progress)).toEqual([0, 0, 0.25, 0.5]);
  first.finish();
  await expect.poll(() => state(two.id)).toBe('done');
  expect(jobs.all().map(({ state, progress, bytes }) => ({ state, progress, bytes }))).toEqual(
    [1, 2].map(() => ({ state: 'done', progress: 1, bytes: 4 })),
  );
  expect(existsSync(jobs.resultOf(one.id))).toBe(true);
});

test('one that runs is cancelled, and nothing of it is left; one that waits never begins', async () => {
  const first = held();
  const one = jobs.start(ASKED, first.work);
  const two = jobs.start(ASKED, quick);
  await first.doing;
  await jobs.remove(two.id);
  await jobs.remove(one.id);
  expect([state(one.id), state(two.id)]).toEqual(['cancelled', 'cancelled']);
  expect(readdirSync(join(folder, one.id))).toEqual(['job.json']);
  expect(() => jobs.resultOf(one.id)).toThrow('no result');
});

test('one that has ended is forgotten with its result', async () => {
  const { id } = jobs.start(ASKED, quick);
  await expect.poll(() => state(id)).toBe('done');
  await jobs.remove(id);
  expect(readdirSync(folder)).toEqual([]);
  expect(() => jobs.get(id)).toThrow('no such job');
});

test('one that fails says why', async () => {
  const { id } = jobs.start(ASKED, async () => {
    throw new Error('There is no such scenario');
  });
  await expect.poll(() => state(id)).toBe('failed');
  expect(jobs.get(id).why).toBe('There is no such scenario');
});

test('after a crash what ran or waited is interrupted, and what was done is there', async () => {
  const done = jobs.start(ASKED, quick);
  await expect.poll(() => state(done.id)).toBe('done');
  const first = held();
  const ids = [jobs.start(ASKED, first.work).id, jobs.start(ASKED, quick).id];
  await first.doing;
  // As kill -9 leaves it: nobody closes anything.
  const crashed = jobs;
  mkdirSync(join(folder, 'damaged'));
  jobs = begin();
  for (const id of ids) {
    expect(jobs.get(id)).toMatchObject({ state: 'failed', why: 'interrupted', endedAt: now });
    expect(readdirSync(join(folder, id))).toEqual(['job.json']);
  }
  expect(existsSync(jobs.resultOf(done.id))).toBe(true);
  expect(readdirSync(folder)).not.toContain('damaged');
  rmSync(jobs.resultOf(done.id));
  expect(() => jobs.resultOf(done.id)).toThrow('is gone');
  first.finish();
  await crashed.close();
});

test('what cannot be written or taken away holds up no other job, and can be forgotten', async () => {
  const first = held();
  const one = jobs.start(ASKED, first.work);
  const [two, three] = [jobs.start(ASKED, quick), jobs.start(ASKED, quick)];
  await first.doing;
  for (const { id } of [one, two]) {
    rmSync(join(folder, id), { recursive: true });
    writeFileSync(join(folder, id), 'no folder');
  }
  first.finish();
  await expect.poll(() => state(three.id)).toBe('done');
  for (const { id } of [one, two]) {
    expect(jobs.get(id)).toMatchObject({
      state: 'failed',
      why: expect.stringMatching(/ENOTDIR|EEXIST/),
      endedAt: now,
    });
    await jobs.remove(id);
  }
  expect(jobs.all().map(({ id }) => id)).toEqual([three.id]);
});

test('a server that stops ends what runs, and says that it was interrupted', async () => {
  const first = held();
  const { id } = jobs.start(ASKED, first.work);
  await first.doing;
  await jobs.close();
  expect(jobs.get(id)).toMatchObject({ state: 'failed', why: 'interrupted' });
});

test('too many that wait are refused', async () => {
  const first = held();
  jobs.start(ASKED, first.work);
  for (let waiting = 0; waiting < 8; waiting++) jobs.start(ASKED, quick);
  expect(() => jobs.start(ASKED, quick)).toThrow('Too many jobs wait');
});

test('results go after a day, and of backups the newest is kept alone', async () => {
  const finished = async (kind: Job['kind']): Promise<string> => {
    now += 1000;
    const { id } = jobs.start({ ...ASKED, kind }, quick);
    await expect.poll(() => state(id)).toBe('done');
    return id;
  };
  const [plain, old, young] = [
    await finished('simulation'),
    await finished('backup'),
    await finished('backup'),
  ];
  expect(jobs.all().map(({ id }) => id)).toEqual([young, plain]);
  expect(readdirSync(folder)).not.toContain(old);
  now += DAY + 1;
  expect(jobs.all()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});
