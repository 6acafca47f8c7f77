// SPDX-License-Identifier: Apache-2.0
// What a person says of an incident: kept, counted by rule, and turned into exceptions that `detect` obeys.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IncidentWire } from '../../src/monitor/index.ts';
import { openSqliteEventLog } from '../../src/platform/index.ts';
import { type Ended, ensuresec } from './terminal.ts';

const EVENTS = path.resolve(import.meta.dirname, '../../examples/two-person-shop/events.ndjson');
let cwd = '';
const run = (...argv: string[]): Promise<Ended> => ensuresec(argv, { cwd });
const read = (file: string): string => readFileSync(path.join(cwd, file), 'utf8');

beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-verdict-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** Incidents of the example, as a person has them in a file; the first one that is about something. */
async function detected(...more: string[]): Promise<readonly IncidentWire[]> {
  const argv = ['detect', EVENTS, '--incidents', '--json', '--all', '--fail-on', 'never', ...more];
  const { stdout } = await run(...argv);
  writeFileSync(path.join(cwd, 'found.ndjson'), stdout);
  return stdout
    .split('\n')
    .filter((line) => line.includes('"ensuresec/incident/1"'))
    .map((line) => JSON.parse(line) as IncidentWire);
}

test('false: the rules lose, and their alerts about the same things are held back', async () => {
  const [incident] = await detected();
  if (incident === undefined) throw new Error('expected an incident');
  const about = incident.timeline.filter(({ about }) => about !== '');
  const judged = await run(
    'verdict',
    incident.id,
    'false',
    '--from',
    'found.ndjson',
    '--reason',
    'Tom tests',
  );
  expect([judged.code, judged.stderr]).toEqual([0, expect.stringContaining('--exceptions of up and detect')]);
  expect(judged.stdout).toContain('0 %');
  const kept = JSON.parse((await run('verdict', '--json')).stdout) as {
    rules: { rule: string; false: number }[];
  };
  expect(kept.rules.map(({ rule }) => rule).toSorted()).toEqual(
    [...new Set(incident.timeline.map(({ rule }) => rule))].toSorted(),
  );
  expect(kept.rules.every((each) => each.false === 1)).toBe(true);

  const after = await detected('--exceptions', 'ensuresec-data/exceptions.yaml');
  const left = new Set(
    after.flatMap(({ timeline }) => timeline.map(({ rule, about }) => `${rule} ${about}`)),
  );
  expect(about.length).toBeGreaterThan(0);
  expect(about.filter((each) => left.has(`${each.rule} ${each.about}`))).toEqual([]);
});

test('a later verdict replaces the one before, and takes its exceptions out; what people wrote stays', async () => {
  const [incident] = await detected();
  const id = incident?.id ?? '';
  const own = `# ours\nexceptions:\n    - id: tom # on holiday\n      rule: a\n      when: { actor: tom }\n      until: 2099-01-01\n      reason: Tom\n`;
  writeFileSync(path.join(cwd, 'own.yaml'), own);
  const options = ['--from', 'found.ndjson', '--exceptions', 'own.yaml'];
  await run('verdict', id, 'false', ...options, '--reason', 'Tom again', '--actor', 'jo');
  expect(read('own.yaml').startsWith(own)).toBe(true);
  expect(read('own.yaml')).toContain('"by":"jo"');
  const once = read('own.yaml');
  await run('verdict', id, 'false', ...options, '--reason', 'Tom again', '--actor', 'jo');
  expect(read('own.yaml')).toBe(once);
  const real = await run('verdict', id, 'real', ...options);
  expect(real.stderr).toContain(`Taken out of own.yaml: ${id}-`);
  expect(read('own.yaml')).toBe(own);
  expect(real.stdout).toContain('100 %');
  expect(read('ensuresec-data/verdicts.ndjson').trim().split('\n')).toHaveLength(3);
});

