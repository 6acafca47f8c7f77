// SPDX-License-Identifier: Apache-2.0
// `ensuresec vulnerabilities`: exit code, text and JSON.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = (...argv: string[]) => ensuresec(['vulnerabilities', ...argv, '-q'], { cwd: ROOT });
const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

describe('vulnerabilities score', () => {
  test.each([
    ['a vector', ['score', VECTOR], 0],
    ['one that cannot be read', ['score', VECTOR, 'CVSS:3.1/AV:X'], 3],
    ['none', ['score'], 2],
    ['a file that is not there', ['score', '--from', 'none.txt'], 6],
    ['another verb', ['rate', VECTOR], 2],
  ])('%s', async (_, argv, code) => {
    expect((await run(...argv)).code).toBe(code);
  });

  test('answers every vector, in order', async () => {
    const { stdout } = await run('score', VECTOR, 'CVSS:3.1/AV:\u001b[31m');
    expect(stdout.split('\n')[0]).toBe(` 9.8 critical  ${VECTOR}`);
    expect(stdout).toContain('refused');
    expect(stdout).not.toContain('\u001b');
  });
});

describe('vulnerabilities scan', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-vulnerabilities-'));
  const scan = (...argv: string[]) => ensuresec(['vulnerabilities', 'scan', ...argv, '-q'], { cwd: folder });
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const advisory = (id: string, vector: string, fixed: string) =>
    JSON.stringify({
      id,
      aliases: [`CVE-${id}`],
      severity: [{ type: 'CVSS_V3', score: vector }],
      affected: [
        {
          package: { ecosystem: 'npm', name: 'tool' },
          ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
        },
      ],
    });
  const model = (more = '') => `ensuresec: 1
name: Demo
pack: e-commerce
zones:
  - { id: internet, type: internet }
  - { id: dmz, type: network }
assets:
  - { id: visitor, type: browser, zone: internet }
  - { id: shop, type: web-application, zone: dmz, listens: [443], software: ['pkg:npm/tool@1.0.0']${more} }
flows:
  - { from: visitor, to: shop, port: 443 }
`;

  beforeAll(() => {
    mkdirSync(path.join(folder, 'feeds'));
    mkdirSync(path.join(folder, 'empty'));
    write('ensuresec.yaml', model());
    write(
      'vex.yaml',
      model(
        ', vulnerabilities: [{ id: CVE-A, status: not_affected, justification: off }, { id: B, status: fixed }]',
      ),
    );
    write('feeds/a.json', advisory('A', VECTOR, '1.0.1'));
    write('feeds/b.json', advisory('B', 'CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', '2.0.0'));
    write('feeds/c.json', advisory('C', VECTOR, '1.0.0'));
    write('feeds/kev.json', '{"vulnerabilities":[{"cveID":"CVE-B"}]}');
    write('feeds/epss.csv', 'cve,epss,percentile\nCVE-B,0.25,0.9\n');
    const until = (day: string) =>
      ['A', 'B']
        .map((each) => `  - { vulnerability: ${each}, asset: shop, until: ${day}, reason: known }`)
        .join('\n');
    write('accepted.yaml', `exceptions:\n${until('2999-01-01')}\n`);
    write('ended.yaml', `exceptions:\n${until('2001-01-01')}\n`);
    write('wrong.yaml', 'exceptions: [{ vulnerability: A }]\n');
    const components = [{ type: 'library', name: 'tool', version: '0.9.0', purl: 'pkg:npm/tool@0.9.0' }];
    write('bom.json', JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('a flaw that opens a path goes before one that is exploited, and has a cut', async () => {
    const { code, stdout } = await scan('--feed', 'feeds', '--json');
    const { findings } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(findings.map((each: { advisory: string }) => each.advisory)).toEqual(['A', 'B']);
    expect(findings[0].proof.opens[0]).toMatchObject({ before: 'SECURE', after: 'INSECURE', target: 'shop' });
    expect(findings[0].proof.cut).toMatchObject({ on: 'shop' });
    expect(findings[1]).toMatchObject({ kev: true, epss: 0.25, proof: { opens: [] }, cvss: { score: 1.6 } });
  });

  test.each([
    ['an exception', ['--exceptions', 'accepted.yaml'], 0],
    ['an exception that ended', ['--exceptions', 'ended.yaml'], 1],
    ['an exception without a reason', ['--exceptions', 'wrong.yaml'], 3],
    ['VEX', ['vex.yaml'], 0],
    ['a model with a file beside it', ['vex.yaml', 'bom.json'], 2],
  ])('%s', async (_, argv, code) => {
    expect((await scan(...argv, '--feed', 'feeds')).code).toBe(code);
  });

  test.each([
    ['no feed', [], 2],
    ['a feed with nothing in it', ['--feed', 'empty'], 4],
    ['a feed that is not there', ['--feed', 'none'], 6],
  ])('%s', async (_, argv, code) => {
    expect((await scan(...argv)).code).toBe(code);
  });

  const schemaOf = (name: string) =>
    new Ajv2020({ strict: false }).compile(
      JSON.parse(readFileSync(path.join(ROOT, 'schema', `${name}.schema.json`), 'utf8')),
    );

  test.each([
    ['findings with proofs', [], []],
    ['exceptions', ['--exceptions', 'accepted.yaml'], []],
    ['findings without a model', ['bom.json'], ['proof']],
  ])('%s follow the schema', async (_, argv, absent) => {
    const validate = schemaOf('vulnerabilities');
    const answer = JSON.parse((await scan(...argv, '--feed', 'feeds', '--json')).stdout);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
    expect(absent.filter((member) => member in answer.findings[0])).toEqual([]);
    expect(validate({ ...answer, components: -1 })).toBe(false);
  });

  test('what an SBOM states itself and no advisory knows is told, and nothing found is then inconclusive', async () => {
    const components = [
      { type: 'library', name: 'odd', version: '1.0.0', purl: 'pkg:npm/odd@1.0.0', 'bom-ref': 'odd' },
    ];
    const vulnerabilities = ['CVE-2099-1', 'CVE-2099-2', 'CVE-2099-3', 'CVE-2099-4', 'CVE-2099-5'].map(
      (id) => ({
        id,
        affects: [{ ref: 'odd' }],
        ...(id === 'CVE-2099-5' ? { analysis: { state: 'not_affected' } } : {}),
      }),
    );
    const bom = { bomFormat: 'CycloneDX', specVersion: '1.5', version: 1, components, vulnerabilities };
    write('own-flaws.json', JSON.stringify(bom));
    const { code, stdout } = await scan('own-flaws.json', '--feed', 'feeds');
    expect(code).toBe(5);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /0 open flaws in 1 component\. 4 flaws that the files state themselves are not confirmed .*CVE-2099-1 on .* and 1 more/,
    );
    const { stated } = JSON.parse((await scan('own-flaws.json', '--feed', 'feeds', '--json')).stdout);
    expect(stated.map(({ id }: { id: string }) => id)).toEqual(
      vulnerabilities.slice(0, 4).map(({ id }) => id),
    );
  });

  test('what VEX says of a flaw comes with why', async () => {
    const { findings } = JSON.parse((await scan('vex.yaml', '--feed', 'feeds', '--json')).stdout);
    const told = findings.map(({ status, justification }: Record<string, string>) => [status, justification]);
    expect(told.toSorted()).toEqual([
      ['fixed', undefined],
      ['not_affected', 'off'],
    ]);
  });

  test('scores follow the schema', async () => {
    const validate = schemaOf('cvss-scores');
    const vectors = [VECTOR, 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A', 'none'];
    const answer = JSON.parse((await run('score', ...vectors, '--json')).stdout);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
    expect(answer.vectors).toHaveLength(3);
  });

  test('an SBOM without a model', async () => {
    const { code, stdout } = await scan('bom.json', '--feed', 'feeds');
    expect(code).toBe(1);
    expect(stdout).toContain('3 open flaws in 1 component, no model to prove them in');
  });
});

describe('vulnerabilities watch', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-watch-'));
  const EXAMPLE = path.join(ROOT, 'examples/known-flaws');
  const give = (...names: string[]) => {
    for (const name of names)
      copyFileSync(path.join(EXAMPLE, 'feeds', name), path.join(folder, 'feeds', name));
  };
  const watch = (...argv: string[]) =>
    ensuresec(['vulnerabilities', 'watch', EXAMPLE, '--feed', 'feeds', ...argv, '-q'], { cwd: folder });
  beforeAll(() => {
    mkdirSync(path.join(folder, 'feeds'));
    give('GHSA-35jh-r3h4-6jhm.json', 'epss.csv');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('what was there before the first watch is no news', async () => {
    expect(await watch('--once', '--json', '--state', 'known.json')).toMatchObject({ code: 0, stdout: '' });
    // Without --once it ends when the process shall, here at once.
    expect(await watch('--every', '0.05', '--state', 'known.json')).toMatchObject({ code: 0, stdout: '' });
  });

  test('a new advisory turns verdicts, once, and rules make an incident of it', async () => {
    give('GHSA-jfh8-c2jp-5v3q.json', 'known-exploited.json');
    const { code, stdout } = await watch('--once', '--json', '--state', 'known.json');
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(1);
    expect(events.map(({ data }) => `${data.target} ${data.before} ${data.after}`)).toEqual([
      'orders SECURE INSECURE',
      'search SECURE INSECURE',
      'orders SECURE INSECURE',
    ]);
    expect(events[0]).toMatchObject({
      type: 'verdict.change',
      asset: 'search',
      data: { cause: 'GHSA-jfh8-c2jp-5v3q', cve: 'CVE-2021-44228', fixed: '2.15.0', exploited: true },
    });
    expect(await watch('--once', '--json', '--state', 'known.json')).toMatchObject({ code: 0, stdout: '' });
    writeFileSync(path.join(folder, 'turned.ndjson'), stdout);
    const found = await ensuresec(['detect', 'turned.ndjson', '--model', EXAMPLE, '-q'], { cwd: folder });
    expect(found.code).toBe(1);
    expect(found.stdout).toContain('1 incident, critical');
    expect(found.stdout).toContain('Exploited flaw opens an attack path');
  });

  test('an advisory that is withdrawn turns them back', async () => {
    rmSync(path.join(folder, 'feeds', 'GHSA-jfh8-c2jp-5v3q.json'));
    const { code, stdout } = await watch('--once', '--state', 'known.json');
    expect(code).toBe(0);
    expect(stdout).toContain('- GHSA-jfh8-c2jp-5v3q');
    expect(stdout).toContain('INSECURE → SECURE  attacker code run on search, by internet stranger');
    expect(stdout).toContain('3 verdicts turned');
  });

  test.each([
    ['too often', ['--every', '0'], 2],
    ['a state that is none', ['--state', 'feeds/epss.csv'], 3],
  ])('%s', async (_, argv, code) => {
    expect((await watch('--once', ...argv)).code).toBe(code);
  });
});
