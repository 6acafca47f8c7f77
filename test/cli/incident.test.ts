// SPDX-License-Identifier: Apache-2.0
// An incident from its first report to its end, on a real log: what the table refuses is not in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, ensuresec } from './terminal.ts';

const MODEL = path.resolve(import.meta.dirname, '../../examples/demo-shop/ensuresec.yaml');
const SHA = 'ab'.repeat(32);
let cwd = '';
const run = (...argv: string[]): Promise<Ended> => ensuresec(['incident', ...argv], { cwd });
const json = async (...argv: string[]) =>
  JSON.parse((await run(...argv, '--json')).stdout) as Record<string, unknown>;
const done = async (...argv: string[]) => {
  const ended = await run(...argv);
  expect([ended.code, ended.stderr], argv.join(' ')).toEqual([0, '']);
};

beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-incident-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('an incident is led by the table, and every step is an entry of the log', async () => {
  expect((await run('show', '2027-0001')).code).toBe(4);
  const zone = [
    '--zone',
    'Europe/Athens',
    '--occurred',
    '2026-03-26T02:10:00+02:00',
    '--detected',
    '2026-03-28T22:40:00+02:00',
  ];
  expect(await json('open', 'Card form \u001b[2J read', ...zone)).toMatchObject({
    incident: '2027-0001',
    entry: 1,
    phase: 'reported',
  });
  const skipped = await run('advance', '2027-0001', 'closed');
  expect([skipped.code, skipped.stderr]).toEqual([1, expect.stringContaining('expected triaged, merged')]);
  await done('advance', '2027-0001', 'triaged');
  await done('advance', '2027-0001', 'declared', '--why', 'a script of nobody');
  await done('hit', '2027-0001', 'shop');
  await done('hold', '2027-0001', 'on');
  await done('task', '2027-0001', 'call', 'Call the host', '--due', '2027-01-01T00:00:00Z');
  await done('observe', '2027-0001', 'domain-name', 'cdn-metrics.example');
  await done('state', '2027-0001', 'people-affected', '412', '--source', 'orders of three days');
  await done('spend', '2027-0001', '1200', 'forensics');
  await done('advance', '2027-0001', 'contained');
  await done('advance', '2027-0001', 'eradicated');
  await done('advance', '2027-0001', 'recovering');
  const early = await run('recovered', '2027-0001', 'shop', 'front page loads');
  expect([early.code, early.stderr]).toEqual([
    1,
    expect.stringContaining('The backup of shop is not verified'),
  ]);
  await done('backup', '2027-0001', 'shop', SHA);
  await done('recovered', '2027-0001', 'shop', 'front page loads');
  await done('advance', '2027-0001', 'monitored');
  await done('persons', '2027-0001', 'none');
  const open = await run('advance', '2027-0001', 'closed');
  expect([open.code, open.stderr]).toEqual([
    1,
    expect.stringContaining('The clock of common/obligation/gdpr-33/notification runs'),
  ]);
  await done('done', '2027-0001', 'call');
  const shown = await json('show', '2027-0001');
  expect(shown).toMatchObject({
    phase: 'monitored',
    regions: { notification: 'running', persons: 'none', hold: 'on' },
    cost: 1200,
    faults: [],
    assets: [{ asset: 'shop', backup: true, recovered: true }],
    observables: [{ type: 'domain-name', value: 'cdn-metrics.example' }],
    overdueTasks: [],
    times: { detect: 246_600 },
  });
  expect((shown['timeline'] as { entry: number }[]).map(({ entry }) => entry)).toEqual(
    Array.from({ length: (shown['timeline'] as unknown[]).length }, (_, at) => at + 1),
  );
  const text = (await run('show', '2027-0001')).stdout;
  expect(text).toContain('2027-0001: Card form \\x1b[2J read (TLP:AMBER)');
  expect((await run('list')).stdout).toContain('2027-0001  monitored');
});

test('what is asked wrongly is told and not written', async () => {
  const size = async () => ((await json('show', '2027-0001'))['timeline'] as unknown[]).length;
  const before = await size();
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [['frob'], 2, 'expected open, list, show'],
    [['advance', '2027-0001'], 2, 'takes ID PHASE'],
    [['advance', '2027-0001', 'nirvana'], 2, 'to:'],
    [['advance', '2027-0001', 'merged'], 2, '--into'],
    [['note', 'other', 'x'], 4, 'There is no incident other'],
    [['state', '2027-0001', 'people-affected', 'many'], 3, 'the value of people-affected'],
    [['sent', '2027-0001', 'common/obligation/gdpr-99', 'notification'], 3, 'common/obligation/gdpr-99'],
    [['note', '2027-0001', 'x', '--owner', 'me'], 2, 'does not know --owner'],
    [['backup', '2027-0001', 'shop', 'abc'], 2, 'SHA-256'],
    [['backup', '2027-0001', 'mill', SHA], 1, 'not among the assets hit'],
    [['done', '2027-0001', 'nap'], 2, 'no task nap'],
    [['open', 'x', '--zone', 'Mars/Base'], 2, 'Mars/Base'],
    [['open', 'x', '--id', '2027-0001'], 2, 'already'],
  ];
  for (const [argv, code, words] of cases) {
    const ended = await run(...argv);
    expect([ended.code, ended.stderr], argv.join(' ')).toEqual([code, expect.stringContaining(words)]);
  }
  expect(await size()).toBe(before);
});

test('its place in the model says what the attacker can do next and what cuts it', async () => {
  const { place } = (await json('show', '2027-0001', '--model', MODEL)) as {
    place: { has: string[]; next: { target: string; days: number }[]; cuts: { removes: number }[] };
  };
  expect(place.has).toEqual(['executes:shop']);
  expect(place.next.length).toBeGreaterThan(0);
  expect(place.next.map(({ days }) => days)).toEqual(
    place.next.map(({ days }) => days).toSorted((a, b) => a - b),
  );
  expect(place.cuts[0]?.removes).toBeGreaterThan(0);
  expect((await run('show', '2027-0001', '--model', MODEL)).stdout).toContain('What cuts most');
});

test('duties are judged over the log, each value with its entry', async () => {
  const ended = await ensuresec(['obligations', '2027-0001', '--data', 'ensuresec-data', '--json'], { cwd });
  const text = ended.stdout;
  expect(ended.code).toBe(5);
  expect(text).toContain('"value": "412"');
  expect(text).toContain('orders of three days; evidence entry 8');
  expect((await ensuresec(['obligations'], { cwd })).code).toBe(2);
});

test('evidence under hold is not erased', async () => {
  const erase = () =>
    ensuresec(['evidence', 'erase', '1', '--reason', 'x', '--log', 'ensuresec-data/evidence'], { cwd });
  const held = await erase();
  expect([held.code, held.stderr]).toEqual([1, expect.stringContaining('under hold')]);
  await done('hold', '2027-0001', 'released');
  expect((await erase()).code).toBe(4);
});
