// SPDX-License-Identifier: Apache-2.0
// `ensuresec harden` as people use it. Change a golden only when the answer should change: it is what readers compare.
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Hardening } from '../../src/analyse/index.ts';
import { answerSchemas } from '../../tools/generate/report-schema.ts';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SHOP = 'examples/demo-shop';
const harden = (...argv: string[]) => ensuresec(['harden', ...argv], { cwd: ROOT });
const schema = answerSchemas().find((each) => each.path.endsWith('hardening.schema.json'));
const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(schema?.text ?? 'false') as object);

async function answer(...argv: string[]): Promise<Hardening> {
  const hardening = JSON.parse((await harden(...argv, '--json')).stdout) as Hardening;
  expect(isValid(hardening), JSON.stringify(isValid.errors?.slice(0, 3))).toBe(true);
  return hardening;
}

describe('harden', () => {
  test('of the example within a budget reads as its golden', async () => {
    const { code, stdout, stderr } = await harden(SHOP, '--budget', '2000');
    expect(stderr).toBe('');
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot(path.join(import.meta.dirname, 'golden', 'harden-budget.txt'));
  });

  test('prevents in time exactly what it stops, and nothing is faster with it', async () => {
    const { plan, before, times } = await answer(SHOP, '--budget', '1000');
    const left = new Set(plan?.left.map(({ attack, attacker, target }) => `${attack} ${attacker} ${target}`));
    expect(times?.attacks.length).toBe(before.insecure);
    expect(left.size).toBeGreaterThan(0);
    expect(left.size).toBeLessThan(before.insecure);
    for (const { attack, attacker, target, after } of times?.attacks ?? []) {
      expect(after.prevented).toBe(!left.has(`${attack} ${attacker} ${target}`));
      if (!after.prevented) expect(after.gained.low).toBeGreaterThanOrEqual(0);
    }
  });

  test('stops everything, proven, and both who look again agree', async () => {
    const { plan, before, after, verified, front } = await answer(SHOP);
    expect(before.insecure).toBeGreaterThan(30);
    expect(after.insecure).toBe(0);
    expect(after.secure + after.unknown).toBe(before.insecure + before.secure + before.unknown);
    expect(verified).toEqual({ closure: true, checker: true });
    expect(plan).toMatchObject({ proven: true, risk: 0, riskBound: 0, left: [] });
    expect(plan?.cost).toBe(plan?.costBound);
    expect(plan?.measures.every(({ reopens }) => reopens > 0)).toBe(true);
    for (const [at, point] of front.entries()) {
      const next = front[at + 1];
      if (next === undefined) continue;
      expect(next.cost).toBeGreaterThan(point.cost);
      expect(
        next.risk < point.risk ||
          (next.days ?? Infinity) > (point.days ?? Infinity) ||
          (next.margin ?? Infinity) > (point.margin ?? Infinity),
      ).toBe(true);
    }
  });

  test('says what would break what is secure, thinnest first, and nothing lighter does', async () => {
    const { margins } = await answer(
      SHOP,
      '--attacks',
      'card-data-skimmed,order-underpriced,stock-bought-up',
    );
    expect(margins.map(({ attack, weight, bound }) => [attack.split('/').pop(), weight, bound])).toEqual([
      ['card-data-skimmed', 1, 1],
      ['order-underpriced', 2, 2],
      ['stock-bought-up', undefined, undefined],
    ]);
    expect(margins[0]?.breaks.map(({ text }) => text)).toEqual([
      'Approval of tags on Tag manager does not work',
    ]);
  });

  test('buys something else when a measure is forbidden, for no less money', async () => {
    const free = await answer(SHOP, '--attacks', 'card-data-skimmed');
    const chosen = free.plan?.measures.map(({ measure }) => measure) ?? [];
    expect(chosen).toEqual(['tag-approval']);
    const other = await answer(SHOP, '--attacks', 'card-data-skimmed', '--forbid', 'tag-approval');
    expect(other.plan?.measures.map(({ measure }) => measure)).not.toContain('tag-approval');
    expect(other.plan?.cost).toBeGreaterThan(free.plan?.cost ?? Infinity);
    expect(other.verified).toEqual({ closure: true, checker: true });
  });

  test('keeps what is required, or says that nothing can', async () => {
    const selection = [SHOP, '--attacks', 'card-data-skimmed', '--attacker', 'internet-stranger'];
    const kept = await answer(...selection, '--require', 'reaches:shop-net,443/tcp');
    expect(kept.plan?.proven).toBe(true);
    expect(kept.required).toEqual(["reaches('shop-net', '443/tcp')"]);
    const { code, stderr } = await harden(...selection, '--require', 'controls:erp');
    expect(code).toBe(2);
    expect(stderr).toContain("Cannot require controls('erp'): no attacker in scope can do that today");
  });

  test('draws the front as a page without script or request', async () => {
    const { stdout } = await harden('examples/two-person-shop', '--html', '-');
    expect(stdout).toContain('<svg class="picture plot"');
    expect(stdout.match(/<circle class="dot/g)?.length).toBeGreaterThan(1);
    expect(stdout).toContain('dot chosen');
    expect(stdout).not.toMatch(/<script|https?:\/\//);
  });

  test.each([
    [['--budget', 'much'], 'Cannot read --budget much: expected a number, 0 or more'],
    [['--budget', '-5'], 'Cannot read --budget -5'],
    [['--forbid', 'wishing'], 'Cannot find the measure `wishing`'],
    [['--attacks', 'no-such'], 'Cannot find the attack `no-such`'],
    [['--html', '-', '--json'], 'Cannot write --html and --json to stdout'],
  ])('refuses %j', async (argv, message) => {
    const { code, stderr } = await harden('examples/two-person-shop', ...argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
