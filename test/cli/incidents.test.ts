// SPDX-License-Identifier: Apache-2.0
// Goldens of incidents and of the explanation of an event, from one small attack over three files; `vitest -u` renews them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forTerminal } from '../../src/cli/render/escape.ts';
import { width } from '../../src/cli/render/width.ts';
import { ensuresec, type Setting } from './terminal.ts';

const golden = (name: string) => path.join(import.meta.dirname, 'golden', name);
const ROOT = path.resolve(import.meta.dirname, '../..');
const HOSTILE = 'x\u001b[2J\u202eevil\u0007\nline';

const event = (minute: number, type: string, keys: object, data: object): object => ({
  specversion: '1.0',
  id: `${type}-${minute}-${Object.values(keys).join('-')}`,
  source: 'urn:test',
  type,
  time: new Date(Date.UTC(2026, 9, 5, 9, minute)).toISOString(),
  ...keys,
  data,
});

const RULE = (id: string, service: string, level: string, selection: string): string =>
  `title: ${id.replaceAll('-', ' ')}\nid: ${id}\nlogsource: { service: ${service} }\ndetection: { s: ${selection}, condition: s }\nlevel: ${level}\ntags: [attack.t1562.001]\n`;
const RULES = [
  RULE('look-alike-asks-for-a-sign-in', 'mail.received', 'medium', '{ look-alike: true }'),
  RULE('signature-check-switched-off', 'audit.admin', 'high', '{ object: webhook-signature }'),
  RULE('address-changed-after-picking', 'order.changed', 'high', '{ what: address, after-pick: true }'),
  RULE('vehicle-opened-off-its-stops', 'vehicle.door', 'critical', '{ planned-stop: false }'),
].join('---\n');

const FILES: Readonly<Record<string, readonly object[]>> = {
  'office.ndjson': [
    event(0, 'mail.received', { account: 'staff-3' }, { from: HOSTILE, 'look-alike': true }),
    event(
      30,
      'audit.admin',
      { actor: 'staff-3', asset: 'webhook' },
      { action: 'change-setting', object: 'webhook-signature' },
    ),
    event(31, 'audit.admin', { actor: 'staff-9', asset: 'shop' }, { action: 'view', object: 'order' }),
  ],
  'orders.ndjson': [
    event(40, 'order.changed', { order: 'o-1', account: 'staff-3' }, { what: 'address', 'after-pick': true }),
    event(41, 'order.changed', { order: 'o-2', account: 'c-2' }, { what: 'address', 'after-pick': true }),
    event(
      50,
      'order.changed',
      { order: 'o-1', account: 'staff-3', parcel: 't-1' },
      { what: 'address', 'after-pick': true },
    ),
  ],
  'vans.ndjson': [event(20, 'vehicle.door', { vehicle: 'van-7' }, { action: 'open', 'planned-stop': false })],
};
const NAMES = Object.keys(FILES);

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
  for (const [name, events] of Object.entries(FILES))
    writeFileSync(path.join(cwd, name), events.map((each) => `${JSON.stringify(each)}\n`).join(''));
  writeFileSync(path.join(cwd, 'rules.yml'), RULES);
  writeFileSync(
    path.join(cwd, 'known.yaml'),
    'exceptions:\n  - { id: van-test, rule: vehicle-opened-off-its-stops, when: { vehicle: van-7 }, until: 2026-12-31, reason: Test drives }\n',
  );
});
afterAll(() => rmSync(cwd, { recursive: true }));

const run = (argv: readonly string[], setting: Setting = {}) => ensuresec(argv, { cwd, ...setting });
const detect = (argv: readonly string[], setting?: Setting) =>
  run(['detect', ...NAMES, '--rules', 'rules.yml', ...argv], setting);

