// SPDX-License-Identifier: Apache-2.0
// Runs of a server: none is under way twice, none is somebody else's, and one that could not be stopped goes on.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadedPack } from '../../../test/support/loaded-pack.ts';
import { wholePlaybook } from '../../respond/playbook/playbook.fixture.ts';
import { playbookFrom } from '../../respond/playbook/run/run.fixture.ts';
import { openRuns, type Runs } from './runs.ts';

const PACK = loadedPack('common');
const PLAYBOOK = playbookFrom(wholePlaybook());
const REQUEST = { run: 'r', playbook: PLAYBOOK, library: [], values: {}, simulated: true };
const announce = vi.fn(async () => undefined);
const done = { answer: 'done', values: {}, note: '' } as const;

let data = '';
let runs: Runs;
const troubles: string[] = [];
const open = () =>
  openRuns({
    ...{ data, pack: PACK, time: Date.now },
    onChange: () => undefined,
    onTrouble: (why) => troubles.push(why),
  });
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'ensuresec-runs-'));
  runs = open();
  announce.mockClear();
});
afterEach(async () => {
  await runs.close();
  rmSync(data, { recursive: true });
});

/** Resolves when so many commands of the run are in the log. */
const commands = (count: number) =>
  vi.waitFor(async () => expect((await runs.get('r')).effects.size).toBe(count), {
    interval: 5,
    timeout: 30_000,
  });

test('two starts at once are one run, and the same state', async () => {
  const [one, two] = await Promise.all([1, 2].map(() => runs.start(REQUEST, 'ada', announce)));
  expect(one).toBe(two);
  await commands(2);
  expect(await runs.get('r')).toBe(one);
});

test('what cannot be announced does not begin, and begins when it can be', async () => {
  announce.mockRejectedValueOnce(new Error('no log'));
  await expect(runs.start(REQUEST, 'ada', announce)).rejects.toThrow('no log');
  expect(await runs.all()).toEqual([]);
  await runs.start(REQUEST, 'ada', announce);
  expect(await runs.all()).toHaveLength(1);
});

test.each([
  ['in earnest', { simulated: false }],
  ['of another playbook', { playbook: { ...PLAYBOOK, name: 'Another' } }],
])('the id of a run is not given to one %s', async (_, other) => {
  await runs.start(REQUEST, 'ada', announce);
  await expect(runs.start({ ...REQUEST, ...other }, 'ada', announce)).rejects.toMatchObject({ status: 409 });
  expect(announce).toHaveBeenCalledTimes(1);
});

test('a run that could not be stopped goes on', async () => {
  await runs.start(REQUEST, 'ada', announce);
  await commands(2);
  writeFileSync(join(data, 'operator.yaml'), 'operator: [');
  await expect(runs.stop('r', 'enough', 'ada')).rejects.toMatchObject({ status: 409 });
  rmSync(join(data, 'operator.yaml'));
  await runs.answer('r', 1, done, 'ada');
  await runs.answer('r', 2, done, 'ada');
  await commands(3);
});

test('nobody answers a run that is over', async () => {
  await runs.start(REQUEST, 'ada', announce);
  await commands(2);
  await runs.stop('r', '', 'ada');
  await expect(runs.answer('r', 1, done, 'ada')).rejects.toThrow('is over: failure');
});
