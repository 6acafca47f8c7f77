// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { loadedPack } from '../../../test/support/loaded-pack.ts';
import { createRandom } from '../../core/random.ts';
import { fitBaselines } from './baselines.ts';
import { LEAST } from './fit.ts';
import { measuresOf, type Series } from './survey.ts';

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 0, 5);
const PACK = loadedPack('e-commerce');

/** Two accounts over six weeks, each with a profile of its own. */
function series(order: (at: number) => number): Series {
  const measured = measuresOf(PACK).find(
    ({ type, key, measure }) => type.id === 'acct.login' && key === 'account' && measure.kind === 'count',
  );
  if (measured === undefined) throw new Error('The pack counts no logins');
  const random = createRandom(1, 'counts');
  const all = Array.from({ length: 2 * 24 * 42 }, (_, at) => ({
    time: MONDAY + Math.floor(at / 2) * HOUR,
    subject: `a-${at % 2}`,
    value: Math.round(20 + 3 * random.normal() + (at % 2) * 40),
  }));
  const given = all.map((each, at) => ({ each, place: order(at) })).sort((a, b) => a.place - b.place);
  return {
    measured,
    times: given.map(({ each }) => each.time),
    subjects: given.map(({ each }) => each.subject),
    values: given.map(({ each }) => each.value),
  };
}

test('a profile of one subject does not depend on the order in which its values come', () => {
  const options = { alarmsPerDay: 0.1 };
  const until = MONDAY + 100 * 24 * HOUR;
  const [sorted] = fitBaselines(PACK, [series((at) => at)], until, options);
  const [turned] = fitBaselines(PACK, [series((at) => -at)], until, options);
  expect(LEAST).toBeLessThan(24 * 42);
  expect([...(sorted?.fits.keys() ?? [])]).toEqual(['a-0', 'a-1']);
  for (const subject of ['a-0', 'a-1']) expect(turned?.fits.get(subject)).toEqual(sorted?.fits.get(subject));
});
