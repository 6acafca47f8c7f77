// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { resolvePack } from '../../../model/index.ts';
import type { IncidentWire } from '../../../monitor/index.ts';
import { HttpRefusal, packReader } from '../../../platform/index.ts';
import { CONTRACT } from '../contract/index.ts';
import { obligationsOf } from './obligations.ts';

const pack = resolvePack('e-commerce', packReader('packs')).value;
if (pack === undefined) throw new Error('The pack does not load');

const FIRST = '2026-10-05T01:07:11.699Z';
const SEEN = '2026-10-05T01:18:51.000Z';
const incident = {
  id: 'incident-89496bcc5081',
  title: 'Card data skimmed',
  first: FIRST,
  timeline: [{ from: SEEN }],
} as unknown as IncidentWire;

test('clocks run from the first alert; what nobody stated is open, with its deadline', () => {
  const now = Date.parse('2026-10-05T02:00:00Z');
  const report = CONTRACT.obligations.answer.parse(obligationsOf(incident, 'Europe/Athens', pack, now));
  expect(report.at).toBe('2026-10-05T02:00:00Z');
  const breach = report.obligations.find(({ article }) => article === 'Art. 33(1)');
  expect(breach).toMatchObject({ outcome: 'open' });
  // GDPR Art. 33(1): 72 hours after having become aware.
  expect(breach?.steps.map(({ due }) => due)).toContain('2026-10-08T01:18:51Z');
  const due = report.obligations
    .flatMap(({ steps }) => steps)
    .filter(({ state }) => state === 'due' || state === 'open');
  expect(due.length).toBeGreaterThan(0);
});

test('a zone that there is not is refused', () => {
  expect(() => obligationsOf(incident, 'Mars/Base', pack, 0)).toThrow(HttpRefusal);
});
