// SPDX-License-Identifier: Apache-2.0
// Playbooks shared with an incident: out into a bundle, over TAXII, and in again as files that nobody has run.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateKey } from '../../src/evidence/index.ts';
import { ensuresec } from './terminal.ts';

const EXTENSION = 'extension-definition--1e1c1bd7-c527-4215-8e18-e199e74da57c';

let cwd = '';
const run = (...argv: string[]) => ensuresec(argv, { cwd });
const share = (...argv: string[]) => run('share', ...argv, '--data', 'd');
const text = (file: string): string => readFileSync(path.join(cwd, file), 'utf8');
const put = (file: string, value: unknown): void =>
  writeFileSync(path.join(cwd, file), typeof value === 'string' ? value : JSON.stringify(value));

interface Thing {
  readonly type: string;
  readonly id: string;
  readonly [key: string]: unknown;
}
const objects = (file: string): Thing[] => (JSON.parse(text(file)) as { objects: Thing[] }).objects;
const course = (file: string) => objects(file).find(({ type }) => type === 'course-of-action') as Thing;

let playbook: Record<string, unknown> & { id: string };
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-share-playbooks-'));
  await run('incident', 'open', 'Card form read', '--id', 'x', '--data', 'd');
  await run('incident', 'observe', 'x', 'domain-name', 'cdn-metrics.example', '--data', 'd');
  const exported = await run('respond', 'export', 'checkout-skimmer');
  put('skimmer.json', exported.stdout);
  playbook = JSON.parse(exported.stdout) as typeof playbook;
});
afterAll(() => rmSync(cwd, { recursive: true }));

test('a playbook of the pack goes out with its definition and relations, and comes in as it was', async () => {
  const out = await share(
    'export',
    'x',
    '--playbook',
    'checkout-skimmer',
    '--tlp',
    'amber',
    '--out',
    'b.json',
  );
  expect([out.code, out.stderr]).toEqual([0, '']);
  const all = objects('b.json');
  const { id, object_marking_refs: refs } = course('b.json');
  expect([all.filter((each) => each.id === EXTENSION).length, refs]).toEqual([
    1,
    all.find(({ type }) => type === 'incident')?.['object_marking_refs'],
  ]);
  const related = all.filter((each) => each['source_ref'] === id);
  expect(
    related.map((each) => [each['relationship_type'], String(each['target_ref']).split('--')[0]]),
  ).toEqual([
    ['related-to', 'incident'],
    ['mitigates', 'indicator'],
  ]);
  const told = await share('import', 'b.json', '--out', 'in');
  expect([told.code, told.stderr]).toEqual([0, '']);
  expect(told.stdout).toContain(`in in/${playbook.id}.json, TLP:AMBER, not signed`);
  expect(told.stdout).toContain('Nothing was run');
  expect(text(`in/${playbook.id}.json`)).toBe(text('skimmer.json'));
  expect(existsSync(path.join(cwd, 'd/playbook-runs.db'))).toBe(false);
});

test('a file goes out byte by byte, is refused with a defect, and stays here above the marking', async () => {
  const own = `${JSON.stringify({ ...playbook, name: '\u202eown "q"' }, null, 7)}\n\n`;
  put('own.json', own);
  await share('export', 'x', '--playbook', 'own.json', '--tlp', 'amber', '--out', 'own-b.json');
  const told = await share('import', 'own-b.json', '--out', 'own');
  expect(text(`own/${playbook.id}.json`)).toBe(own);
  expect(told.stdout).not.toContain('\u202e');
  put('broken.json', { ...playbook, workflow_start: 'end--00000000-0000-4000-8000-000000000000' });
  const broken = await share('export', 'x', '--playbook', 'broken.json', '--tlp', 'red', '--out', 'no.json');
  expect([broken.code, existsSync(path.join(cwd, 'no.json'))]).toEqual([3, false]);
  const marking = 'marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1';
  put('red.json', {
    ...playbook,
    markings: [marking],
    data_marking_definitions: {
      [marking]: {
        ...{ type: 'marking-tlp', id: marking, created_by: playbook['created_by'] },
        ...{ created: '2023-08-24T00:00:00.000Z', tlpv2_level: 'TLP:RED' },
      },
    },
  });
  const red = await share('export', 'x', '--playbook', 'red.json', '--tlp', 'amber', '--out', 'r.json');
  expect([red.code, red.stdout]).toEqual([
    0,
    expect.stringContaining(`${playbook.id} stays here: it is TLP:RED`),
  ]);
  expect(text('r.json')).not.toContain('course-of-action');
  const two = ['--playbook', 'own.json', '--playbook', 'skimmer.json'];
  const both = await share('export', 'x', ...two, '--tlp', 'red', '--out', 'no.json');
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('are not the same')]);
});

