// SPDX-License-Identifier: Apache-2.0
// The front cost × margin: where a dearer measure fails less easily, money buys margin; where none does, people are told.
import { afterAll, describe, expect, test } from 'vitest';
import { harden } from '../src/analyse/index.ts';
import { flatMargin } from '../src/cli/render/hardening.ts';
import { openLinearSolver } from '../src/platform/index.ts';
import { TINY, TWO_HOSTS, tinyModel, tinyPack, tinyRules } from './support/tiny.ts';

const solver = openLinearSolver();
afterAll(() => solver.close());
const search = { solver, seconds: 20, now: () => performance.now() };

/** Patching fails as easily as anything; a sandbox less. */
const FIRM = `
failures:
  - { id: tiny/failure/any, title: { en: A measure fails }, weight: 1 }
  - { id: tiny/failure/sandbox, title: { en: A sandbox fails }, measures: [sandbox], weight: 3 }
`;
const ALIKE = `
failures:
  - { id: tiny/failure/any, title: { en: A measure fails }, weight: 1 }
`;

async function frontOf(failures: string) {
  const pack = tinyPack(`${TINY}${failures}`);
  const input = { loaded: tinyModel(TWO_HOSTS, pack), pack, compiled: tinyRules(pack), today: '2026-01-01' };
  const result = await harden({ ...input, search });
  if (!('hardening' in result)) throw new Error('Something required is not derivable');
  return result.hardening.front;
}

describe('the front of cost and margin', () => {
  test('has a dearer plan that fails less easily', async () => {
    const front = await frontOf(FIRM);
    expect(front.map(({ cost, risk, margin }) => [cost, risk, margin])).toEqual([
      [0, 9, undefined],
      [100, 0, 1],
      [900, 0, 3],
    ]);
    expect(flatMargin(front)).toBeUndefined();
  });

  test('is flat where all measures fail alike, and says so', async () => {
    const front = await frontOf(ALIKE);
    expect(front.map(({ cost, margin }) => [cost, margin])).toEqual([
      [0, undefined],
      [100, 1],
    ]);
    expect(flatMargin(front)).toContain('All these plans have the margin 1');
  });
});
