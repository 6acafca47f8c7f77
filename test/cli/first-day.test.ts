// SPDX-License-Identifier: Apache-2.0
// init, import and verify: what they write, what they refuse, and with which code they end.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DOCS_FILES } from '../support/docs-files.ts';
import { ensuresec } from './terminal.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-'));
  // Here `my-shop` is a folder of somebody who has nothing to import.
  for (const [name, text] of Object.entries(DOCS_FILES)) if (name !== 'my-shop/compose.yaml') put(name, text);
});
afterEach(() => rmSync(cwd, { recursive: true }));
const at = (...argv: string[]) => ensuresec(argv, { cwd });
const put = (name: string, text: string): void => {
  mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
  writeFileSync(path.join(cwd, name), text);
};
const read = (name: string): string => readFileSync(path.join(cwd, name), 'utf8');

describe('exit codes', () => {
  test.each([
    ['import without inputs', ['import'], 2],
    ['import of a file that is not there', ['import', 'nothing.yaml'], 6],
    ['import of a folder with nothing in it', ['import', 'my-shop'], 4],
    ['import of an unknown format', ['import', 'odd.json'], 3],
    ['import by a format that there is not', ['import', 'compose.yaml', '--format', 'visio'], 2],
    ['import of a broken file', ['import', 'broken.yaml', '--format', 'compose'], 3],
    ['import with an unknown pack', ['import', 'compose.yaml', '--pack', 'bakery'], 3],
    ['import to a folder that is not there', ['import', 'compose.yaml', '--out', 'no/where.yaml'], 6],
    ['init of a folder that is not there', ['init', 'nowhere'], 6],
    ['init of a file', ['init', 'compose.yaml'], 6],
    ['verify without a certificate', ['verify'], 2],
    ['verify of a file that is not there', ['verify', 'nothing.json'], 6],
    ['verify of what is no JSON', ['verify', 'my-shop/notes.txt'], 4],
    ['verify without a model', ['verify', 'odd.json'], 4],
  ])('%s', async (_, argv, expected) => {
    put('odd.json', '{"hello": "world"}');
    put('broken.yaml', 'services:\n\tweb: {}\n');
    expect((await at(...(argv as string[]))).code).toBe(expected);
  });
});

describe('import', () => {
  test('writes a model that check reads, with sources that can be opened from beside it', async () => {
    mkdirSync(path.join(cwd, 'out'));
    const { code, stderr } = await at('import', 'compose.yaml', '--out', 'out/model.yaml');
    expect(code).toBe(0);
    expect(stderr).toContain('Read 1 file');
    expect(stderr).toContain('Wrote out/model.yaml');
    expect(read('out/model.yaml')).toContain('file: "../compose.yaml"');
    const { stdout } = await at('check', 'out/model.yaml', '--json', '-q');
    const { verdicts } = JSON.parse(stdout) as {
      verdicts: { steps: { at: { file: string; line: number } }[] }[];
    };
    const places = verdicts.flatMap(({ steps }) => steps.map((step) => step.at));
    expect(places.length).toBeGreaterThan(0);
    for (const { file, line } of places) {
      expect(file).toBe('compose.yaml');
      expect(line).toBeLessThanOrEqual(7);
    }
  });

  test('writes to stdout when no file is named, and says the rest on stderr', async () => {
    const { stdout, stderr } = await at('import', 'compose.yaml');
    expect(stdout).toMatch(/^# yaml-language-server/);
    expect(stderr).not.toContain('ensuresec: 1');
  });

  test('makes one model of several inputs', async () => {
    await at('import', 'compose.yaml', 'shop.cdx.json', '--out', 'one.yaml', '--name', 'One');
    expect(read('one.yaml')).toMatch(/^name: One$/m);
    expect(read('one.yaml')).toContain('CVE-2021-44228');
    expect(read('one.yaml').match(/^ {2}- id: frontend$/gm)).toHaveLength(1);
  });

  test('keeps a file that is there until it is told to replace it', async () => {
    put('ensuresec.yaml', 'mine\n');
    const { code, stderr } = await at('import', 'compose.yaml', '--out', 'ensuresec.yaml');
    expect([code, read('ensuresec.yaml')]).toEqual([2, 'mine\n']);
    expect(stderr).toContain('--force');
    expect((await at('import', 'compose.yaml', '--out', 'ensuresec.yaml', '--force')).code).toBe(0);
    expect(read('ensuresec.yaml')).toContain('ensuresec: 1');
  });

  test('writes nothing when an input is refused, and tells all problems', async () => {
    put('broken.yaml', 'services:\n  web: { image: [a] }\n  db: { image: postgres, ports: 80 }\n');
    const { code, stdout, stderr } = await at(
      'import',
      'broken.yaml',
      '--format',
      'compose',
      '--out',
      'x.yaml',
      '--json',
    );
    expect([code, existsSync(path.join(cwd, 'x.yaml'))]).toEqual([3, false]);
    const { problems } = JSON.parse(stdout) as { problems: { at: { line: number } }[] };
    expect(problems.map(({ at: place }) => place.line)).toEqual([2, 3]);
    expect(stderr).toContain('broken.yaml:2');
  });

  test('shows names of strangers without their escape sequences', async () => {
    put('compose.yaml', 'services:\n  web:\n    image: "\\u001b[31mred\\u0007"\n    ports: ["80:80"]\n');
    const { stdout, stderr } = await at('import', 'compose.yaml');
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stdout + stderr).not.toContain('\u0007');
  });

  test('answers in JSON', async () => {
    const answer = JSON.parse((await at('import', 'k8s', '--json', '-q')).stdout) as Record<string, unknown>;
    expect(answer).toMatchObject({ schema: 'ensuresec/import/1', files: [{ format: 'kubernetes' }] });
  });
});