test.each([
  ['{"exceptions": []}', 'JSON stays JSON'],
  ['exceptions: []\n', 'a list in one line'],
  ['', 'an empty file'],
])('%j can be added to: %s', async (text) => {
  const [incident] = await detected();
  writeFileSync(path.join(cwd, 'e.yaml'), text);
  const options = ['--from', 'found.ndjson', '--exceptions', 'e.yaml', '--reason', 'known'];
  await run('verdict', incident?.id ?? '', 'false', ...options);
  expect(text.startsWith('{')).toBe(read('e.yaml').startsWith('{'));
  const { code, stderr } = await run('detect', EVENTS, '--exceptions', 'e.yaml', '--fail-on', 'never');
  expect([code, stderr]).toEqual([0, expect.stringContaining('held back')]);
});

test('--rule makes exceptions for one rule alone', async () => {
  const [incident] = await detected();
  const rule = incident?.timeline.find(({ about }) => about !== '')?.rule ?? '';
  const options = ['--from', 'found.ndjson', '--reason', 'known', '--rule', rule];
  const { stdout } = await run('verdict', incident?.id ?? '', 'false', ...options, '--json');
  const { added, exceptions } = JSON.parse(stdout) as { added: { rule: string }[]; exceptions: string };
  expect(new Set(added.map((each) => each.rule))).toEqual(new Set([rule]));
  expect(exceptions).toBe(path.join('ensuresec-data', 'exceptions.yaml'));
});

test('the incident comes from the log of up, as it was last; while up runs it says where else to get it', async () => {
  const [incident] = await detected();
  if (incident === undefined) throw new Error('expected an incident');
  const data = path.join(cwd, 'ensuresec-data');
  await run('verdict', incident.id, 'real', '--from', 'found.ndjson');
  const log = await openSqliteEventLog(path.join(data, 'incidents.db'));
  const earlier = { ...incident, timeline: incident.timeline.slice(0, 1) };
  const record = (id: string, state: IncidentWire | undefined) => ({
    source: 'ensuresec',
    id,
    key: incident.id,
    body: JSON.stringify({ what: 'raised', state }),
  });
  await log.append({ records: [record('1', earlier), record('2', incident), record('3', undefined)] });
  const busy = await run('verdict', incident.id, 'real');
  expect([busy.code, busy.stderr]).toEqual([6, expect.stringContaining('--from -')]);
  await log.close();
  const { stdout } = await run('verdict', incident.id, 'real', '--json');
  const rules = new Set(incident.timeline.map(({ rule }) => rule));
  expect((JSON.parse(stdout) as { rules: unknown[] }).rules).toHaveLength(rules.size);
  expect((await run('verdict', 'nobody', 'real')).code).toBe(4);
});

test.each([
  [['x', 'maybe'], 2, 'expected real or false'],
  [['x', 'false', '--until', '2026-02-30'], 2, '--reason: expected 3 to 2,000 characters'],
  [['x', 'false', '--until', '2001-01-01', '--reason', 'abc'], 2, 'today or later'],
  [['x', 'real', '--from', 'found.ndjson'], 4, 'There is no incident x'],
  [['x', 'real', '--from', 'nowhere.ndjson'], 6, 'Cannot read nowhere.ndjson'],
  [[], 4, 'There is no verdict'],
])('%j ends with %i', async (argv, code, text) => {
  writeFileSync(path.join(cwd, 'found.ndjson'), 'x\n{"id":"x"}\nnull "x"\n');
  const ended = await run('verdict', ...argv);
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(text)]);
});

test('nothing is written over a file that is refused', async () => {
  const [incident] = await detected();
  const id = incident?.id ?? '';
  await run('verdict', id, 'real', '--from', 'found.ndjson');
  const file = path.join(cwd, 'ensuresec-data/verdicts.ndjson');
  writeFileSync(file, 'torn {\n');
  const ended = await run('verdict', id, 'false', '--from', 'found.ndjson', '--reason', 'known');
  expect([ended.code, ended.stderr]).toEqual([3, expect.stringContaining('verdicts.ndjson:1')]);
  expect(readFileSync(file, 'utf8')).toBe('torn {\n');
});
