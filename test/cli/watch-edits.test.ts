// SPDX-License-Identifier: Apache-2.0
// `ensuresec check --watch-edits`: verdicts that change, and lines that are no edit.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import type { VerdictChange } from '../../src/analyse/index.ts';
import { answerSchemas } from '../../tools/generate/report-schema.ts';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHOP = 'examples/two-person-shop';
const STRANGER = 'e-commerce/attacker/internet-stranger';
const folder = mkdtempSync(path.join(tmpdir(), 'edits-'));
afterAll(() => rmSync(folder, { recursive: true }));
const schema = answerSchemas().find((each) => each.path.endsWith('verdict-change.schema.json'));
const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(schema?.text ?? 'false') as object);

function watch(text: string, ...argv: string[]) {
  const file = path.join(folder, 'edits.ndjson');
  writeFileSync(file, text);
  const selected = ['--attack', 'payout-redirected', '--attacker', STRANGER];
  return ensuresec(['check', SHOP, ...selected, '--watch-edits', file, ...argv], { cwd: ROOT });
}

async function changes(text: string): Promise<readonly (VerdictChange & { line: number })[]> {
  const { stdout } = await watch(text, '--json');
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const change = JSON.parse(line) as VerdictChange & { line: number };
    expect(isValid(change), JSON.stringify(isValid.errors)).toBe(true);
    return change;
  });
}

describe('check --watch-edits', () => {
  test('tells the old and the new path of each verdict that changes', async () => {
    const found = await changes(readFileSync(path.join(ROOT, SHOP, 'edits.ndjson'), 'utf8'));
    expect(found.map(({ line, before, after }) => [line, before, after])).toEqual([
      [1, 'INSECURE', 'SECURE'],
      [2, 'SECURE', 'INSECURE'],
    ]);
    expect(found[0]?.oldPath.map(({ rule }) => rule)).toContain('common/rule/phishing');
    expect(found[0]?.newPath).toEqual([]);
    expect(found[1]?.newPath.at(-1)?.rule).toBe('attack:e-commerce/attack/payout-redirected');
  });

  test('takes a step that an alert reports as taken, whatever holds before it', async () => {
    const found = await changes(
      '{"add":["measure(payout, payout-change-control)"]}\n{"add":["diverts-money(payout)"]}\n{"remove":["diverts-money(payout)"]}',
    );
    expect(found.map(({ line, after }) => [line, after])).toEqual([
      [1, 'SECURE'],
      [2, 'INSECURE'],
      [3, 'SECURE'],
    ]);
    expect(found[1]?.newPath.map(({ rule }) => rule)).toEqual(['attack:e-commerce/attack/payout-redirected']);
  });

  test('ends as a check of the model after the last edit, and leaves the model as it is', async () => {
    expect((await watch('')).code).toBe(1);
    const secured = await watch('{"add":["measure(payout, payout-change-control)"]}');
    expect(secured).toMatchObject({ code: 0, stderr: 'Watching 3 verdicts\n' });
    expect(secured.stdout).toContain('INSECURE → SECURE');
    expect((await watch('{"remove":["measure(payout, nothing)"]}\n')).stdout).toBe('');
  });

  test('tells every bad line with its place, and counts the others', async () => {
    const { code, stdout, stderr } = await watch(
      [
        'no json',
        '[1]',
        '{"ad":[]}',
        '{"add":["measure(payout)", 7, "measure(X, y)", "mesure(a, b)", "attacker(a)"]}',
        '{"add":"measure(a, b)"}',
        '"\u001b[31m"',
        '',
        '{"add":["measure(payout, payout-change-control)"]}',
      ].join('\n'),
    );
    expect(code).toBe(3);
    expect(stderr.match(/EDIT_LINE/g)?.length).toBe(10);
    for (const part of [
      ':1:1 error',
      'did you mean `measure`',
      'expected measure(',
      'Cannot edit `attacker`',
    ])
      expect(stderr).toContain(part);
    expect(stderr).not.toContain('\u001b[31m');
    expect(stdout).toContain('line 8');
  });

  test('says that a name is new', async () => {
    const { stderr } = await watch('{"add":["measure(payot, payout-change-control)"]}');
    expect(stderr).toContain('Line 1: nothing in the model is named payot');
  });

  test('reads no line without end', async () => {
    const { code, stderr } = await watch(`${'x'.repeat(1_500_000)}\n{"add":[]}\n`);
    expect(code).toBe(3);
    expect(stderr).toContain('The line is too long');
  });

  test.each([
    [['--html', '-'], 2, 'Cannot use --html with --watch-edits'],
    [['--times'], 2, 'Cannot use --times with --watch-edits'],
  ])('refuses %j', async (argv, expected, message) => {
    const { code, stderr } = await watch('', ...argv);
    expect(code).toBe(expected);
    expect(stderr).toContain(message);
  });

  test('of a file that is not there', async () => {
    const { code } = await ensuresec(['check', SHOP, '--watch-edits', path.join(folder, 'none')], {
      cwd: ROOT,
    });
    expect(code).toBe(6);
  });
});
