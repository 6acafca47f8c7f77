// SPDX-License-Identifier: Apache-2.0
// Command lines → exit code, stdout, stderr, on a small model of the common pack.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/analyse/index.ts';
import { PROBLEM_CODES } from '../../src/cli/problem-codes.ts';
import { VERSION } from '../../src/cli/version.ts';
import { ensuresec } from './terminal.ts';

const MODEL = `ensuresec: 1
name: Small
pack: common
zones:
  - { id: net, type: internet }
  - { id: dmz, type: network }
assets:
  - { id: web, type: server, zone: dmz, listens: [443], vulnerabilities: [{ id: CVE-2021-44228 }], stores: [personal-data] }
flows:
  - { from: net, to: dmz, port: 443 }
`;
const SECURE = MODEL.replace(' vulnerabilities: [{ id: CVE-2021-44228 }],', '');
const EMPTY = 'ensuresec: 1\nname: Empty\npack: common\n';
const BROKEN = MODEL.replace('type: server', 'type: sever').replace('flows:', 'flow:');
/** A rule and a policy that can be read, but not used. */
const HOUSE = `rules:
  - id: house/rule/lost-rule
    title: { en: Lost }
    group: network
    structural: true
    then: executes(A)
    when: [executes(A), 'is(A, datbase)']
    hit: { expect: executes(a) }
    miss: {}
policies:
  - id: house/policy/lost-policy
    title: { en: Lost }
    threats: []
    stage: common-systems
    level: medium
    techniques: [T1078]
    explain: { en: "Nothing: its window has no such field." }
    references: [House rule 1]
    per: [account]
    on: { event: iam.event }
    windows: { asked: { event: iam.event, where: nothing = 1, before: 1d } }
    must: [{ that: exists(asked), say: { en: Nobody asked. } }]
    hit: [{ type: iam.event, keys: { account: a }, data: { action: login } }]
    miss: [{ type: iam.event, keys: { account: a }, data: { action: login } }]
`;

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
  for (const folder of ['deep', 'house']) mkdirSync(path.join(cwd, folder));
  const files = {
    'ensuresec.yaml': MODEL,
    'secure.yaml': SECURE,
    'empty.yaml': EMPTY,
    'broken.yaml': BROKEN,
    'compose.yaml': 'services:\n  web: { image: nginx }\n',
    'deep/ensuresec.yaml': MODEL,
    'house/pack.yaml':
      'id: house\nversion: 0.1.0\nname: { en: House }\ntext: { en: House }\nuses: [common]\nlicense: Apache-2.0\n',
    'house/house.yaml': HOUSE,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(cwd, name), text);
});
afterAll(() => rmSync(cwd, { recursive: true }));
const at = (...argv: string[]) => ensuresec(argv, { cwd });

describe('exit codes', () => {
  test.each([
    ['0 help', ['--help'], 0],
    ['0 version', ['--version'], 0],
    [
      '0 secure',
      ['check', 'secure.yaml', '--attack', 'personal-data-read', '--attacker', 'internet-stranger'],
      0,
    ],
    ['0 nothing fails', ['check', '--fail-on', 'never'], 0],
    ['1 findings', ['check'], 1],
    ['1 findings in a folder', ['check', 'deep'], 1],
    ['2 no command', [], 2],
    ['2 unknown command', ['chek'], 2],
    ['2 unknown option', ['check', '--jsn'], 2],
    ['2 bad choice', ['check', '--fail-on', 'low'], 2],
    ['2 unknown attack', ['check', '--attack', 'nothing-known'], 2],
    ['2 unknown predicate', ['check', '--assume', 'owns-all:web'], 2],
    ['2 unknown element', ['check', '--assume', 'controls:wep'], 2],
    ['2 too many arguments', ['check', 'a.yaml', 'b.yaml'], 2],
    ['2 unknown shell', ['completion', 'tcsh'], 2],
    ['3 broken model', ['check', 'broken.yaml'], 3],
    ['3 unknown pack', ['check', '--pack', 'nothing-known'], 3],
    ['4 no asset', ['check', 'empty.yaml'], 4],
    ['6 no such file', ['check', 'missing.yaml'], 6],
    ['6 unwritable file', ['check', '--html', 'missing/report.html'], 6],
  ])('%s', async (_, argv, code) => {
    const ended = await at(...argv);
    expect({ code: ended.code, stderr: code > 1 ? ended.stderr === '' : false }).toEqual({
      code,
      stderr: false,
    });
  });
});

