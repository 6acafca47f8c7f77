// SPDX-License-Identifier: Apache-2.0
// `ensuresec storefront report` and `due`: what an assessor gets, and whether the schedule was kept.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { writeJanuary } from '../storefront/january.ts';
import { ensuresec } from './terminal.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});
let cwd = '';
const run = (...argv: string[]) => ensuresec(['storefront', ...argv], { cwd });
const page = () => readFileSync(join(cwd, 'storefront/report.html'), 'utf8');

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'report-'));
  folders.push(cwd);
  writeJanuary(join(cwd, 'storefront'));
});

describe('storefront report', () => {
  test('reads as its golden: assessors compare it from year to year', async () => {
    const { code, stdout } = await run('report', '--from', '2027-01-01');
    expect(code).toBe(1);
    expect(stdout).toContain('1 pause too long');
    expect(stdout).toContain('no open finding');
    await expect(page()).toMatchFileSnapshot(join(import.meta.dirname, 'golden/storefront-report.html'));
  });

  test('leads with every line to a file and a place that are there', async () => {
    await run('report');
    const lines = [
      ...page().matchAll(/<a href="([^"]+)"><code>\w+<\/code><\/a>(?: <code>([^<]*)<\/code>)?/g),
    ];
    expect(lines.length).toBeGreaterThan(10);
    for (const [, file = '', pointer = ''] of lines) {
      expect(existsSync(join(cwd, 'storefront', file)), file).toBe(true);
      const steps = pointer.split('/').slice(1);
      const capture = JSON.parse(readFileSync(join(cwd, 'storefront', file), 'utf8'));
      const value = steps.reduce((at, step) => at?.[step], capture);
      expect(value, pointer).toBeDefined();
    }
  });

  test('says what became of each finding', async () => {
    const { stdout } = await run('report', '--json', '-q');
    const [{ findings, coverage }] = JSON.parse(stdout).pages;
    const closed = Object.fromEntries(
      findings.map((each: { kind: string; closed: string }) => [each.kind, each.closed]),
    );
    expect(closed).toMatchObject({
      'new-script': 'gone',
      'reads-and-sends': 'gone',
      'changed-script': 'approved',
    });
    expect(coverage.gaps).toEqual([{ from: Date.UTC(2027, 0, 10, 6), to: Date.UTC(2027, 0, 25, 6) }]);
  });

  test('takes another interval from a risk analysis', async () => {
    const { code } = await run('report', '--every', '16d', '--risk-analysis', 'TRA-7');
    expect([code, page()]).toEqual([0, expect.stringContaining('TRA-7')]);
  });

  test('tells evidence that is missing or changed', async () => {
    const captures = join(cwd, 'storefront/captures');
    const [one = '', two = ''] = readdirSync(captures);
    rmSync(join(captures, one));
    writeFileSync(join(captures, two), '{}');
    const { code, stdout } = await run('report', '--every', '16d');
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('2 captures of the log are missing or changed'),
    ]);
  });

  test('of the example is of a folder like this one', () => {
    const example = join(import.meta.dirname, '../../examples/payment-page');
    for (const name of [
      'inventory.json',
      'checks.ndjson',
      ...readdirSync(join(cwd, 'storefront/captures')).map((each) => `captures/${each}`),
    ])
      expect(readFileSync(join(example, name), 'utf8'), name).toBe(
        readFileSync(join(cwd, 'storefront', name), 'utf8'),
      );
  });

  test('ends on a day that is named', async () => {
    const { stdout } = await run('report', '--until', '2027-01-09', '--json', '-q');
    const [{ checks, coverage }] = JSON.parse(stdout).pages;
    expect([checks.length, coverage.gaps]).toEqual([3, []]);
  });

  test.each([
    ['a page that is not approved', ['report', 'basket'], 2],
    ['a day that is none', ['report', '--from', 'yesterday'], 2],
    ['a time that is none', ['report', '--every', 'weekly'], 2],
    ['an empty folder', ['report', '--to', 'empty'], 4],
  ])('refuses %s', async (_, argv, code) => {
    expect((await run(...argv)).code).toBe(code);
  });
});

describe('storefront due', () => {
  test.each([
    ['7d', 0],
    ['3d', 1],
  ])('every %s ends with %i', async (every, code) => {
    const { code: ended, stdout } = await run('due', '--every', every);
    expect([ended, stdout]).toEqual([code, expect.stringContaining('last 2027-01-26T06:00:00.000Z')]);
  });

  test('a check of what is due looks at nothing else', async () => {
    const { code, stderr, stdout } = await run('check', '--due');
    expect([code, stdout, stderr]).toEqual([0, '', expect.stringContaining('0 of 1 pages are due')]);
  });
});
