// SPDX-License-Identifier: Apache-2.0
// What leaves as CSAF 2.0 holds the schema and all 43 mandatory tests of the validator of the BSI; seeded defects do not.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importFiles } from '../../src/model/index.ts';
import { csafVex, TLP, validateCsaf } from '../../src/respond/index.ts';
import { ensuresec } from '../cli/terminal.ts';

let cwd = '';
beforeAll(async () => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-csaf-'));
  const incident = (...argv: string[]) => ensuresec(['incident', ...argv, '--data', 'd'], { cwd });
  await incident('open', "Card form 'read'", '--id', '2027-0001');
  await incident('observe', '2027-0001', 'email-addr', 'ada@example.org');
  await incident('announce', '2027-0001', 'Paying works again');
  writeFileSync(path.join(cwd, 'scan.json'), JSON.stringify(scan([affected, held, fixed, open, mute])));
});
afterAll(() => rmSync(cwd, { recursive: true }));

const ISSUER = ['--publisher', 'Kerameikos Crafts', '--namespace', 'https://kerameikos.example'];
const csaf = (...argv: string[]) => ensuresec(['share', 'csaf', ...argv, '--data', 'd'], { cwd });
const vex = (...argv: string[]) => csaf('vex', 'scan.json', '--out', 'o', ...ISSUER, ...argv);
const incidentAs = (tlp: string, out: string) =>
  csaf(
    'incident',
    '2027-0001',
    '--tlp',
    tlp,
    '--out',
    out,
    '--url',
    'https://kerameikos.example/s',
    ...ISSUER,
  );
// biome-ignore lint/suspicious/noExplicitAny: documents of the test, read by what they are to hold
type Document = any;
const read = (file: string): Document => JSON.parse(readFileSync(path.join(cwd, file), 'utf8'));

const found = {
  summary: 'Runs code',
  asset: 'search',
  purl: 'pkg:npm/tool@1.0.0',
  fixed: [],
  kev: false,
  access: 'network',
  effect: 'code',
} as const;
const affected = {
  ...found,
  advisory: 'GHSA-a',
  names: ['GHSA-a', 'CVE-2027-0001'],
  fixed: ['1.0.1'],
  kev: true,
  status: 'affected',
  cvss: {
    version: '3.1',
    score: 9.1,
    severity: 'critical',
    parts: { base: 9.8, temporal: 9.1, environmental: 9.1 },
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P',
  },
} as const;
const held = {
  ...found,
  advisory: 'GHSA-a2',
  names: ['GHSA-a2', 'CVE-2027-0001'],
  asset: 'orders',
  status: 'not_affected',
  justification: 'code not reachable: lookups are off',
} as const;
const fixed = { ...found, advisory: 'B', names: ['B'], status: 'fixed' } as const;
const open = { ...found, advisory: 'C', names: ['C'], status: 'under_investigation' } as const;
const mute = { ...found, advisory: 'D', names: ['D'], status: 'not_affected' } as const;
function scan(findings: readonly unknown[]) {
  return { schema: 'ensuresec/vulnerabilities/1', findings, unreadable: [], components: 1 };
}

