// SPDX-License-Identifier: Apache-2.0
// `check --times`: figures in text, JSON and HTML, and options that make no sense.
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/analyse/index.ts';
import { usesOf } from '../../src/core/and-or.ts';
import { openPassageSampler } from '../../src/platform/index.ts';
import { answerSchemas } from '../../tools/generate/report-schema.ts';
import { compiled } from '../support/compiled.ts';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHOP = 'examples/demo-shop/ensuresec.yaml';
const check = (...argv: string[]) => ensuresec(['check', SHOP, ...argv], { cwd: ROOT });
const TIMED = ['--times', '--samples', '200', '--plan', 'tag-approval:tags'];

describe('check --times', () => {
  test('gives each attack that succeeds a time that its bounds allow, in a valid report', async () => {
    const { stdout } = await check(...TIMED, '--json');
    const report = JSON.parse(stdout) as Report;
    const isValid = new Ajv2020({ strict: false }).compile(
      JSON.parse(answerSchemas()[0]?.text ?? '') as object,
    );
    expect(isValid(report), JSON.stringify(isValid.errors?.slice(0, 3))).toBe(true);
    expect(report.times).toMatchObject({ samples: 200, seed: 1, horizon: 30, plan: [{ on: 'tags' }] });
    for (const { verdict, time } of report.verdicts) {
      expect(time === undefined).toBe(verdict !== 'INSECURE');
      if (time === undefined) continue;
      expect(time.mean.high).toBeGreaterThanOrEqual(time.bounds.mean.low);
      expect(time.mean.low).toBeLessThanOrEqual(time.bounds.mean.high);
      expect(time.within.high).toBeGreaterThanOrEqual(time.bounds.within.low);
      expect(time.within.low).toBeLessThanOrEqual(time.bounds.within.high);
      expect(time.p05).toBeLessThanOrEqual(time.median);
    }
    // A plan only takes ways from an attacker, and the demo shop has both kinds of attack.
    const after = report.verdicts.flatMap(({ time }) => time?.after ?? []);
    expect(after.some((one) => one.prevented || one.gained.value > 0)).toBe(true);
    expect(after.some((one) => !one.prevented && one.gained.value === 0)).toBe(true);
    expect(after.every((one) => one.prevented || one.gained.value >= 0)).toBe(true);
  });

  test('tells them to people, on a wide and on a narrow terminal and on a page', async () => {
    const page = path.join(tmpdir(), `ensuresec-times-${process.pid}.html`);
    const wide = (await check(...TIMED, '--html', page)).stdout;
    expect(wide).toContain('How long it takes');
    expect(wide).toMatch(/Card data skimmed.* [\d.]+ \([\d.]+–[\d.]+\) +\d+ % \(\d+–\d+\)/);
    const html = readFileSync(page, 'utf8');
    rmSync(page);
    expect(html).toContain('<h2 id="times">How long it takes</h2>');
    expect(html).toMatch(/Nine runs in ten end between [\d.]+ and [\d.]+ days/);
  });

  test.each([
    [['--samples', '10'], 'Cannot use --samples without --times'],
    [['--plan', 'anchored:tags'], 'Cannot use --plan without --times'],
    [['--times', '--samples', '1'], 'expected a whole number from 2 to 100000'],
    [['--times', '--within', '-3'], 'expected a number from 0 to 36500'],
    [['--times', '--seed', '0.5'], 'expected a whole number from 0 to 4294967295'],
    [['--times', '--plan', 'anchored'], 'expected MEASURE:ELEMENT'],
    [['--times', '--plan', 'anchred:tags'], 'Did you mean `anchored`?'],
    [['--times', '--plan', 'anchored:tagz'], 'Did you mean `tags`?'],
  ])('refuses %j', async (argv, message) => {
    const { code, stderr } = await check(...argv);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

test('threads give the same numbers as one', async () => {
  const platform = await compiled<typeof import('../../src/platform/index.ts')>('src/platform/index.js');
  const length = 4_000;
  const premises = Int32Array.from({ length }, (_, at) => at);
  const premiseStart = Int32Array.from({ length: length + 1 }, (_, at) => at);
  const graph = {
    nodes: length + 1,
    heads: premises.map((at) => at + 1),
    premiseStart,
    premises,
    ...usesOf(length + 1, premiseStart, premises),
    mean: new Float64Array(length).fill(1),
    key: premises,
    starts: Int32Array.of(0),
    goals: Int32Array.of(length, 10),
  };
  const runs = { seed: 4, first: 0, count: 1_001 };
  expect(await platform.openPassageSampler(3).sample(graph, runs)).toEqual(
    await openPassageSampler().sample(graph, runs),
  );
});
