// SPDX-License-Identifier: Apache-2.0
// Duties and clocks, worked out by hand: weekends, month ends, clock changes, thresholds met exactly and by one more.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';
import { judgeObligations, ObligationsShape, readIncidentRecord } from '../src/respond/index.ts';

const pack = resolvePack('e-commerce', packReader(join(import.meta.dirname, '../packs'))).value as Pack;

interface Given {
  readonly zone?: string;
  readonly holidays?: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly sent?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function judged(given: Given, id: string, now = '2026-03-02T09:00:00Z') {
  const record = { incident: 1, id: 'i-1', title: 'A case', zone: 'UTC', ...given };
  const read = readIncidentRecord(new TextEncoder().encode(JSON.stringify(record)), 'incident.json', pack);
  expect(read.problems).toEqual([]);
  if (read.value === undefined) throw new Error('refused');
  const found = judgeObligations(read.value, pack, Date.parse(now)).obligations.find(
    (each) => each.id === full(id),
  );
  if (found === undefined) throw new Error(`no obligation ${id}`);
  return found;
}

function full(id: string): string {
  return pack.obligations.find((each) => each.id.endsWith(`/${id}`))?.id ?? id;
}

const GDPR = { 'is-controller': true, 'personal-data-breach': true, 'risk-to-people': 'likely' };
const NIS2 = { 'is-designated': true, 'is-listed-digital-provider': false, 'severe-disruption': true };
const CER = { 'is-critical-entity': true, 'service-disrupted': true };
const CRA_V = { 'is-product-maker': true, 'exploited-vulnerability': true };
const CRA_I = { 'is-product-maker': true, 'severe-product-incident': true };
const DORA = {
  'is-financial-entity': true,
  'critical-services-affected': true,
  'malicious-access': true,
  'access-can-lose-data': true,
};
const PCI = { 'accepts-cards': true, 'fully-outsourced-payment': false, 'payment-page-changed': true };
const SMALL = { ...DORA, 'is-first-rank-entity': false };
const LARGE = { ...DORA, 'is-first-rank-entity': true };

/** What, obligation/step, zone, fields, when earlier steps were sent, holidays, the last moment in UTC. */
type Row = readonly [
  string,
  string,
  string,
  Given['fields'],
  Readonly<Record<string, string>>,
  readonly string[],
  string | undefined,
];

const CLOCKS: readonly Row[] = [
  [
    '72 h',
    'gdpr-33/notification',
    'UTC',
    { ...GDPR, aware: '2026-03-02T09:00:00Z' },
    {},
    [],
    '2026-03-05T09:00:00Z',
  ],
  [
    '72 h over the night that loses an hour',
    'gdpr-33/notification',
    'Europe/Athens',
    { ...GDPR, aware: '2026-03-28T23:30:00+02:00' },
    {},
    [],
    '2026-03-31T21:30:00Z',
  ],
  [
    '72 h over the night that gains an hour',
    'gdpr-33/notification',
    'Europe/Berlin',
    { ...GDPR, aware: '2026-10-24T10:00:00+02:00' },
    {},
    [],
    '2026-10-27T08:00:00Z',
  ],
  [
    '72 h over the end of January',
    'gdpr-33/notification',
    'Europe/Berlin',
    { ...GDPR, aware: '2026-01-30T17:00:00+01:00' },
    {},
    [],
    '2026-02-02T16:00:00Z',
  ],
  [
    '72 h over a leap day',
    'gdpr-33/notification',
    'UTC',
    { ...GDPR, aware: '2028-02-27T12:00:00Z' },
    {},
    [],
    '2028-03-01T12:00:00Z',
  ],
  [
    '72 h over the end of February',
    'gdpr-33/notification',
    'UTC',
    { ...GDPR, aware: '2026-02-26T12:00:00Z' },
    {},
    [],
    '2026-03-01T12:00:00Z',
  ],
  [
    '72 h over a weekend and a holiday',
    'gdpr-33/notification',
    'Europe/Athens',
    { ...GDPR, aware: '2026-05-01T18:00:00+03:00' },
    {},
    ['2026-05-04'],
    '2026-05-04T15:00:00Z',
  ],
  [
    '72 h over the end of the year',
    'gdpr-33/notification',
    'UTC',
    { ...GDPR, aware: '2026-12-30T22:00:00Z' },
    {},
    [],
    '2027-01-02T22:00:00Z',
  ],
  [
    '72 h, half an hour of offset',
    'gdpr-33/notification',
    'Asia/Kolkata',
    { ...GDPR, aware: '2026-06-10T01:00:00+05:30' },
    {},
    [],
    '2026-06-12T19:30:00Z',
  ],
  [
    '24 h over a clock change',
    'nis2-23/early-warning',
    'Europe/Berlin',
    { ...NIS2, aware: '2026-03-29T01:30:00+01:00' },
    {},
    [],
    '2026-03-30T00:30:00Z',
  ],
  [
    '72 h over a clock change',
    'nis2-23/notification',
    'Europe/Berlin',
    { ...NIS2, aware: '2026-03-29T01:30:00+01:00' },
    {},
    [],
    '2026-04-01T00:30:00Z',
  ],
  [
    'a month after a notification not sent yet',
    'nis2-23/final',
    'Europe/Berlin',
    { ...NIS2, aware: '2026-03-29T01:30:00+01:00', ongoing: false },
    {},
    [],
    '2026-05-01T00:30:00Z',
  ],
  [
    'a month from 31 January',
    'nis2-23/final',
    'Europe/Berlin',
    { ...NIS2, aware: '2026-01-29T09:00:00+01:00', ongoing: false },
    { notification: '2026-01-31T10:00:00+01:00' },
    [],
    '2026-02-28T09:00:00Z',
  ],
  [
    'a month from 31 January of a leap year',
    'nis2-23/final',
    'Europe/Berlin',
    { ...NIS2, aware: '2028-01-29T09:00:00+01:00', ongoing: false },
    { notification: '2028-01-31T10:00:00+01:00' },
    [],
    '2028-02-29T09:00:00Z',
  ],
  [
    'a month into summer time',
    'nis2-23/final',
    'Europe/Berlin',
    { ...NIS2, aware: '2026-02-27T09:00:00+01:00', ongoing: false },
    { notification: '2026-03-01T10:00:00+01:00' },
    [],
    '2026-04-01T08:00:00Z',
  ],
  [
    'a month out of summer time',
    'nis2-23/final',
    'Europe/Berlin',
    { ...NIS2, aware: '2026-09-28T09:00:00+02:00', ongoing: false },
    { notification: '2026-09-30T10:00:00+02:00' },
    [],
    '2026-10-30T09:00:00Z',
  ],
  [
    'a month to a time that does not exist',
    'nis2-23/final',
    'Europe/Berlin',
    { ...NIS2, aware: '2027-02-26T09:00:00+01:00', ongoing: false },
    { notification: '2027-02-28T02:30:00+01:00' },
    [],
    '2027-03-28T01:30:00Z',
  ],
  [
    'a month to a time that comes twice',
    'nis2-23/final',
    'Europe/Berlin',
    { ...NIS2, aware: '2026-09-23T09:00:00+02:00', ongoing: false },
    { notification: '2026-09-25T02:30:00+02:00' },
    [],
    '2026-10-25T00:30:00Z',
  ],
  [
    'a month by the day in Athens',
    'nis2-23/final',
    'Europe/Athens',
    { ...NIS2, aware: '2026-01-29T09:00:00Z', ongoing: false },
    { notification: '2026-01-30T22:30:00Z' },
    [],
    '2026-02-27T22:30:00Z',
  ],
  [
    'the same by the day in London',
    'nis2-23/final',
    'Europe/London',
    { ...NIS2, aware: '2026-01-29T09:00:00Z', ongoing: false },
    { notification: '2026-01-30T22:30:00Z' },
    [],
    '2026-02-28T22:30:00Z',
  ],
  [
    'progress while it goes on',
    'nis2-23/progress',
    'UTC',
    { ...NIS2, aware: '2026-03-02T09:00:00Z', ongoing: true },
    { notification: '2026-03-04T09:00:00Z' },
    [],
    '2026-04-04T09:00:00Z',
  ],
  [
    'final waits for the end of handling',
    'nis2-23/final',
    'UTC',
    { ...NIS2, aware: '2026-03-02T09:00:00Z', ongoing: true },
    { notification: '2026-03-04T09:00:00Z' },
    [],
    undefined,
  ],
  [
    'final a month after the end of handling',
    'nis2-23/final',
    'Europe/Athens',
    { ...NIS2, aware: '2026-03-02T09:00:00Z', ongoing: true, handled: '2026-05-31T12:00:00+03:00' },
    { notification: '2026-03-04T09:00:00Z' },
    [],
    '2026-06-30T09:00:00Z',
  ],
  [
    '24 h, a new year between',
    'cer-15/initial',
    'Europe/Berlin',
    { ...CER, aware: '2026-12-31T23:00:00+01:00' },
    {},
    [],
    '2027-01-01T22:00:00Z',
  ],
  [
    'a month after awareness',
    'cer-15/detailed',
    'Europe/Berlin',
    { ...CER, aware: '2026-12-31T23:00:00+01:00' },
    {},
    [],
    '2027-01-31T22:00:00Z',
  ],
  [
    '24 h for a vulnerability',
    'cra-14-vulnerability/early-warning',
    'Europe/Brussels',
    { ...CRA_V, aware: '2026-10-02T09:00:00Z' },
    {},
    [],
    '2026-10-03T09:00:00Z',
  ],
  [
    '72 h for a vulnerability',
    'cra-14-vulnerability/notification',
    'Europe/Brussels',
    { ...CRA_V, aware: '2026-10-02T09:00:00Z' },
    {},
    [],
    '2026-10-05T09:00:00Z',
  ],
  [
    '14 days after the fix, a Monday',
    'cra-14-vulnerability/final',
    'Europe/Brussels',
    { ...CRA_V, aware: '2026-10-02T09:00:00Z', 'fix-available': '2026-10-05T10:00:00Z' },
    {},
    [],
    '2026-10-19T21:59:59Z',
  ],
  [
    '14 days after the fix, a Saturday before clocks go back',
    'cra-14-vulnerability/final',
    'Europe/Brussels',
    { ...CRA_V, aware: '2026-10-02T09:00:00Z', 'fix-available': '2026-10-10T10:00:00Z' },
    {},
    [],
    '2026-10-26T22:59:59Z',
  ],
  [
    'the same with a holiday on the Monday',
    'cra-14-vulnerability/final',
    'Europe/Brussels',
    { ...CRA_V, aware: '2026-10-02T09:00:00Z', 'fix-available': '2026-10-10T10:00:00Z' },
    {},
    ['2026-10-26'],
    '2026-10-27T22:59:59Z',
  ],
  [
    'no fix yet',
    'cra-14-vulnerability/final',
    'Europe/Brussels',
    { ...CRA_V, aware: '2026-10-02T09:00:00Z' },
    {},
    [],
    undefined,
  ],
  [
    'a month after the notice, a Monday',
    'cra-14-incident/final',
    'Europe/Brussels',
    { ...CRA_I, aware: '2026-10-29T09:00:00Z' },
    { notification: '2026-10-31T10:00:00+01:00' },
    [],
    '2026-11-30T22:59:59Z',
  ],
  [
    'a month after the notice, a Sunday',
    'cra-14-incident/final',
    'Europe/Brussels',
    { ...CRA_I, aware: '2026-11-11T09:00:00Z' },
    { notification: '2026-11-13T10:00:00+01:00' },
    [],
    '2026-12-14T22:59:59Z',
  ],
  [
    'a month after the notice, Christmas',
    'cra-14-incident/final',
    'Europe/Brussels',
    { ...CRA_I, aware: '2026-11-23T09:00:00Z' },
    { notification: '2026-11-25T10:00:00+01:00' },
    ['2026-12-25', '2026-12-26'],
    '2026-12-28T22:59:59Z',
  ],
  [
    '4 h after classification',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-02T09:00:00Z', classified: '2026-03-02T10:00:00Z' },
    {},
    [],
    '2026-03-02T14:00:00Z',
  ],
  [
    '24 h after awareness when that is earlier',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-02T09:00:00Z', classified: '2026-03-03T07:00:00Z' },
    {},
    [],
    '2026-03-03T09:00:00Z',
  ],
  [
    'classified at 24 h sharp',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-02T09:00:00Z', classified: '2026-03-03T09:00:00Z' },
    {},
    [],
    '2026-03-03T09:00:00Z',
  ],
  [
    'classified after 24 h',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-02T09:00:00Z', classified: '2026-03-04T09:00:00Z' },
    {},
    [],
    '2026-03-04T13:00:00Z',
  ],
  [
    'not classified yet',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-02T09:00:00Z' },
    {},
    [],
    '2026-03-03T09:00:00Z',
  ],
  [
    'Friday evening is a working day',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-06T15:00:00Z', classified: '2026-03-06T16:00:00Z' },
    {},
    [],
    '2026-03-06T20:00:00Z',
  ],
  [
    'Friday, a holiday',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-06T09:00:00Z', classified: '2026-03-06T10:00:00Z' },
    {},
    ['2026-03-06'],
    '2026-03-09T11:00:00Z',
  ],
  [
    'Saturday: Monday noon',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-07T08:00:00Z', classified: '2026-03-07T10:00:00Z' },
    {},
    [],
    '2026-03-09T11:00:00Z',
  ],
  [
    'Saturday, first rank: no extension',
    'dora-19/initial',
    'Europe/Berlin',
    { ...LARGE, aware: '2026-03-07T08:00:00Z', classified: '2026-03-07T10:00:00Z' },
    {},
    [],
    '2026-03-07T14:00:00Z',
  ],
  [
    'Saturday, rank not stated: the safe one',
    'dora-19/initial',
    'Europe/Berlin',
    { ...DORA, aware: '2026-03-07T08:00:00Z', classified: '2026-03-07T10:00:00Z' },
    {},
    [],
    '2026-03-07T14:00:00Z',
  ],
  [
    'Sunday of the clock change: Monday noon in summer time',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-28T22:00:00Z', classified: '2026-03-28T23:00:00Z' },
    {},
    [],
    '2026-03-30T10:00:00Z',
  ],
  [
    '72 h after the initial one, a Sunday',
    'dora-19/intermediate',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-05T08:00:00Z' },
    { initial: '2026-03-05T10:00:00Z' },
    [],
    '2026-03-09T11:00:00Z',
  ],
  [
    'the same for first rank',
    'dora-19/intermediate',
    'Europe/Berlin',
    { ...LARGE, aware: '2026-03-05T08:00:00Z' },
    { initial: '2026-03-05T10:00:00Z' },
    [],
    '2026-03-08T10:00:00Z',
  ],
  [
    'a month after the intermediate one, a Saturday before clocks go forward',
    'dora-19/final',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-02-25T08:00:00Z' },
    { intermediate: '2026-02-28T10:00:00Z' },
    [],
    '2026-03-30T10:00:00Z',
  ],
  [
    'the same for first rank, whose final report is extended too',
    'dora-19/final',
    'Europe/Berlin',
    { ...LARGE, aware: '2026-02-25T08:00:00Z' },
    { intermediate: '2026-02-28T10:00:00Z' },
    [],
    '2026-03-30T10:00:00Z',
  ],
  [
    'from 31 January: 28 February, a Saturday',
    'dora-19/final',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-01-28T08:00:00Z' },
    { intermediate: '2026-01-31T09:00:00Z' },
    [],
    '2026-03-02T11:00:00Z',
  ],
  [
    'Good Friday and Easter Monday',
    'dora-19/final',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-02-28T08:00:00Z' },
    { intermediate: '2026-03-03T09:00:00Z' },
    ['2026-04-03', '2026-04-06'],
    '2026-04-07T10:00:00Z',
  ],
  [
    'a month that ends on a Thursday ends with the day',
    'dora-19/final',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-03-28T08:00:00Z' },
    { intermediate: '2026-03-30T09:00:00Z' },
    [],
    '2026-04-30T21:59:59Z',
  ],
  [
    'seven days into summer time',
    'pci-11-6-1/next-check',
    'Europe/Berlin',
    { ...PCI, aware: '2026-03-25T09:00:00Z', 'last-page-check': '2026-03-25T08:00:00+01:00' },
    {},
    [],
    '2026-04-01T06:00:00Z',
  ],
  [
    'seven days out of summer time',
    'pci-11-6-1/next-check',
    'Europe/Berlin',
    { ...PCI, aware: '2026-10-20T09:00:00Z', 'last-page-check': '2026-10-20T08:00:00+02:00' },
    {},
    [],
    '2026-10-27T07:00:00Z',
  ],
  // GDPR Art. 33(1). Clocks go back on Sunday 25 October 2026 at 01:00Z. Friday 23 October, 18:00 +03:00 = 15:00Z; + 72 h =
  // Monday 26 October, 15:00Z, by the wall 17:00: an hour earlier than 18:00.
  [
    '72 h from a Friday over the weekend that gains an hour',
    'gdpr-33/notification',
    'Europe/Athens',
    { ...GDPR, aware: '2026-10-23T18:00:00+03:00' },
    {},
    [],
    '2026-10-26T15:00:00Z',
  ],
  // NIS 2 Art. 23(4)(a). Saturday 31 January 2026, 20:00 +01:00 = 19:00Z; + 24 h = Sunday 1 February, 19:00Z. Hours are not moved.
  [
    '24 h from the last Saturday of a month into a Sunday',
    'nis2-23/early-warning',
    'Europe/Paris',
    { ...NIS2, aware: '2026-01-31T20:00:00+01:00' },
    {},
    [],
    '2026-02-01T19:00:00Z',
  ],
  // NIS 2 Art. 23(4)(d): a month after the notification. 30 November 2026, 10:00 +02:00; December has a 30th; 10:00 +02:00 = 08:00Z.
  [
    'a month from the end of November',
    'nis2-23/final',
    'Europe/Athens',
    { ...NIS2, aware: '2026-11-28T09:00:00Z' },
    { notification: '2026-11-30T10:00:00+02:00' },
    [],
    '2026-12-30T08:00:00Z',
  ],
  // CRA Art. 14(2)(a). Saturday 27 March 2027, 12:00 +01:00 = 11:00Z; + 24 h = Sunday 28 March, 11:00Z, by the wall 13:00 in
  // summer time that began at 01:00Z.
  [
    '24 h for a vulnerability over the night that loses an hour',
    'cra-14-vulnerability/early-warning',
    'Europe/Brussels',
    { ...CRA_V, aware: '2027-03-27T12:00:00+01:00' },
    {},
    [],
    '2027-03-28T11:00:00Z',
  ],
  // CER Art. 15(1). Monday 28 February 2028, 23:30 +01:00 = 22:30Z; 2028 is a leap year: + 24 h = Tuesday 29 February, 22:30Z.
  [
    '24 h into a leap day',
    'cer-15/initial',
    'Europe/Berlin',
    { ...CER, aware: '2028-02-28T23:30:00+01:00' },
    {},
    [],
    '2028-02-29T22:30:00Z',
  ],
  // DORA, Regulation 2025/301 Art. 5(1)(a) and 5(4): Sunday 25 October 2026, classified 08:00Z, + 4 h = 12:00Z, a Sunday, so noon of
  // Monday 26 October: clocks went back that night, 12:00 +01:00 = 11:00Z.
  [
    'Sunday of the clock change in autumn: Monday noon in winter time',
    'dora-19/initial',
    'Europe/Berlin',
    { ...SMALL, aware: '2026-10-25T07:00:00Z', classified: '2026-10-25T08:00:00Z' },
    {},
    [],
    '2026-10-26T11:00:00Z',
  ],
  [
    'no fixed time',
    'pci-12-10/notice',
    'UTC',
    { 'accepts-cards': true, 'account-data-exposed': true, aware: '2026-03-02T09:00:00Z' },
    {},
    [],
    undefined,
  ],
];

it('has cases enough', () => expect(CLOCKS.length).toBeGreaterThanOrEqual(60));

test.each(CLOCKS)('%s (%s)', (_title, place, zone, fields, sent, holidays, expected) => {
  const [id = '', step = ''] = place.split('/');
  const found = judged(
    { zone, holidays, fields, sent: Object.keys(sent).length === 0 ? {} : { [full(id)]: sent } },
    id,
  );
  expect(found.outcome).toBe('applies');
  expect(found.steps.find((each) => each.id === step)?.due).toBe(expected);
});

const AWARE = { aware: '2026-03-02T09:00:00Z' };
const MARKET = { ...AWARE, 'is-marketplace': true, employees: 80, 'planned-maintenance': false };
const LISTED = { ...AWARE, 'is-listed-digital-provider': true, employees: 80, 'planned-maintenance': false };
const ANNEX = {
  ...AWARE,
  'is-annex-sector': true,
  'is-designated': false,
  'is-listed-digital-provider': false,
  'severe-disruption': true,
};
const HIGH = { ...AWARE, ...GDPR, 'risk-to-people': 'high' };
const CARDS = { 'accepts-cards': true, 'fraud-and-disputes': 1_501 };
const MAJOR = {
  ...AWARE,
  'is-financial-entity': true,
  'critical-services-affected': true,
  'malicious-access': false,
};

/** What, obligation, fields, outcome, a part of the reason. */
const OUTCOMES: readonly (readonly [string, string, Given['fields'], string, string])[] = [
  [
    'no risk',
    'gdpr-33',
    { ...AWARE, ...GDPR, 'risk-to-people': 'unlikely' },
    'not-applicable',
    'Risk to rights and freedoms of people: unlikely',
  ],
  [
    'risk not judged yet',
    'gdpr-33',
    { ...AWARE, 'is-controller': true, 'personal-data-breach': true },
    'open',
    'Risk to rights and freedoms of people: not stated',
  ],
  [
    'no breach decides although the rest is open',
    'gdpr-33',
    { ...AWARE, 'personal-data-breach': false },
    'not-applicable',
    'accessed without right: no',
  ],
  [
    'no risk, yet in the register',
    'gdpr-33-5',
    { ...AWARE, ...GDPR, 'risk-to-people': 'unlikely' },
    'applies',
    'yes',
  ],
  ['likely is not high', 'gdpr-34', { ...AWARE, ...GDPR }, 'not-applicable', 'likely'],
  [
    'high, no exemption',
    'gdpr-34',
    { ...HIGH, 'data-unreadable': false, 'risk-removed': false, 'disproportionate-effort': false },
    'applies',
    'high',
  ],
  ['high, exemptions not looked at', 'gdpr-34', HIGH, 'open', 'not stated'],
  [
    'high, encrypted',
    'gdpr-34',
    { ...HIGH, 'data-unreadable': true },
    'not-applicable',
    'unreadable to whoever has them, such as by encryption: yes',
  ],
  [
    'high, too many to tell',
    'gdpr-34-public',
    { ...HIGH, 'data-unreadable': false, 'risk-removed': false, 'disproportionate-effort': true },
    'applies',
    'disproportionate effort: yes',
  ],
  ['50 staff', 'nis2-23', { ...ANNEX, employees: 50 }, 'applies', 'Staff: 50, at least 50'],
  ['49 staff, money not stated', 'nis2-23', { ...ANNEX, employees: 49 }, 'open', 'not stated'],
  [
    '49 staff, turnover of EUR 10,000,000',
    'nis2-23',
    { ...ANNEX, employees: 49, turnover: 10_000_000 },
    'not-applicable',
    'not more than 10,000,000 EUR',
  ],
  [
    '49 staff, both sums above',
    'nis2-23',
    { ...ANNEX, employees: 49, turnover: 10_000_001, balance: 10_000_001 },
    'applies',
    'more than 10,000,000 EUR',
  ],
  [
    'small but named by a Member State',
    'nis2-23',
    { ...ANNEX, 'is-designated': true, employees: 3 },
    'applies',
    'whatever its size: yes',
  ],
  [
    'before the transposition',
    'nis2-23',
    { ...ANNEX, employees: 80, aware: '2024-10-17T09:00:00Z' },
    'not-applicable',
    'in force from 2024-10-18',
  ],
  [
    'loss of EUR 500,000 of 20 million',
    'nis2-2024-2690',
    {
      ...LISTED,
      'direct-loss': 500_000,
      turnover: 20_000_000,
      'trade-secrets-taken': false,
      'death-or-harm': false,
      'malicious-access': false,
      'same-cause-in-six-months': 1,
    },
    'not-applicable',
    '2.5 % of Turnover',
  ],
  [
    'loss of one more',
    'nis2-2024-2690',
    { ...LISTED, 'direct-loss': 500_001 },
    'applies',
    'more than 500,000 EUR',
  ],
  [
    'over 5 % of a small turnover',
    'nis2-2024-2690',
    { ...LISTED, 'direct-loss': 60_000, turnover: 1_000_000 },
    'applies',
    'is 6 % of Turnover in the last year, more than 5 %',
  ],
  [
    'exactly 5 %',
    'nis2-2024-2690',
    {
      ...LISTED,
      'direct-loss': 50_000,
      turnover: 1_000_000,
      'trade-secrets-taken': false,
      'death-or-harm': false,
      'malicious-access': false,
      'same-cause-in-six-months': 1,
    },
    'not-applicable',
    'not more than 5 %',
  ],
  [
    'twice in six months, together above',
    'nis2-2024-2690',
    { ...LISTED, 'direct-loss': 300_000, 'same-cause-in-six-months': 2, 'loss-of-all': 600_000 },
    'applies',
    'at least 2',
  ],
  [
    'planned maintenance',
    'nis2-2024-2690',
    { ...LISTED, 'planned-maintenance': true, 'direct-loss': 900_000 },
    'not-applicable',
    'Planned maintenance is the cause: yes',
  ],
  [
    '5 % of users exactly',
    'nis2-2024-2690-11',
    {
      ...MARKET,
      'marketplace-unavailable': true,
      'data-compromised': false,
      'eu-users': 100_000,
      'eu-users-affected': 5_000,
    },
    'not-applicable',
    'not more than 5 %',
  ],
  [
    'one user more',
    'nis2-2024-2690-11',
    { ...MARKET, 'marketplace-unavailable': true, 'eu-users': 100_000, 'eu-users-affected': 5_001 },
    'applies',
    'more than 5 %',
  ],
  [
    'over a million of forty',
    'nis2-2024-2690-11',
    { ...MARKET, 'marketplace-unavailable': true, 'eu-users': 40_000_000, 'eu-users-affected': 1_000_001 },
    'applies',
    'more than 1,000,000',
  ],
  [
    'broken data, malicious, few users',
    'nis2-2024-2690-11',
    { ...MARKET, 'data-compromised': true, malicious: true, 'eu-users-affected': 3 },
    'applies',
    'malicious acts: yes',
  ],
  [
    'no users counted yet',
    'nis2-2024-2690-11',
    {
      ...MARKET,
      'marketplace-unavailable': true,
      'data-compromised': false,
      'eu-users': 0,
      'eu-users-affected': 0,
    },
    'open',
    'is no share of it',
  ],
  [
    'one threshold of DORA',
    'dora-19',
    {
      ...MAJOR,
      'clients-affected': 100_001,
      'reputation-hit': false,
      duration: 1,
      downtime: 1,
      'states-affected': 1,
      'data-loss': false,
      costs: 100_000,
    },
    'not-applicable',
    'not more than 100,000 EUR',
  ],
  [
    'two thresholds of DORA',
    'dora-19',
    { ...MAJOR, 'clients-affected': 100_001, costs: 100_001 },
    'applies',
    'more than 100,000 EUR',
  ],
  ['one threshold met and the others open', 'dora-19', { ...MAJOR, costs: 100_001 }, 'open', 'not stated'],
  [
    'malicious access suffices',
    'dora-19',
    { ...MAJOR, 'malicious-access': true, 'access-can-lose-data': true },
    'applies',
    'data losses: yes',
  ],
  [
    'a product before September 2026',
    'cra-14-vulnerability',
    { ...CRA_V, aware: '2026-09-10T21:30:00Z' },
    'not-applicable',
    'in force from 2026-09-11',
  ],
  [
    '2.2 % in March 2026',
    'vamp-2025',
    { ...CARDS, 'fraud-and-disputes': 2_200, 'card-payments': 100_000, 'month-end': '2026-03-31T12:00:00Z' },
    'applies',
    'is 2.2 %',
  ],
  [
    '1.6 % in March 2026',
    'vamp-2025',
    { ...CARDS, 'fraud-and-disputes': 1_600, 'card-payments': 100_000, 'month-end': '2026-03-31T12:00:00Z' },
    'not-applicable',
    'less than 2.2 %',
  ],
  [
    '2.2 % in April 2026 is under the new rule',
    'vamp-2025',
    { ...CARDS, 'fraud-and-disputes': 2_200, 'card-payments': 100_000, 'month-end': '2026-04-30T12:00:00Z' },
    'not-applicable',
    'in force until 2026-03-31',
  ],
  [
    '1.5 % in April 2026',
    'vamp-2026',
    { ...CARDS, 'fraud-and-disputes': 1_650, 'card-payments': 110_000, 'month-end': '2026-04-30T12:00:00Z' },
    'applies',
    'at least 1.5 %',
  ],
  [
    '1,500 cases are not more than 1,500',
    'vamp-2026',
    { ...CARDS, 'fraud-and-disputes': 1_500, 'card-payments': 10_000, 'month-end': '2026-04-30T12:00:00Z' },
    'not-applicable',
    'not more than 1,500',
  ],
  [
    'wholly outsourced page',
    'pci-11-6-1',
    { ...AWARE, ...PCI, 'fully-outsourced-payment': true },
    'not-applicable',
    'by redirect or frame: yes',
  ],
];

test.each(OUTCOMES)('%s (%s)', (_title, id, fields, outcome, reason) => {
  const found = judged({ fields }, id);
  expect(found.outcome).toBe(outcome);
  expect(found.reasons.map(({ text }) => text).join('\n')).toContain(reason);
});

describe('the day that decides is the operator’s', () => {
  const fields = { ...CRA_V, aware: '2026-09-10T21:30:00Z' };
  it.each([
    ['Europe/Athens', 'applies'],
    ['Europe/London', 'not-applicable'],
  ])('%s: %s', (zone, outcome) => {
    expect(judged({ zone, fields }, 'cra-14-vulnerability').outcome).toBe(outcome);
  });
});

describe('the state of a report', () => {
  const fields = { ...GDPR, aware: '2026-03-02T09:00:00Z' };
  const sentAt = (time: string) => ({ [full('gdpr-33')]: { notification: time } });
  it.each([
    ['due at the last second', {}, '2026-03-05T09:00:00Z', 'due'],
    ['overdue a second later', {}, '2026-03-05T09:00:01Z', 'overdue'],
    ['sent in time', sentAt('2026-03-05T09:00:00Z'), '2026-04-01T00:00:00Z', 'sent'],
    ['sent late', sentAt('2026-03-05T09:00:01Z'), '2026-04-01T00:00:00Z', 'sent-late'],
  ])('%s', (_title, sent, now, state) => {
    expect(judged({ fields, sent }, 'gdpr-33', now).steps[0]?.state).toBe(state);
  });

  it('falls away while nobody can report', () => {
    const found = judged({ fields: { ...AWARE, ...CER, 'unable-to-report': true } }, 'cer-15');
    expect(found.steps.map(({ id }) => id)).toEqual(['detailed']);
  });
});

describe('drafts', () => {
  it('name the source of each value, and what is missing', () => {
    const fields = {
      ...GDPR,
      ...AWARE,
      'people-affected': { value: 1_200, source: 'evidence entry 17' },
      nature: 'A copy',
    };
    const { steps, missing } = judged({ fields }, 'gdpr-33');
    expect(steps[0]?.draft.filled).toBe(3);
    expect(steps[0]?.draft.fields.filter(({ value }) => value !== undefined)).toEqual([
      { id: 'nature', title: 'What happened', value: 'A copy', source: 'fields.nature' },
      { id: 'people-affected', title: 'People affected', value: '1,200', source: 'evidence entry 17' },
      { id: 'aware', title: 'Becoming aware', value: '2026-03-02T09:00:00Z', source: 'fields.aware' },
    ]);
    expect(missing).toContain('record-categories');
  });
});

describe.each(['common', 'e-commerce'])('obligations of the pack %s', (id) => {
  const own = resolvePack(id, packReader(join(import.meta.dirname, '../packs'))).value as Pack;
  it.each(own.obligations.filter((each) => each.pack === id).map((each) => [each.id, each] as const))(
    '%s applies to its hit, not to its miss',
    (name, { hit, miss }) => {
      expect(judged({ fields: hit }, name).outcome).toBe('applies');
      expect(judged({ fields: miss }, name).outcome).toBe('not-applicable');
    },
  );
});

test('the report of the example has the published shape, and its drafts are nearly full', () => {
  const bytes = readFileSync(join(import.meta.dirname, '../examples/two-person-shop/incident.yaml'));
  const { value, problems } = readIncidentRecord(bytes, 'incident.yaml', pack);
  expect(problems).toEqual([]);
  if (value === undefined) throw new Error('refused');
  const report = judgeObligations(value, pack, Date.parse('2026-03-30T09:00:00Z'));
  expect(ObligationsShape.parse(report)).toEqual(report);
  const drafts = report.obligations
    .filter(({ outcome }) => outcome === 'applies')
    .flatMap(({ steps }) => steps.map(({ draft }) => draft));
  const filled = drafts.reduce((sum, draft) => sum + draft.filled, 0);
  const fields = drafts.reduce((sum, draft) => sum + draft.fields.length, 0);
  expect(filled / fields).toBeGreaterThanOrEqual(0.9);
});

describe('a record that is wrong', () => {
  const problemsOf = (text: string) =>
    readIncidentRecord(new TextEncoder().encode(text), 'i.yaml', pack).problems.map(
      ({ code, at, hint }) => `${at.line}:${at.column} ${code}${hint === undefined ? '' : ` ${hint}`}`,
    );
  it('tells all at once, each at its place', () => {
    expect(
      problemsOf(
        'incident: 1\nid: a\ntitle: b\nzone: Europe/Atlantis\nfields:\n  is-controler: true\n  aware: 2026-03-02 09:00\n  people-affected: many\n  risk-to-people: low\nsent:\n  common/obligation/gdpr-33: { notificaton: 2026-03-02T09:00:00Z }\n',
      ),
    ).toEqual([
      '4:7 INCIDENT_BAD_VALUE',
      '11:32 INCIDENT_UNKNOWN_NAME Did you mean `notification`?',
      '6:3 INCIDENT_UNKNOWN_NAME Did you mean `is-controller`?',
      '7:10 INCIDENT_BAD_VALUE',
      '8:20 INCIDENT_BAD_VALUE',
      '9:19 INCIDENT_BAD_VALUE',
    ]);
  });
  it.each([
    ['', '1:1 INCIDENT_EMPTY'],
    ['incident: 2\nid: a\ntitle: b\nzone: UTC\nfields: {}\n', '1:11 INCIDENT_BAD_VALUE'],
    ['incident: 1\nid: a\ntitle: b\nzone: UTC\nfields: {}\nextra: 1\n', '6:1 INCIDENT_UNKNOWN_KEY'],
    ['incident: 1\nid: a\ntitle: b\nfields: {}\n', '1:1 INCIDENT_MISSING_KEY'],
    ['incident: 1\nid: 7\ntitle: b\nzone: UTC\nfields: {}\n', '2:5 INCIDENT_WRONG_TYPE'],
  ])('%j', (text, expected) => {
    expect(problemsOf(text)).toEqual([expected]);
  });
});
