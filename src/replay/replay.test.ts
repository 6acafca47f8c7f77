// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { Replay } from '../cascade/index.ts';
import {
  curveOf,
  type Drawn,
  firstHour,
  firstImpacts,
  keyFrames,
  momentOf,
  momentsOf,
  outageTitle,
  type Picture,
  placesOf,
  type ReplayView,
  rowsOf,
  spanOf,
  stageOf,
  toldOf,
  wholeAt,
  whyOf,
} from './index.ts';

const picture: Picture = {
  assets: [
    { id: 'power', name: 'Power', stage: 'a', lane: 'physical' },
    { id: 'till', name: 'Till', stage: 'b', lane: 'cyber' },
    { id: 'door', name: '<b>Door</b>', stage: 'b', lane: 'cyber' },
  ],
  stages: [
    { id: 'a', name: 'First' },
    { id: 'b', name: 'Second' },
  ],
  lanes: [
    { id: 'physical', name: 'Physical' },
    { id: 'cyber', name: 'Cyber' },
  ],
  services: [
    { id: 'till', weight: 3 },
    { id: 'door', weight: 1 },
  ],
  horizon: 100,
  startHour: 10,
  measures: [{ id: 'battery', name: 'A battery' }],
  prevented: { till: { id: 'battery', name: 'A battery' } },
  single: 9,
};

const QUIET = {
  eurBy: { availability: 0, integrity: 0, confidentiality: 0 },
  records: [],
  repairs: [],
  fallbacks: [],
  marks: [],
  notices: [],
};

/** Power fails at 0; the till lives on its buffer for 2 hours, then stops until 50. */
const without: Replay = {
  ...QUIET,
  run: 0,
  eur: 1,
  services: [],
  changes: [
    { hour: 0, asset: 'power', level: 0 },
    { hour: 2, asset: 'till', level: 0 },
    { hour: 50, asset: 'power', level: 1 },
    { hour: 50, asset: 'till', level: 1 },
  ],
  outages: [
    {
      asset: 'till',
      from: 2,
      until: 50,
      lowest: 0,
      why: [
        { hour: 2, asset: 'till', level: 0, cause: 'group', group: 'mains', left: 0, need: 1, waited: 2 },
        { hour: 0, asset: 'power', level: 0, cause: 'damage' },
      ],
      preventedBy: null,
    },
  ],
};
const calm: Replay = { ...QUIET, run: 0, eur: 0, services: [], changes: [], outages: [] };
const view: ReplayView = {
  picture,
  sides: { without, with: calm },
  bands: { without: { low: [1, 0, 0], high: [1, 1, 1], until: 200 } },
  say: (word, n, of) =>
    word === 'days' ? 'Mo Tu We Th Fr Sa Su' : [word, n, of].filter((each) => each !== undefined).join(' '),
};

function all(drawing: Drawn): readonly Drawn[] {
  return [drawing, ...drawing.in.flatMap((each) => (typeof each === 'string' ? [] : all(each)))];
}
const classed = (drawing: Drawn, name: string): readonly Drawn[] =>
  all(drawing).filter(({ is }) =>
    String(is['class'] ?? '')
      .split(' ')
      .includes(name),
  );
const textOf = (drawing: Drawn): string =>
  drawing.in.map((each) => (typeof each === 'string' ? each : textOf(each))).join('');

