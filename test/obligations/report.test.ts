// SPDX-License-Identifier: Apache-2.0
// What a report of duties says besides: its state, its drafts, and what is wrong with the record.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { judgeObligations, ObligationsShape, readIncidentRecord } from '../../src/respond/index.ts';
import { fieldsOf, full, judged, pack } from './obligations.ts';

describe('the day that decides is the operator’s', () => {
  const fields = { ...fieldsOf({ of: ['cra-v'] }), aware: '2026-09-10T21:30:00Z' };
  it.each([
    ['Europe/Athens', 'applies'],
    ['Europe/London', 'not-applicable'],
  ])('%s: %s', (zone, outcome) => {
    expect(judged({ zone, fields }, 'cra-14-vulnerability').outcome).toBe(outcome);
  });
});

describe('the state of a report', () => {
  const fields = { ...fieldsOf({ of: ['gdpr'] }), aware: '2026-03-02T09:00:00Z' };
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
    const found = judged(
      { fields: fieldsOf({ of: ['aware', 'cer'], fields: { 'unable-to-report': true } }) },
      'cer-15',
    );
    expect(found.steps.map(({ id }) => id)).toEqual(['detailed']);
  });
});

describe('drafts', () => {
  it('name the source of each value, and what is missing', () => {
    const fields = {
      ...fieldsOf({ of: ['gdpr', 'aware'] }),
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
  const own = resolvePack(id, packReader(join(import.meta.dirname, '../../packs'))).value as Pack;
  it.each(own.obligations.filter((each) => each.pack === id).map((each) => [each.id, each] as const))(
    '%s applies to its hit, not to its miss',
    (name, { hit, miss }) => {
      expect(judged({ fields: hit }, name).outcome).toBe('applies');
      expect(judged({ fields: miss }, name).outcome).toBe('not-applicable');
    },
  );
});

test('the report of the example has the published shape, and its drafts are nearly full', () => {
  const bytes = readFileSync(join(import.meta.dirname, '../../examples/two-person-shop/incident.yaml'));
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
