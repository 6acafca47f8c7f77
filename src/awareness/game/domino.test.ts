// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Domino } from '../../model/index.ts';
import { journeyOf, manyDays, plannedJourney } from './domino.ts';

const domino = {
  placed: 2,
  order: [
    { asset: 'till', hours: 1 },
    { asset: 'table', hours: 4 },
  ],
};
const change = (hour: number, asset: string, level: number) => ({ hour, asset, level });

/** Nothing is wrong or read. */
const QUIET = {
  eurBy: { availability: 0, integrity: 0, confidentiality: 0 },
  records: [],
  repairs: [],
  fallbacks: [],
  marks: [],
  notices: [],
};

describe('an order in a cascade', () => {
  it.each([
    ['nothing happens', [], [3, 7]],
    ['half the level takes twice the time', [change(0, 'table', 0.5)], [3, 11]],
    ['it waits while an asset is down', [change(4, 'table', 0), change(10, 'table', 1)], [3, 13]],
    ['what happens before it comes is over', [change(0, 'table', 0), change(2.5, 'table', 1)], [3, 7]],
    ['an outage to the end never lets it go', [change(4, 'table', 0)], [3, Number.POSITIVE_INFINITY]],
    ['the first stage delays the next', [change(2, 'till', 0), change(5, 'till', 1)], [6, 10]],
  ])('goes its way: %s', (_, changes, done) => {
    expect(journeyOf(domino, changes, 100).map((leg) => leg.done)).toEqual(done);
  });

  it('is never earlier than planned, whatever happens', () => {
    const changes = fc.array(
      fc.record({
        hour: fc.double({ min: 0, max: 50, noNaN: true }),
        asset: fc.constantFrom('till', 'table'),
        level: fc.constantFrom(0, 0.2, 0.5, 1),
      }),
    );
    fc.assert(
      fc.property(changes, (list) => {
        const sorted = list.toSorted((a, b) => a.hour - b.hour);
        journeyOf(domino, sorted, 1000).forEach(({ done }, at) => {
          expect(done).toBeGreaterThanOrEqual((plannedJourney(domino)[at]?.done ?? 0) - 1e-9);
        });
      }),
    );
  });

  it('is counted as late over many days, and the median day is told', () => {
    const replay = (run: number) => ({
      run,
      eur: run * 10,
      services: [],
      changes: run < 10 ? [] : [change(0, 'table', 0), change(30, 'table', 1)],
      outages: [],
      ...QUIET,
    });
    const runs = manyDays({ ...domino, runs: 40 } as Domino, 100, replay);
    expect([runs.late, runs.median, runs.eur[39]]).toEqual([0.75, 19, 390]);
  });
});
