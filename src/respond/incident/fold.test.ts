// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { foldIncidents, type LoggedEntry } from './incident.ts';

const TIME = '2026-01-01T00:00:00.000Z';
const entry = (index: number, name: string, body: object): LoggedEntry => ({
  ...{ index, time: TIME, actor: 'a', kind: `incident.${name}`, subject: '1', body },
});
const REPORTED = entry(0, 'reported', { title: 'T', pack: 'p', zone: 'Europe/Athens' });
const seen = (index: number): LoggedEntry =>
  entry(index, 'observed', { type: 'ipv4-addr', value: `10.0.${index >> 8}.${index & 255}` });

// Copied at each entry, the lists of such a case took a minute.
test('a case of forty thousand entries is folded at once', () => {
  const all = [REPORTED, ...Array.from({ length: 40_000 }, (_, at) => seen(at + 1))];
  expect(foldIncidents(all).get('1')).toMatchObject({
    timeline: { length: 40_001 },
    observables: { length: 40_000 },
  });
});

test('what was folded before stays as it was, and what is folded on it is the whole', () => {
  const entries = [
    REPORTED,
    seen(1),
    entry(2, 'hold', { to: 'nowhere' }),
    seen(3),
    seen(4),
    entry(5, 'reported', {}),
  ];
  const first = foldIncidents(entries.slice(0, 3));
  const kept = structuredClone(first);
  const one = foldIncidents(entries.slice(3), first);
  const other = foldIncidents(entries.slice(3, 5), first);
  expect(first).toEqual(kept);
  expect(one).toEqual(foldIncidents(entries));
  expect(other.get('1')?.observables).toHaveLength(3);
  expect(one.get('1')?.faults).toHaveLength(2);
});