describe('messages', () => {
  test.each([
    ['a near command', ['chek'], /Did you mean check\?/],
    ['a near option', ['check', '--jsn'], /Did you mean --json\?/],
    [
      'a near attack',
      ['check', '--attack', 'personal-data-raed'],
      /Did you mean `common\/attack\/personal-data-read`\?/,
    ],
    ['what has a near word', ['check', '--attacker', 'intenet'], /Did you mean `internet-stranger`/],
    ['a near error code', ['explain', 'model_unknown_wrod'], /Did you mean `MODEL_UNKNOWN_WORD`\?/],
    ['a near thing to explain', ['explain', 'personal-data-raed'], /Did you mean `common\/attack\/personal/],
    ['where to look when nothing is near', ['explain', 'zzzzzzzzzz'], /ensuresec coverage --all/],
    [
      'a near event file',
      ['explain', 'secure.yml:3'],
      /Cannot read secure\.yml[^\n]*\nDid you mean `secure\.yaml`\?/,
    ],
    ['a near model', ['check', 'ensuresec.yml'], /Did you mean `ensuresec\.yaml`\?/],
    ['a near file in a folder', ['check', 'deep/ensuresec.yml'], /Did you mean `deep\/ensuresec\.yaml`\?/],
    ['a near file to import', ['import', 'compos.yaml'], /Did you mean `compose\.yaml`\?/],
    ['a near file of events', ['detect', 'secure.ymal'], /Did you mean `secure\.yaml`\?/],
    ['a near pack', ['check', '--pack', 'e-comerce'], /Did you mean `e-commerce`\?/],
    ['a near shell', ['completion', 'bsh'], /Did you mean `bash`\?/],
    ['a near game', ['play', 'triaje'], /Did you mean `triage`\?/],
    [
      'a near threat',
      ['respond', 'list', '--threat', 'checkout-skiming'],
      /Did you mean `e-commerce\/threat\/checkout-skimming`\?/,
    ],
    ['a near verb', ['evidence', 'apend'], /Did you mean `append`\?/],
    ['a near verb of incidents', ['incident', 'afected'], /Did you mean `affected`\?/],
    ['a near verb of vulnerabilities', ['vulnerabilities', 'skan'], /Did you mean `scan`\?/],
    [
      'a near time zone',
      ['incident', 'open', 'T', '--zone', 'Europe/Athen'],
      /Did you mean `Europe\/Athens`\?/,
    ],
    [
      'a near page',
      ['storefront', 'check', 'shop.example/checkout'],
      /Did you mean `https:\/\/shop\.example\/checkout`\?/,
    ],
    ['an example of the verb', ['respond', 'list', 'x'], /For example: ensuresec respond list[^\\]*\n$/],
    ['where a backup goes', ['backup'], /--out\nFor example: ensuresec backup --out today\.backup/],
    ['a near element', ['check', '--assume', 'controls:wep'], /Did you mean `web`\?/],
    [
      'every fault of a model',
      ['check', 'broken.yaml'],
      /broken\.yaml:8:22 error MODEL_UNKNOWN_WORD[\s\S]*Did you mean `server`[\s\S]*MODEL_UNKNOWN_KEY[\s\S]*Did you mean `flows`/,
    ],
    [
      'what makes a model of a file of another kind',
      ['check', 'compose.yaml'],
      /it looks like Docker Compose\nensuresec import compose\.yaml --out ensuresec\.yaml/,
    ],
    ['an example of the command', ['import'], /For example: ensuresec import .*\nensuresec import --help/],
    ['a file of events that is not there', ['detect', 'missing.ndjson'], /there is no such file/],
    ['what to do without a model', ['check', '--pack', 'common', 'deep/..//nowhere'], /Cannot read/],
  ])('name %s', async (_, argv, expected) => {
    expect((await at(...argv)).stderr).toMatch(expected);
  });

  test('repeat nothing of a stranger raw', async () => {
    const ended = await at('\u001b[2Jchek');
    expect(ended.stderr).not.toMatch(/\p{Cc}(?<!\n)/u);
  });

  test('say where to start in an empty folder', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
    const ended = await ensuresec(['check'], { cwd: folder });
    rmSync(folder, { recursive: true });
    expect(ended.code).toBe(4);
    expect(ended.stderr).toMatch(/ensuresec init/);
  });
});

describe('check', () => {
  test('gives the report as JSON and nothing else', async () => {
    const { stdout, stderr } = await at('check', '--json');
    const report = JSON.parse(stdout) as Report;
    expect(report.schema).toBe('ensuresec/report/1');
    expect(report.counts.insecure).toBeGreaterThan(0);
    expect(stderr).toBe('');
  });

  test('gives faults as JSON too', async () => {
    const { problems, schema } = JSON.parse((await at('check', 'broken.yaml', '--json')).stdout) as {
      schema: string;
      problems: { code: string }[];
    };
    expect(schema).toBe('ensuresec/problems/1');
    expect(problems.map((problem) => problem.code)).toContain('MODEL_UNKNOWN_KEY');
  });

  test('selects attack, attacker and target by the end of their ids', async () => {
    const { verdicts } = JSON.parse(
      (
        await at(
          'check',
          '--json',
          '--attack',
          'personal-data-read',
          '--attacker',
          'internet-stranger',
          '--target',
          'web',
        )
      ).stdout,
    ) as Report;
    expect(verdicts.map((verdict) => [verdict.attack, verdict.attacker, verdict.target])).toEqual([
      ['common/attack/personal-data-read', 'common/attacker/internet-stranger', 'web'],
    ]);
  });

  test('assumes a breach', async () => {
    const { assumed, verdicts } = JSON.parse(
      (
        await at(
          'check',
          'secure.yaml',
          '--json',
          '--attack',
          'personal-data-read',
          '--assume',
          'controls:web',
        )
      ).stdout,
    ) as Report;
    expect(assumed).toEqual(['controls(web)']);
    expect(verdicts.map((verdict) => verdict.verdict)).toContain('INSECURE');
  });

  test('writes page, SARIF and certificate whole and leaves nothing else', async () => {
    const before = readdirSync(cwd);
    const { code, stderr } = await at(
      'check',
      '--html',
      'r.html',
      '--sarif',
      'r.sarif',
      '--certificate',
      'c.json',
    );
    expect(code).toBe(1);
    expect(stderr).toBe('Wrote r.sarif\nWrote r.html\nWrote c.json\n');
    expect(
      readdirSync(cwd)
        .filter((name) => !before.includes(name))
        .sort(),
    ).toEqual(['c.json', 'r.html', 'r.sarif']);
    expect(JSON.parse(readFileSync(path.join(cwd, 'c.json'), 'utf8'))).toHaveProperty('digest');
  });

  test('gives SARIF alone on stdout', async () => {
    expect(JSON.parse((await at('check', '--sarif', '-')).stdout)).toHaveProperty('version', '2.1.0');
  });

  test('is silent on stderr with --quiet', async () => {
    expect((await at('check', '--quiet', '--html', 'q.html')).stderr).toBe('');
  });

  test('names places from where the person stands', async () => {
    const { verdicts } = JSON.parse((await at('check', 'deep', '--json')).stdout) as Report;
    const files = new Set(verdicts.flatMap((verdict) => verdict.steps.map((step) => step.at.file)));
    expect([...files]).toEqual(['deep/ensuresec.yaml']);
  });
});

describe('progress', () => {
  test('shows after a second, on a terminal only, and goes away', async () => {
    const slow = await ensuresec(['check'], { cwd, isTerminal: true, tick: 900 });
    expect(slow.stderr).toMatch(/\r.*Deriving/);
    expect(slow.stderr).toMatch(/\r +\r$/);
    expect((await ensuresec(['check'], { cwd, isTerminal: true })).stderr).toBe('');
    expect((await ensuresec(['check'], { cwd, tick: 900 })).stderr).toBe('');
    expect((await ensuresec(['check', '-q'], { cwd, isTerminal: true, tick: 900 })).stderr).toBe('');
  });
});

describe('help', () => {
  test.each(['', 'check', 'explain', 'coverage', 'completion'])(
    'of `%s` starts with an example',
    async (command) => {
      const { stdout, code } = await at(...command.split(' ').filter(Boolean), '--help');
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Example\n {2}(source <\()?ensuresec/);
    },
  );

  test('version is that of the package', async () => {
    const manifest = JSON.parse(
      readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8'),
    ) as { version: string };
    expect(VERSION).toBe(manifest.version);
    expect((await at('--version')).stdout).toBe(`${VERSION}\n`);
  });
});

describe('explain', () => {
  test.each([
    ['a rule', 'remote-exploit', /executes\(A\) +the attacker runs code on A/],
    ['an attack', 'personal-data-read', /the attacker reads personal data at A/],
    ['an attacker', 'internet-stranger', /Starts with/],
    ['a measure', 'patch-management', /Disables[\s\S]*common\/rule\/remote-exploit/],
    ['a policy', 'badge-at-two-sites', /elsewhere +badge\.event where .*site != on\.site/],
    ['an error code', 'model_cycle', /Zones lie within themselves/],
  ])('tells what %s is', async (_, id, expected) => {
    const { stdout, code } = await at('explain', id, '--pack', 'common');
    expect(code).toBe(0);
    expect(stdout).toMatch(expected);
  });

  test.each([
    ['rule', 'lost-rule', /house\.yaml:\d+:\d+ error RULE_UNKNOWN_WORD\s+Cannot find `datbase`/],
    ['policy', 'lost-policy', /house\.yaml:\d+:\d+ error POLICY_\w+/],
  ])('refuses a %s that does not compile', async (_, id, expected) => {
    const { stdout, stderr, code } = await at('explain', id, '--pack', 'house');
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toMatch(expected);
  });

  test('tells the verdicts of a model', async () => {
    expect((await at('explain', 'personal-data-read', 'ensuresec.yaml')).stdout).toMatch(
      /In this model: \d+ verdicts[\s\S]*succeeds in/,
    );
  });

  test('knows every code of rules', () => {
    const folder = path.resolve(import.meta.dirname, '../../src/analyse/rules');
    const codes = readdirSync(folder).flatMap(
      (name) => readFileSync(path.join(folder, name), 'utf8').match(/(?<=')RULE_[A-Z_]+(?=')/g) ?? [],
    );
    expect(codes.filter((code) => PROBLEM_CODES[code] === undefined)).toEqual([]);
  });
});

describe('completion', () => {
  test.each(['bash', 'zsh', 'fish'])('of %s knows commands, options and choices', async (shell) => {
    const { stdout } = await at('completion', shell);
    for (const word of ['check', 'coverage', 'fail-on', 'critical high medium never'])
      expect(stdout).toContain(word);
  });
});
