// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import { arrivals } from './arrivals.ts';
import { generate } from './generate.ts';
import { readTraffic } from './read.ts';
import { createSchedule } from './schedule.ts';
import type { Traffic, Value } from './schema.ts';
import { evaluate, TrafficError } from './value.ts';

const HEAD = `traffic: 1
name: A day
source: urn:test
profiles: { noon: [0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0] }
populations: { people: { key: person, prefix: p-, size: 5, attributes: { weight: { normal: [70, 10] } } } }
`;
const DAY = 86_400_000;

function traffic(processes: string, attacks = '[]'): Traffic {
  const text = `${HEAD}processes: ${processes}\nattacks: ${attacks}\n`;
  const { value, problems } = readTraffic(new TextEncoder().encode(text), 'traffic.yaml');
  if (value === undefined) throw new Error(JSON.stringify(problems));
  return value;
}

function run(description: Traffic, { seed = 1, days = 1, attacks = [] as string[] } = {}) {
  return [...generate(description, { seed, start: 0, days, attacks })];
}

const shown = (labelled: ReturnType<typeof run>) =>
  labelled.map(
    ({ event, attack }) =>
      `${event.time / 1000} ${event.type} ${JSON.stringify({ ...event.keys, ...event.data })}${attack === undefined ? '' : ` ${attack}`}`,
  );

describe('a value', () => {
  const scope = { name: 'Ada', number: 4 };
  const cases: readonly (readonly [Value, unknown])[] = [
    ['plain', 'plain'],
    ['$number', 4],
    ['{name} has {number}', 'Ada has 4'],
    [{ sum: ['$number', 1.5] }, 5.5],
    [{ product: ['$number', 2] }, 8],
    [{ round: 2.6 }, 3],
    [{ choose: { true: 1 } }, true],
    [{ one: ['x'] }, 'x'],
    [{ chance: 0 }, false],
    [{ integer: [3, 3] }, 3],
  ];
  test.each(cases)('%j is %j', (value, expected) => {
    expect(evaluate(value, scope, createRandom(1))).toBe(expected);
  });

  test('says which variable there is not', () => {
    expect(() => evaluate('$nobody', scope, createRandom(1))).toThrow(
      new TrafficError('Cannot find the variable `nobody`'),
    );
  });

  test('stays within its bounds', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -50, max: 50 }), fc.nat(50), (seed, low, width) => {
        const value = evaluate({ integer: [low, low + width] }, {}, createRandom(seed)) as number;
        return Number.isInteger(value) && value >= low && value <= low + width;
      }),
    );
  });
});

test('a schedule gives the earliest first, and what came first when times are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (times) => {
      const schedule = createSchedule<number>();
      times.forEach((time, index) => {
        schedule.add(time, index);
      });
      const out = [];
      for (let next = schedule.next(); next !== undefined; next = schedule.next())
        out.push([next.time, next.item]);
      const sorted = times
        .map((time, index) => [time, index] as const)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
      expect(out).toEqual(sorted);
    }),
  );
});

describe('arrivals', () => {
  const description = traffic('[]');
  test('come as often as asked, at the hours of the profile', () => {
    const process = { id: 'x', perDay: 400, profile: 'noon', do: [] };
    const times = [...arrivals(process, description, 0, 50 * DAY, createRandom(7))];
    // Poisson with mean 20,000: six standard deviations are 850.
    expect(Math.abs(times.length - 20_000)).toBeLessThan(850);
    expect(times.every((time) => Math.floor((time % DAY) / 3_600_000) === 12)).toBe(true);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
  test('come at regular times between two hours', () => {
    const process = { id: 'x', every: 3600, between: ['06:00', '09:00'] as [string, string], do: [] };
    const hours = [...arrivals(process, description, 0, 2 * DAY, createRandom(7))].map(
      (time) => time / 3_600_000,
    );
    expect(hours).toEqual([6, 7, 8, 30, 31, 32]);
  });
});

describe('generate', () => {
  test('runs steps in order of time, across processes and queues', () => {
    const description = traffic(`
  - { id: give, every: 86400, do: [{ new: { batch: b } }, { wait: 10 }, { event: made.thing, keys: [batch] }, { put: shelf, carry: [batch] }] }
  - { id: fetch, every: 86400, do: [{ take: shelf, do: [{ event: too.early }], else: [{ event: shelf.empty }] }, { wait: 20 }, { take: shelf, do: [{ event: took.thing, keys: [batch] }] }] }
  - { id: aside, every: 86400, do: [{ beside: [{ wait: 5 }, { event: beside.done }] }, { repeat: 2, every: 15, do: [{ event: round.done, data: { round: $round } }] }] }`);
    expect(shown(run(description))).toEqual([
      '0 shelf.empty {}',
      '0 round.done {"round":0}',
      '5 beside.done {}',
      '10 made.thing {"batch":"b1"}',
      '15 round.done {"round":1}',
      '20 took.thing {"batch":"b1"}',
    ]);
  });

  test('labels what an attack does, but not what is usual in it', () => {
    const attack = `
  - { id: theft, title: Theft, text: Theft, threats: [1], crosses: [door], between: ['01:00', '01:00'], do: [{ event: door.opened, usual: true }, { event: thing.gone }] }`;
    expect(shown(run(traffic('[]', attack), { attacks: ['theft'] }))).toEqual([
      '3600 door.opened {}',
      '3600 thing.gone {} theft',
    ]);
  });

  test('travels in a straight line at the speed asked for', () => {
    const description = traffic(`
  - { id: way, every: 86400, do: [{ let: { lat: 50, lon: 7 } }, { travel: { to: [50.1, 7], speed: 40, every: 300 }, do: [{ event: at.place, data: { lat: $lat, lon: $lon } }] }, { event: arrived.there, data: { lat: $lat, odometer: $odometer } }] }`);
    const events = shown(run(description));
    expect(events.slice(0, 2)).toEqual([
      '300 at.place {"lat":50.029944,"lon":7}',
      '600 at.place {"lat":50.059887,"lon":7}',
    ]);
    expect(events.at(-1)).toBe('1001.88 arrived.there {"lat":50.1,"odometer":11.13}');
  });

  test('gives the same events for the same seed, and others for another', () => {
    const description = traffic(`
  - { id: meet, perDay: 50, do: [{ draw: people }, { event: person.met, keys: [person], data: { weight: $person.weight } }] }`);
    expect(shown(run(description))).toEqual(shown(run(description)));
    expect(shown(run(description))).not.toEqual(shown(run(description, { seed: 2 })));
    const weights = new Map<string, Set<unknown>>();
    for (const { event } of run(description)) {
      const person = event.keys['person'] ?? '';
      weights.set(person, (weights.get(person) ?? new Set()).add(event.data['weight']));
    }
    expect([...weights.values()].every((each) => each.size === 1)).toBe(true);
  });

  test('says in which process a description fails', () => {
    const description = traffic('[{ id: bad, every: 86400, do: [{ draw: nobody }] }]');
    expect(() => run(description)).toThrow(new TrafficError('Cannot find the population `nobody`, in `bad`'));
  });
});

test('reading reports every problem of shape with its place', () => {
  const text = `${HEAD}processes: [{ id: x, evry: 4, do: [{ wait: {} }] }]\nattacks: []\n`;
  const { value, problems } = readTraffic(new TextEncoder().encode(text), 'traffic.yaml');
  expect(value).toBeUndefined();
  expect(problems.map(({ at, code }) => `${at.line}:${at.column} ${code}`)).toEqual([
    '6:44 TRAFFIC_MISSING_KEY',
    '6:22 TRAFFIC_UNKNOWN_KEY',
  ]);
});