describe('init', () => {
  test('writes a shop of two people where there is nothing to import, and it can be checked', async () => {
    const { code, stderr } = await at('init', 'my-shop');
    expect(code).toBe(0);
    expect(stderr).toContain('Wrote my-shop/ensuresec.yaml');
    expect(read('my-shop/ensuresec.yaml')).toContain('name: "my-shop"');
    const checked = await at('check', 'my-shop');
    expect(checked.code).toBe(1);
    expect(checked.stderr).toBe('');
  });

  test('says what it found, how sure it is, and imports it', async () => {
    const { code, stdout } = await at('init', 'k8s');
    expect(code).toBe(0);
    expect(stdout).toMatch(/shop\.yaml\s+Kubernetes manifests?, \d+ % sure/);
    expect(read('k8s/ensuresec.yaml')).toContain('paymentservice');
    expect(read('k8s/ensuresec.yaml')).toContain('file: shop.yaml');
  });

  test('only looks with --dry-run', async () => {
    expect((await at('init', 'k8s', '--dry-run')).code).toBe(0);
    expect(existsSync(path.join(cwd, 'k8s/ensuresec.yaml'))).toBe(false);
  });

  test('keeps a model that is there', async () => {
    put('my-shop/ensuresec.yaml', 'mine\n');
    expect((await at('init', 'my-shop')).code).toBe(2);
    expect(read('my-shop/ensuresec.yaml')).toBe('mine\n');
    expect((await at('init', 'my-shop', '--force')).code).toBe(0);
    expect(read('my-shop/ensuresec.yaml')).not.toBe('mine\n');
  });

  test('quotes a name that YAML would take for something else', async () => {
    await at('init', 'my-shop', '--name', 'a: [b] "c" # d');
    expect((await at('check', 'my-shop')).stdout).toContain('a: [b] "c" # d');
  });
});

describe('verify', () => {
  beforeEach(async () => {
    await at('init', 'my-shop');
    await at('check', 'my-shop', '--certificate', 'c.json');
  });

  test('accepts what check wrote', async () => {
    const { code, stdout } = await at('verify', 'c.json', 'my-shop');
    expect(code).toBe(0);
    expect(stdout).toMatch(/ACCEPTED {2}Every claim of c\.json holds/);
    expect(stdout).toMatch(/\d+ proofs replayed/);
  });

  test('answers in JSON', async () => {
    const { stdout } = await at('verify', 'c.json', 'my-shop', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'ensuresec/verification/1',
      accepted: true,
      problems: [],
    });
  });

  test('rejects it for a model that was changed since', async () => {
    put('my-shop/ensuresec.yaml', read('my-shop/ensuresec.yaml').replace('port: 8443 }', 'port: 8444 }'));
    const { code, stdout } = await at('verify', 'c.json', 'my-shop');
    expect(code).toBe(1);
    expect(stdout).toContain('REJECTED');
    expect(stdout).toContain('/model/sha256');
  });

  test.each([
    ['another verdict', (text: string) => text.replace('"INSECURE"', '"SECURE"'), 'CERTIFICATE_DIGEST'],
    ['a key dropped', (text: string) => text.replace('"assumed":[],', ''), 'CERTIFICATE_SHAPE'],
    [
      'another format',
      (text: string) => text.replace('certificate/1', 'certificate/9'),
      'CERTIFICATE_SCHEMA',
    ],
    ['a list', () => '[]', 'CERTIFICATE_SHAPE'],
    ['null', () => 'null', 'CERTIFICATE_SHAPE'],
  ])('rejects %s', async (_, change, code) => {
    put('c.json', change(read('c.json')));
    const ended = await at('verify', 'c.json', 'my-shop');
    expect([ended.code, ended.stdout]).toEqual([1, expect.stringContaining(code)]);
  });

  test('refuses what is no JSON with its place', async () => {
    put('c.json', '{"schema": }');
    const { code, stderr } = await at('verify', 'c.json', 'my-shop');
    expect(code).toBe(3);
    expect(stderr).toContain('c.json:1:12');
  });
});