describe('times', () => {
  test.each([
    [0, 'Mo 10:00'],
    [14.5, 'Tu 00:30'],
    [24 * 7, 'Mo 10:00 +1w'],
  ])('hour %d is %s', (hour, shown) => {
    expect(momentOf(view, hour)).toBe(shown);
  });

  test.each([
    [0.5, 'minutes 30'],
    [5.25, 'hours 5.3'],
    [60, 'span-days 2.5'],
  ])('%d hours are %s', (hours, shown) => {
    expect(spanOf(view.say, hours)).toBe(shown);
  });

  test('moments are in order, near ones are one, and key frames are some of them', () => {
    expect(momentsOf(view)).toEqual([0, 2, 50, 100]);
    const near = { ...without, changes: [...without.changes, { hour: 50.2, asset: 'door', level: 0.5 }] };
    expect(momentsOf({ ...view, sides: { without: near } })).toEqual([0, 2, 50, 100]);
    expect(keyFrames(view)).toEqual([0, 2, 50, 100]);
    const changes = Array.from({ length: 40 }, (_, at) => ({
      hour: at * 2 + 1,
      asset: 'till',
      level: (at % 3) / 2,
    }));
    const frames = keyFrames({ ...view, sides: { without: { ...without, changes } } });
    expect(frames).toHaveLength(6);
    expect(frames.toSorted((a, b) => a - b)).toEqual(frames);
    expect(keyFrames({ ...view, sides: { without: calm } })).toEqual([0, 100]);
  });

  test('the clock begins in the first outage, and ticks name services', () => {
    expect(firstHour(view)).toBe(5);
    expect(firstHour({ ...view, sides: { without: calm } })).toBe(0);
    expect(firstImpacts(view)).toEqual([{ asset: 'till', hour: 2, name: 'Till' }]);
  });
});

test('the value is the mean of services by weight', () => {
  expect([0, 1.9, 2, 49, 50].map((hour) => wholeAt(picture, without, hour))).toEqual([1, 1, 0.25, 0.25, 1]);
});

describe('drawing', () => {
  const places = placesOf(picture);
  const at = (hour: number): Drawn => stageOf(view, places, 'without', hour);

  test('boxes do not overlap', () => {
    const spots = [...places.spots.values()];
    const apart = spots.every((one, index) =>
      spots.every(
        (other, place) =>
          place <= index || Math.abs(one.x - other.x) >= 112 || Math.abs(one.y - other.y) >= 40,
      ),
    );
    expect([spots.length, apart]).toEqual([3, true]);
  });

  test.each([1, 150, 200, 293])('folds into %i pixels, with all boxes and a name above each kind', (room) => {
    const { width, box, spots, names, height } = placesOf(picture, room);
    const all = [...spots.values()];
    const apart = all.every((one, index) =>
      all.every(
        (other, place) =>
          place <= index || Math.abs(one.x - other.x) >= box || Math.abs(one.y - other.y) >= 40,
      ),
    );
    const inside = all.every(({ x, y }) => x >= 0 && y > 0 && x + box <= width && y + 40 <= height);
    expect([width, spots.size, apart, inside || room < 126]).toEqual([room, places.spots.size, true, true]);
    expect(names.map(({ text }) => text)).toEqual([...new Set(names.map(({ text }) => text))]);
  });

  test.each([294, 310, 325])('has narrower boxes where all stages fit by that: %i pixels', (room) => {
    const { width, box, spots } = placesOf(picture, room);
    expect([width <= room, box >= 96, spots.size]).toEqual([true, true, places.spots.size]);
  });

  test.each([480, 2000])('stands abreast in %i pixels', (room) => {
    expect(placesOf(picture, room)).toEqual(places);
  });

  test('a ring drains while a buffer lasts, and the line that decided stays until the cause is up', () => {
    const left = [0.5, 1.5].map((hour) =>
      Number.parseFloat(String(classed(at(hour), 'ring')[0]?.is['stroke-dasharray'])),
    );
    expect(left[0]).toBeGreaterThan(left[1] ?? 0);
    expect([2, 60].map((hour) => classed(at(hour), 'ring').length)).toEqual([0, 0]);
    expect([1, 10, 50].map((hour) => classed(at(hour), 'straw').length)).toEqual([1, 1, 0]);
  });

  test('a state is a word beside its colour, and a name stays a text', () => {
    const [till] = classed(at(10), 'down').filter(({ is }) => is['data-asset'] === 'till');
    expect(till?.is['aria-label']).toBe('Till: down');
    expect(textOf(at(10))).toContain('<b>Door</b>');
    expect(all(at(10)).filter(({ tag }) => tag === 'b')).toEqual([]);
  });

  test('the curve has a gap with two sides only, and a fan up to what is drawn', () => {
    const both = curveOf(view, 500);
    expect(['gap', 'with', 'without', 'without-fan'].map((name) => classed(both, name).length)).toEqual([
      1, 1, 1, 1,
    ]);
    const alone = curveOf({ ...view, sides: { without } }, 500);
    expect(['gap', 'with'].map((name) => classed(alone, name).length)).toEqual([0, 0]);
    const xs = [...String(classed(both, 'fan')[0]?.is['d']).matchAll(/[ML](\S+) /g)].map(([, x]) =>
      Number(x),
    );
    expect(Math.max(...xs)).toBeCloseTo(494, 0);
  });
});