describe('share csaf vex', () => {
  test('writes a document that holds all mandatory tests, and tells what it cannot state', async () => {
    const { code, stdout } = await vex('--id', 'Shop VEX/1', '--tlp', 'clear');
    expect([code, stdout.split('\n').slice(0, 2)]).toEqual([
      0,
      [
        'Wrote o/shop_vex_1.json; 4 statements',
        '  D of pkg:npm/tool@1.0.0 is left out: nothing says why it is not affected (§4.5)',
      ],
    ]);
    const document = read('o/shop_vex_1.json');
    expect(await validateCsaf(document)).toEqual([]);
    expect(document.document).toMatchObject({
      category: 'csaf_vex',
      distribution: { tlp: { label: 'WHITE' } },
      publisher: { category: 'user' },
    });
    const [first] = document.vulnerabilities;
    expect(first).toMatchObject({
      cve: 'CVE-2027-0001',
      product_status: {
        known_affected: ['asset/search/pkg:npm/tool@1.0.0'],
        known_not_affected: ['asset/orders/pkg:npm/tool@1.0.0'],
      },
      flags: [{ label: 'vulnerable_code_not_in_execute_path' }],
      remediations: [{ category: 'vendor_fix', details: 'Mended in 1.0.1.' }],
      scores: [{ cvss_v3: { baseScore: 9.8, vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' } }],
    });
    expect(first.threats.map((each: Document) => each.category)).toEqual(['exploit_status', 'impact']);
    expect((await csaf('check', 'o/shop_vex_1.json')).stdout).toBe('o/shop_vex_1.json is valid CSAF 2.0\n');
  });

  test('issued again under its id, it is the next version of the same document', async () => {
    await vex('--id', 'again', '--tlp', 'green');
    await vex('--id', 'again', '--tlp', 'green');
    const document = read('o/again.json');
    expect(document.document.tracking).toMatchObject({
      version: '2',
      revision_history: [{ number: '1' }, { number: '2' }],
    });
    expect(await validateCsaf(document)).toEqual([]);
    expect((await vex('--id', 'AGAIN', '--tlp', 'green')).code).toBe(2);
    writeFileSync(path.join(cwd, 'o/package.json'), '{"name":"shop"}');
    const refused = await vex('--id', 'package', '--tlp', 'green');
    expect([refused.code, read('o/package.json')]).toEqual([2, { name: 'shop' }]);
  });

  test('is understood by our own import: what is stated counts for the software', async () => {
    await vex('--id', 'round', '--tlp', 'clear');
    const bytes = readFileSync(path.join(cwd, 'o/round.json'));
    const asset = (id: string) => ({ id, type: 'service', software: ['pkg:npm/tool@1.0.0'] });
    const into = {
      ensuresec: 1,
      name: 'Demo',
      pack: 'e-commerce',
      assets: [asset('search'), asset('orders')],
    };
    const { value } = importFiles([{ file: 'round.json', bytes }], { into: into as never, hints: [] });
    const states = value?.model.assets?.map(({ vulnerabilities }) =>
      vulnerabilities?.map((each) => `${each.id} ${each.status}`),
    );
    expect(states).toEqual([
      ['CVE-2027-0001 affected', 'B fixed', 'C under_investigation'],
      ['CVE-2027-0001 not_affected'],
    ]);
  });

  test.each(TLP)('marks it TLP:%s, never below', async (tlp) => {
    await vex('--id', `m-${tlp}`, '--tlp', tlp);
    const { distribution } = read(`o/m-${tlp.replace('+', '+')}.json`).document;
    const label = { clear: 'WHITE', green: 'GREEN', amber: 'AMBER', 'amber+strict': 'RED', red: 'RED' }[tlp];
    expect(distribution.tlp.label).toBe(label);
    expect('text' in distribution).toBe(tlp === 'amber+strict');
  });

  test.each<[string, string[], number]>([
    ['no id', ['--tlp', 'clear'], 2],
    ['no marking', ['--id', 'x'], 2],
    ['a namespace that is no URL', ['--id', 'x', '--tlp', 'clear', '--namespace', 'javascript:1'], 2],
    ['an option of another verb', ['--id', 'x', '--tlp', 'clear', '--since', '2027-01-01T00:00:00Z'], 2],
  ])('refuses %s', async (_, argv, code) => {
    expect((await vex(...argv)).code).toBe(code);
    expect(existsSync(path.join(cwd, 'o/x.json'))).toBe(false);
  });

  const frame = {
    id: 'x',
    title: 'x',
    publisher: { category: 'user', name: 'x', namespace: 'https://x.example' },
    tlp: 'clear',
    now: '2027-01-31T00:00:00.000Z',
  } as const;

  test('an advisory about two flaws is stated under each, with the worst score of those about it', async () => {
    const about = (names: readonly string[], base: number) => ({
      ...affected,
      advisory: `GHSA-${base}`,
      names,
      cvss: { ...affected.cvss, parts: { base } },
    });
    const found = [about(['CVE-2027-1111', 'CVE-2027-2222'], 5.3), about(['CVE-2027-2222'], 9.8)];
    const { document } = csafVex(found, frame) as { document: Document };
    expect(
      document.vulnerabilities.map((each: Document) => [each.cve, each.scores[0].cvss_v3.baseScore]),
    ).toEqual([
      ['CVE-2027-1111', 5.3],
      ['CVE-2027-2222', 9.8],
    ]);
  });

  test('two advisories of one flaw in one package make one statement, the worse', () => {
    const twice = [affected, { ...held, asset: 'search' }];
    const made = csafVex(twice, frame) as { document: Document };
    expect(made.document.vulnerabilities).toHaveLength(1);
    expect(Object.keys(made.document.vulnerabilities[0].product_status)).toEqual(['known_affected']);
  });
});

describe('share csaf incident', () => {
  test('does not leave above its marking; what leaves is recorded, valid, and without observables', async () => {
    const refused = await incidentAs('green', 'low');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('may not leave as TLP:GREEN'),
    ]);
    expect(readdirSync(cwd)).not.toContain('low');
    const { code, stdout } = await incidentAs('amber', 'out');
    expect([code, stdout]).toEqual([0, 'Wrote out/2027-0001.json; recorded as entry 4\n']);
    const document = read('out/2027-0001.json');
    expect(await validateCsaf(document)).toEqual([]);
    expect(document.document.category).toBe('csaf_security_incident_response');
    expect(document.document.distribution.tlp.label).toBe('AMBER');
    const notes = document.document.notes.map(({ text }: { text: string }) => text);
    expect(notes.join('\n')).toContain('Paying works again');
    expect(JSON.stringify(document)).not.toContain('ada@');
  });
});

describe('seeded defects', () => {
  const NOT_DEFINED = ['asset/none'];
  test.each<[string, string, (document: Document) => void]>([
    [
      'a product that is not defined',
      '6.1.1',
      ({ vulnerabilities: [v] }) => {
        v.product_status.under_investigation = NOT_DEFINED;
      },
    ],
    [
      'an id that is given twice',
      '6.1.2',
      ({ product_tree: t }) => {
        t.full_product_names.push(t.full_product_names[0]);
      },
    ],
    [
      'a product that is in itself',
      '6.1.3',
      ({ product_tree: t }) => {
        t.relationships[0].relates_to_product_reference = t.relationships[0].full_product_name.product_id;
      },
    ],
    [
      'two statuses that contradict',
      '6.1.6',
      ({ vulnerabilities: [v] }) => {
        v.product_status.fixed = v.product_status.known_affected;
      },
    ],
    [
      'two scores of one product',
      '6.1.7',
      ({ vulnerabilities: [v] }) => {
        v.scores.push(v.scores[0]);
      },
    ],
    [
      'a severity that the score does not have',
      '6.1.9',
      ({ vulnerabilities: [v] }) => {
        v.scores[0].cvss_v3.baseSeverity = 'LOW';
      },
    ],
    [
      'a package URL that is none',
      '6.1.13',
      ({ product_tree: t }) => {
        t.full_product_names.at(-1).product_identification_helper.purl = 'pkg:maven/no-group';
      },
    ],
    [
      'a history in no order',
      '6.1.14',
      ({ document: d }) => {
        d.tracking.revision_history = [
          { date: '2026-01-01T00:00:00Z', number: '2', summary: 'x' },
          { date: '2027-01-01T00:00:00Z', number: '1', summary: 'x' },
        ];
        d.tracking.version = '2';
      },
    ],
    [
      'a version without its revision',
      '6.1.16',
      ({ document: d }) => {
        d.tracking.version = '7';
      },
    ],
    [
      'one CVE twice',
      '6.1.23',
      ({ vulnerabilities: all }) => {
        all.push(all[0]);
      },
    ],
    [
      'nothing stated',
      '6.1.27.8',
      ({ vulnerabilities: all }) => {
        all[0].cve = undefined;
        all[0].ids = undefined;
      },
    ],
    [
      'not affected, and not why',
      '6.1.27.9',
      ({ vulnerabilities: [v] }) => {
        v.flags = undefined;
        v.threats = undefined;
      },
    ],
    [
      'affected, and not what to do',
      '6.1.27.10',
      ({ vulnerabilities: [v] }) => {
        v.remediations = undefined;
      },
    ],
    [
      'a flag of no product',
      '6.1.32',
      ({ vulnerabilities: [v] }) => {
        v.flags[0].product_ids = undefined;
      },
    ],
    [
      'a remedy of no product',
      '6.1.29',
      ({ vulnerabilities: [v] }) => {
        v.remediations[0].product_ids = undefined;
      },
    ],
    [
      'two reasons for one product',
      '6.1.33',
      ({ vulnerabilities: [v] }) => {
        v.flags.push({ ...v.flags[0], label: 'component_not_present' });
      },
    ],
    [
      'no publisher',
      'schema',
      ({ document: d }) => {
        d.publisher = undefined;
      },
    ],
    [
      'what no schema knows',
      'schema',
      ({ document: d }) => {
        d.unknown = 1;
      },
    ],
  ])('finds %s', async (_, section, spoil) => {
    await vex('--id', 'seed', '--tlp', 'clear');
    const document = read('o/seed.json');
    spoil(document);
    writeFileSync(path.join(cwd, 'spoilt.json'), JSON.stringify(document));
    const { code, stdout } = await csaf('check', 'spoilt.json', '--json');
    const tests = (JSON.parse(stdout) as { faults: { test: string }[] }).faults.map((each) => each.test);
    expect([code, tests]).toEqual([1, expect.arrayContaining([section])]);
  });

  test.each([
    ['no JSON', '{', 3],
    ['nested without end', '['.repeat(9_000), 3],
    ['another document', '[]', 1],
  ])('answers %s', async (_, text, code) => {
    writeFileSync(path.join(cwd, 'odd.json'), text);
    expect((await csaf('check', 'odd.json')).code).toBe(code);
  });
});