test('what was run for the incident goes out without being named, what was simulated does not', async () => {
  const set = ['--set', 'controls=shop.example'];
  const begun = await run('respond', 'run', 'checkout-skimmer', ...set, '--id', 'run-1', '--data', 'd');
  expect(begun.code).toBe(5);
  const ran = (name: string, simulated: boolean) =>
    `${JSON.stringify({ kind: 'incident.ran', subject: 'x', body: { run: name, playbook: 'a', simulated } })}\n`;
  put('ran.ndjson', ran('run-1', false) + ran('gone', true));
  expect((await run('evidence', 'append', 'ran.ndjson', '--log', 'd/evidence')).code).toBe(0);
  await share('export', 'x', '--tlp', 'amber', '--out', 'ran.json');
  const told = await share('import', 'ran.json', '--out', 'ran');
  expect(told.code).toBe(0);
  expect(readdirSync(path.join(cwd, 'ran'))).toContain(`${playbook.id}.json`);
  expect(JSON.parse(text(`ran/${playbook.id}.json`))).toEqual(playbook);
  await share('export', 'x', '--without-playbooks', '--tlp', 'amber', '--out', 'none.json');
  expect(text('none.json')).not.toContain('course-of-action');
  put('gone.ndjson', ran('gone', false));
  await run('evidence', 'append', 'gone.ndjson', '--log', 'd/evidence');
  const gone = await share('export', 'x', '--tlp', 'amber', '--out', 'no.json');
  expect([gone.code, gone.stderr]).toEqual([4, expect.stringContaining('does not have gone')]);
});

test('a file that is there is never replaced by another', async () => {
  mkdirSync(path.join(cwd, 'kept'));
  put(`kept/${playbook.id}.json`, 'trusted');
  const told = await share('import', 'b.json', '--out', 'kept');
  expect([told.code, told.stdout]).toEqual([
    1,
    expect.stringContaining('is there already, with other content'),
  ]);
  expect(text(`kept/${playbook.id}.json`)).toBe('trusted');
  expect((await share('import', 'b.json', '--out', 'in')).code).toBe(0);
});

test('whose signature it carries is said, and with a key only that is taken', async () => {
  put('signer.key', generateKey());
  put('other.key', generateKey());
  const signed = await run('respond', 'sign', 'skimmer.json', '--key', 'signer.key', '--signee', 'CERT');
  put('signed.json', signed.stdout);
  await share('export', 'x', '--playbook', 'signed.json', '--tlp', 'amber', '--out', 's.json');
  const bare = await share('import', 's.json', '--out', 's1');
  expect([bare.code, bare.stdout]).toEqual([
    0,
    expect.stringContaining('the signature of CERT is not verified: no key to trust was given'),
  ]);
  const trusted = await share('import', 's.json', '--out', 's2', '--key', 'signer.key');
  expect([trusted.code, trusted.stdout]).toEqual([0, expect.stringContaining('signed by CERT')]);
  const wrong = await share('import', 's.json', '--out', 's3', '--key', 'other.key');
  expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringContaining('does not fit the playbook')]);
  expect(existsSync(path.join(cwd, `s3/${playbook.id}.json`))).toBe(false);
  const unsigned = await share('import', 'b.json', '--out', 's4', '--key', 'signer.key');
  expect([unsigned.code, unsigned.stdout]).toEqual([1, expect.stringContaining('It is not signed')]);
});

test('hostile courses of action are named with what is wrong, and write nothing', async () => {
  const good = course('b.json');
  const extension = (good['extensions'] as Record<string, object>)[EXTENSION];
  const spoilt = (id: string, change: object): Thing => ({
    ...good,
    id: `course-of-action--${id}`,
    extensions: { [EXTENSION]: { ...extension, ...change } },
  });
  const content = (value: unknown) => {
    const base64 = Buffer.from(JSON.stringify(value)).toString('base64');
    return { playbook_bin: base64, playbook_base64: base64 };
  };
  put('hostile.json', {
    type: 'bundle',
    id: 'bundle--1',
    objects: [
      spoilt('\u001b[31m1', { playbook_bin: '!' }),
      spoilt('2', { playbook_id: `${playbook.id.slice(0, -1)}0` }),
      spoilt('3', content({ ...playbook, id: 'playbook--../../../x' })),
      { ...good, id: 'course-of-action--4', extensions: { other: extension } },
    ],
  });
  const told = await share('import', 'hostile.json', '--out', 'hostile');
  expect(told.code).toBe(1);
  expect(told.stdout.match(/Not taken: /g)?.length).toBe(3);
  expect(told.stdout).toContain('1 courses of action carry no playbook');
  expect(told.stdout + told.stderr).not.toContain('\u001b');
  expect(told.stderr).toContain('PLAYBOOK_BAD_VALUE');
  expect(readdirSync(path.join(cwd, 'hostile'))).toEqual([]);
});

test('options that do not fit are refused', async () => {
  const cases: readonly (readonly [readonly string[], number, string])[] = [
    [['export', 'x', '--playbook', 'no-such', '--tlp', 'red', '--out', 'no.json'], 2, 'no-such'],
    [['export', 'x', '--playbook', 'no.json', '--tlp', 'red', '--out', 'n.json'], 6, 'no.json'],
    [
      [
        'export',
        'x',
        '--playbook',
        'skimmer.json',
        '--without-playbooks',
        '--tlp',
        'red',
        '--out',
        'no.json',
      ],
      2,
      'Use either',
    ],
    [['import', 'b.json', '--out', 'in', '--playbook', 'skimmer.json'], 2, 'does not know --playbook'],
    [['export', 'x', '--key', 'signer.key', '--tlp', 'red', '--out', 'no.json'], 2, 'does not know --key'],
  ];
  for (const [argv, code, words] of cases) {
    const ended = await share(...argv);
    expect([ended.code, ended.stderr], argv.join(' ')).toEqual([code, expect.stringContaining(words)]);
  }
  expect(existsSync(path.join(cwd, 'no.json'))).toBe(false);
});