describe('a repair', () => {
  const repairs = [{ asset: 'power', from: 20, until: 50 }];
  const seen = { ...view, sides: { ...view.sides, without: { ...without, repairs } } };
  const at = (hour: number) => stageOf(seen, placesOf(picture), 'without', hour);

  test('is a wrench and a word while it is under way, and no colour alone', () => {
    expect([10, 30, 50].map((hour) => classed(at(hour), 'wrench').length)).toEqual([0, 1, 0]);
    const [power] = classed(at(30), 'node').filter(({ is }) => is['data-asset'] === 'power');
    expect(power?.is['aria-label']).toBe('Power: down, repairing');
    // In the box there is room for the wrench alone; whoever points at it reads the word.
    const texts = power?.in.map((each) => (typeof each === 'string' ? each : each.in[0]));
    expect(texts).toContain('Power: down, repairing');
    expect(texts).toContain('down');
  });

  test('is in the table, from its begin to its end', () => {
    const rows = rowsOf(seen, 'without').map(textOf);
    expect(rows.filter((row) => row.includes('repairing'))).toHaveLength(1);
    expect(rows).toHaveLength(6);
  });
});

describe('a fallback', () => {
  const fallbacks = [
    { asset: 'door', from: 0, until: 12.5 },
    { asset: 'door', from: 90, until: null },
  ];
  const seen = { ...view, sides: { ...view.sides, without: { ...without, fallbacks } } };
  const at = (hour: number) => stageOf(seen, placesOf(picture), 'without', hour);

  test('is a bent arrow and a word while it lasts, and no colour alone', () => {
    expect([5, 12.5, 95].map((hour) => classed(at(hour), 'detour').length)).toEqual([1, 0, 1]);
    const [door] = classed(at(5), 'node').filter(({ is }) => is['data-asset'] === 'door');
    expect(door?.is['aria-label']).toBe('<b>Door</b>: up, fallback');
  });

  test('stands beside a wrench and a ring, not on them', () => {
    const busy = {
      ...seen.sides.without,
      repairs: [{ asset: 'till', from: 0, until: 50 }],
      fallbacks: [{ asset: 'till', from: 0, until: 50 }],
    };
    const drawing = stageOf({ ...seen, sides: { without: busy } }, placesOf(picture), 'without', 1);
    const [till] = classed(drawing, 'node').filter(({ is }) => is['data-asset'] === 'till');
    const spots = (till?.in ?? []).flatMap((each) =>
      typeof each !== 'string' && each.tag !== 'text' && each.is['transform'] !== undefined
        ? [Number(/translate\((\d+)/.exec(String(each.is['transform']))?.[1])]
        : [],
    );
    expect(spots.map((x, index) => x - (spots[index + 1] ?? 0))).toEqual([18, 18, spots[2]]);
    expect(till?.is['aria-label']).toBe('Till: up, repairing, fallback, buffer');
  });

  test('is told from when to when, as text, as the reason of a box, and in the table', () => {
    const told = ['fallback-told <b>Door</b> Mo 10:00–Mo 22:30', 'fallback-told <b>Door</b> Fr 04:00 end'];
    expect(toldOf(seen, 'without').map(textOf)).toEqual(expect.arrayContaining(told));
    const calmly = { ...view, sides: { without: { ...calm, fallbacks } } };
    expect(toldOf(calmly, 'without').map(textOf)).toEqual(['untouched', ...told]);
    expect(whyOf(seen, 'without', 'door')?.chain.map(textOf)).toEqual(told);
    expect(whyOf(seen, 'without', 'door')?.says).toEqual([]);
    const rows = rowsOf(seen, 'without').map(textOf);
    expect(rows.filter((row) => row.includes('fallback'))).toHaveLength(2);
    expect(rows).toHaveLength(7);
  });
});

describe('what lies between the runs', () => {
  test('is told at moments that are worth a look, where it is known', () => {
    const told = toldOf(view, 'without').map(textOf).join('\n');
    expect(told).toMatch(/band \S+ \S+ 0 % – 100 %/);
    expect(toldOf({ ...view, sides: { without } }, 'without').length).toBeGreaterThan(1);
    const { bands: _, ...unknown } = view;
    expect(toldOf(unknown, 'without').map(textOf).join('\n')).not.toContain('band');
  });
});

describe('words', () => {
  test('an asset is explained by the part of the chain from it on', () => {
    expect(whyOf(view, 'without', 'till')?.chain[0]?.in).toHaveLength(2);
    expect(whyOf(view, 'without', 'till')?.measure).toEqual({ id: 'battery', name: 'A battery' });
    expect(whyOf(view, 'without', 'power')?.chain[0]?.in).toHaveLength(1);
    expect(whyOf(view, 'without', 'door')).toBeUndefined();
    expect(whyOf(view, 'with', 'till')).toBeUndefined();
    const [first] = without.outages;
    const odd = { ...(first as (typeof without.outages)[number]), asset: 'constructor' };
    const named = { ...view, sides: { without: { ...without, outages: [odd] } } };
    expect(whyOf(named, 'without', 'till')).toMatchObject({ says: ['none-alone 9'] });
    expect(whyOf(named, 'without', 'till')?.measure).toBeUndefined();
    expect(outageTitle({ ...named, picture: { ...picture, names: {} } }, odd)).toContain('constructor');
  });

  test('all of it is told, and is a table', () => {
    expect(toldOf(view, 'with').map(textOf)).toEqual(['untouched']);
    expect(outageTitle(view, without.outages[0] as Replay['outages'][number])).toBe(
      'Mo 12:00  outage-down Till for span-days 2',
    );
    expect(textOf(toldOf(view, 'without')[0] as Drawn)).toContain('Mo 10:00  fails Power');
    expect(rowsOf(view, 'without')).toHaveLength(4);
  });
});

describe('what is up but wrong', () => {
  const wrong: Replay = {
    ...calm,
    marks: [
      {
        channel: 'integrity',
        asset: 'till',
        data: 'prices',
        from: 4,
        until: 9,
        why: [
          { hour: 4, asset: 'till' },
          { hour: 1, asset: 'power' },
        ],
        preventedBy: null,
      },
      {
        channel: 'confidentiality',
        asset: 'door',
        data: null,
        from: 5,
        until: null,
        why: [{ hour: 5, asset: 'door' }],
        preventedBy: null,
      },
    ],
    notices: [{ channel: 'integrity', hour: 8, by: 'watch', asset: 'till' }],
  };
  const seen = { ...view, sides: { without: wrong } };
  const fills = (of: Drawn): string[] => [
    ...(typeof of.is['fill'] === 'string' ? [of.is['fill']] : []),
    ...of.in.flatMap((each) => (typeof each === 'string' ? [] : fills(each))),
  ];
  const textOf = (of: Drawn): string =>
    of.in.map((each) => (typeof each === 'string' ? each : textOf(each))).join(' ');

  test.each<[number, readonly string[]]>([
    [3, []],
    [6, ['url(#wrong-without)', 'url(#leaks-without)']],
    [20, ['url(#leaks-without)']],
  ])('has a pattern of its own at hour %d', (hour, expected) => {
    expect(fills(stageOf(seen, placesOf(picture), 'without', hour))).toEqual(expected);
  });

  test('is told with the way by which it came in, and who noticed', () => {
    const told = toldOf(seen, 'without').map(textOf).join('\n');
    expect(told).toContain('mark-wrong Till');
    expect(told).toContain('is-wrong Till');
    expect(told).toContain('altered Power');
    expect(told).toContain('exposed <b>Door</b>');
    expect(told).toContain('noticed Till');
    expect(rowsOf(seen, 'without').map(textOf)).toHaveLength(3);
    expect(whyOf(seen, 'without', 'till')?.measure).toEqual({ id: 'battery', name: 'A battery' });
    expect(firstHour(seen)).toBeGreaterThan(4);
  });
});
