// SPDX-License-Identifier: Apache-2.0
// From verdicts to narrower rules: false alarms go, what is real stays, and nothing is changed that cannot be.
import { describe, expect, test } from 'vitest';
import { type Episode, refine, type Verdict } from '../src/learn/index.ts';
import type { ChainEvent, Pack } from '../src/model/index.ts';
import { loadedPack } from './support/loaded-pack.ts';

const PACK = loadedPack('e-commerce');
const START = Date.UTC(2026, 9, 5, 8);
const RULE = 'e-commerce/policy/test-door';

/** A policy that alerts on each door that opens elsewhere. */
const door: Pack['policies'][number] = {
  id: RULE,
  title: { en: 'A door opens elsewhere' },
  threats: [61],
  stage: 'delivery',
  level: 'high',
  explain: { en: 'Sees doors that open where no stop is planned.' },
  references: ['test'],
  per: ['vehicle'],
  on: { event: 'vehicle.door', where: "action = 'open'" },
  must: [{ that: 'on.planned-stop = true', say: { en: 'Opened elsewhere.' } }],
  hit: [
    {
      type: 'vehicle.door',
      keys: { vehicle: 'v' },
      data: { action: 'open', 'planned-stop': false, 'unlocked-by': 'none' },
    },
  ],
  miss: [{ type: 'vehicle.door', keys: { vehicle: 'v' }, data: { action: 'open', 'planned-stop': true } }],
  pack: 'e-commerce',
  at: { file: 'test', line: 1, column: 1 },
  locate: () => ({ file: 'test', line: 1, column: 1 }),
};
const WITH = { ...PACK, policies: [door], baselines: [] } as Pack;

function opened(number: number, by: string): ChainEvent {
  return {
    id: `e${number}`,
    source: 'test',
    type: 'vehicle.door',
    time: START + number * 60_000,
    keys: { vehicle: `van-${number}`, driver: `d-${number}` },
    trust: 'signed',
    data: { action: 'open', 'planned-stop': false, 'unlocked-by': by },
  };
}

/** Six doors: five opened with the key of the yard, one by nobody. */
const EVENTS = ['key', 'key', 'none', 'key', 'key', 'key'].map((by, at) => opened(at, by));
const said = (number: number, isFalse: boolean): Verdict => ({
  rule: RULE,
  isFalse,
  keys: { vehicle: `van-${number}` },
  from: START + number * 60_000,
  to: START + number * 60_000,
});
const episode = (attacks: Record<string, string> = {}): Episode => ({
  events: EVENTS,
  attackOf: new Map(Object.entries(attacks)),
});

describe('refinement of a policy', () => {
  test('keeps away what was false, and shows before and after', () => {
    const found = refine(WITH, [episode()], [said(0, true), said(1, true), said(2, false)]);
    expect(found).toEqual([
      {
        rule: RULE,
        change: { unless: "on.unlocked-by = 'key'" },
        before: { alerts: 6, judgedFalse: 2, judgedReal: 1, attacks: [] },
        after: { alerts: 1, judgedFalse: 0, judgedReal: 1, attacks: [] },
      },
    ]);
  });

  test.each<readonly [string, readonly Verdict[], Record<string, string>]>([
    ['nobody called anything false', [said(2, false)], {}],
    ['the same was called real elsewhere', [said(0, true), said(1, false)], {}],
    ['a known attack looks like it', [said(0, true)], { e3: 'robbed' }],
  ])('is not offered when %s', (_, verdicts, attacks) => {
    expect(refine(WITH, [episode(attacks)], verdicts)).toEqual([]);
  });

  test('is not offered when the hit of the policy would be lost', () => {
    const verdicts = [said(2, true)];
    expect(refine(WITH, [episode()], verdicts)).toEqual([]);
  });
});

describe('refinement of a baseline', () => {
  const many = PACK.baselines.filter(({ id }) => id === 'common/baseline/accounts-per-address');
  const pack = { ...PACK, policies: [], baselines: many } as Pack;
  const logins = (address: string, from: number, accounts: number): ChainEvent[] =>
    Array.from({ length: accounts }, (_, at) => ({
      id: `${address}-${from}-${at}`,
      source: 'test',
      type: 'acct.login',
      time: START + from * 3_600_000 + at * 20_000,
      keys: { account: `a-${from}-${at}`, address },
      trust: 'signed' as const,
      data: { result: 'success' },
    }));
  const usual = Array.from({ length: 24 * 20 }, (_, hour) =>
    logins('192.0.2.1', hour, 2 + (hour % 3)),
  ).flat();
  const events = [...usual, ...logins('192.0.2.7', 410, 25), ...logins('198.51.100.9', 450, 120)].sort(
    (a, b) => a.time - b.time,
  );
  const attackOf = new Map(
    events.flatMap(({ id }) => (id.startsWith('198') ? [[id, 'stuffing'] as const] : [])),
  );

  test('asks for a higher score, and still sees the attack', () => {
    const office: Verdict = {
      rule: 'common/baseline/accounts-per-address',
      isFalse: true,
      keys: { address: '192.0.2.7' },
      from: START,
      to: START + 500 * 3_600_000,
    };
    const [found] = refine(pack, [{ events, attackOf }], [office]);
    expect(found?.before).toMatchObject({ judgedFalse: 1, attacks: ['stuffing'] });
    expect(found?.after).toMatchObject({ judgedFalse: 0, attacks: ['stuffing'] });
    expect(found?.change).toEqual({ least: expect.any(Number) });
  });
});