describe('incidents', () => {
  test.each<[string, readonly string[], Setting]>([
    ['90', [], { columns: 90 }],
    ['50', ['--all'], { columns: 50 }],
    ['ascii', [], { columns: 90, env: { TERM: 'dumb' } }],
    ['colour', [], { columns: 90, env: { FORCE_COLOR: '1' } }],
  ])('read as their golden: %s', async (name, argv, setting) => {
    const { code, stdout } = await detect(argv, setting);
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(golden(`incidents-${name}.txt`));
  });

  test.each([40, 120])('stay within %i columns', async (columns) => {
    const { stdout } = await detect(['--all'], { columns });
    expect(stdout.split('\n').filter((line) => width(line) > columns)).toEqual([]);
  });

  test('let nothing of a stranger act', async () => {
    for (const argv of [[], ['--alerts'], ['--json', '--incidents']]) {
      const { stdout } = await detect(argv);
      const joined = stdout.replaceAll('\n', '');
      expect(forTerminal(joined)).toBe(joined);
    }
  });

  test('follow the alerts as JSON when they are asked for', async () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
      JSON.parse(readFileSync(path.join(ROOT, 'schema/incident.schema.json'), 'utf8')),
    );
    const lines = async (...argv: string[]): Promise<readonly Record<string, unknown>[]> =>
      (await detect(['--json', ...argv])).stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect((await lines()).map(({ rule, at }) => [rule, (at as { file: string }).file])).toEqual([
      ['look-alike-asks-for-a-sign-in', 'office.ndjson'],
      ['vehicle-opened-off-its-stops', 'vans.ndjson'],
      ['signature-check-switched-off', 'office.ndjson'],
      ['address-changed-after-picking', 'orders.ndjson'],
      ['address-changed-after-picking', 'orders.ndjson'],
      ['address-changed-after-picking', 'orders.ndjson'],
    ]);
    const incidents = (await lines('--incidents')).filter(({ schema }) => schema === 'ensuresec/incident/1');
    expect(incidents.map(({ level, alerts }) => [level, alerts])).toEqual([
      ['critical', 1],
      ['high', 4],
      ['high', 1],
    ]);
    for (const incident of incidents) expect(validate(incident), JSON.stringify(validate.errors)).toBe(true);
  });

  test('do not depend on the order of the files', async () => {
    const turned = await run(['detect', ...NAMES.toReversed(), '--rules', 'rules.yml']);
    expect(turned.stdout).toBe((await detect([])).stdout);
  });

  test('leave out what is known to be harmless, and say so', async () => {
    const { stdout, stderr } = await detect(['--exceptions', 'known.yaml']);
    expect(stdout).not.toContain('vehicle');
    expect(stderr).toContain('1 alert held back by the exception van-test: Test drives');
  });

  test('refuse a file of exceptions that is wrong', async () => {
    const { code, stderr } = await detect(['--exceptions', 'rules.yml']);
    expect(code).toBe(3);
    expect(stderr).toContain('EXCEPTION_');
  });
});

describe('explain an event', () => {
  test.each<[string, readonly string[]]>([
    ['fired', ['office.ndjson:2', '--rules', 'rules.yml']],
    ['not-fired', ['office.ndjson:3', '--rules', 'rules.yml']],
  ])('reads as its golden: %s', async (name, argv) => {
    const { code, stdout } = await run(['explain', ...argv], { columns: 90 });
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot(golden(`explain-event-${name}.txt`));
  });

  test('tells as JSON which test failed, with the field and its value', async () => {
    const { stdout } = await run(['explain', 'office.ndjson:3', '--rules', 'rules.yml', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'ensuresec/explanation/1',
      kind: 'event',
      at: { file: 'office.ndjson', line: 3 },
      rules: {
        total: 4,
        routed: 1,
        looks: [
          {
            id: 'signature-check-switched-off',
            outcome: 'not-fired',
            why: [expect.stringMatching(/object is "webhook-signature".*`order`/)],
          },
        ],
      },
    });
  });

  test('asks the rules and policies of the pack, which know what came before', async () => {
    const { stdout } = await run(['explain', 'orders.ndjson:1', '--json']);
    const { policies } = JSON.parse(stdout) as {
      policies: { total: number; looks: readonly { outcome: string }[] };
    };
    expect(policies.total).toBeGreaterThan(50);
    expect(policies.looks.map(({ outcome }) => outcome)).toContain('broken');
  });

  test('takes the first event of a file, and escapes what it shows', async () => {
    const { stdout } = await run(['explain', 'office.ndjson']);
    expect(stdout).toContain('office.ndjson:1');
    expect(forTerminal(stdout.replaceAll('\n', ''))).toBe(stdout.replaceAll('\n', ''));
  });

  test.each([
    ['no event on the line', 'office.ndjson:9', 4],
    ['a record that cannot be read', 'rules.yml:1', 3],
    ['no such file', 'nothing.ndjson:1', 2],
  ])('ends with its code: %s', async (_, place, expected) => {
    expect((await run(['explain', place])).code).toBe(expected);
  });
});
