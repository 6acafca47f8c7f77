// SPDX-License-Identifier: Apache-2.0
// Playbooks in courses of action: what goes out comes in byte by byte, and what is not in order does not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idOf, wholePlaybook } from '../../playbook/playbook.fixture.ts';
import { readPlaybook } from '../../playbook/read.ts';
import type { Playbook } from '../../playbook/shape/playbook.ts';
import { markingId } from '../markings.ts';
import { tlpOf } from '../stix-object.ts';
import { MAX_PLAYBOOK_BYTES, PLAYBOOK_EXTENSION } from './extension.ts';
import { readCourseOfAction } from './read.ts';
import { type CourseMakers, coursesOfAction, type PlaybookFile } from './write.ts';

const MAKERS: CourseMakers = {
  own: 'amber',
  first: '2026-03-02T09:00:00.000Z',
  last: '2026-03-02T10:00:00.000Z',
  common: (type, key, tlp) => ({ type, id: `${type}--${key}`, tlp }),
  incident: 'incident--1',
  indicators: [{ id: 'indicator--1', tlp: 'red' }],
};
const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const fileOf = (more: object = {}): PlaybookFile => {
  const bytes = bytesOf({ ...wholePlaybook(), ...more });
  const { value, problems } = readPlaybook(bytes, 'p.json');
  if (value === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return { playbook: value, bytes };
};
const COURSE: Record<string, unknown> = { ...coursesOfAction([fileOf()], MAKERS, 'red', true).objects[0] };
type Extension = Record<string, unknown>;
const extensionIn = (course: Record<string, unknown> = {}): Extension =>
  (course['extensions'] as Record<string, Extension>)[PLAYBOOK_EXTENSION] as Extension;
const withExtension = (change: (extension: Extension) => Extension): Record<string, unknown> => ({
  ...COURSE,
  extensions: { [PLAYBOOK_EXTENSION]: change({ ...extensionIn(COURSE) }) },
});
const withContent = (content: unknown) =>
  withExtension(({ playbook_base64: _, ...rest }) => ({ ...rest, playbook_bin: content }));
const base64 = (value: unknown): string => Buffer.from(bytesOf(value)).toString('base64');
const refusals = (object: Record<string, unknown>, key?: string): string => {
  const read = readCourseOfAction(object, key);
  return read === undefined ? 'none' : 'refused' in read ? read.refused.join('; ') : 'taken';
};

test('whatever its author wrote comes out of the bundle byte by byte', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '  ', '\t'),
      fc.nat(40),
      (name, labels, indent, turn) => {
        const entries = Object.entries({ ...wholePlaybook(), name, labels });
        const turned = [...entries.slice(turn % entries.length), ...entries.slice(0, turn % entries.length)];
        const bytes = Buffer.from(`${JSON.stringify(Object.fromEntries(turned), null, indent)}\n`);
        const { value } = readPlaybook(bytes, 'p.json');
        fc.pre(value !== undefined);
        const { objects } = coursesOfAction([{ playbook: value as Playbook, bytes }], MAKERS, 'red', true);
        const course = JSON.parse(JSON.stringify(objects[0])) as Record<string, unknown>;
        const read = readCourseOfAction(course, undefined);
        expect(read).toMatchObject({ playbook: value });
        expect(read !== undefined && 'bytes' in read && bytes.equals(Buffer.from(read.bytes))).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});

test('a course of action says what its playbook says, is about the incident and against its indicators', () => {
  const { objects } = coursesOfAction([fileOf({ labels: ['a'], severity: 70 })], MAKERS, 'red', true);
  expect(
    objects.map(({ type, tlp, ...rest }) => [type, tlp, rest['relationship_type'], rest['target_ref']]),
  ).toEqual([
    ['course-of-action', 'amber', undefined, undefined],
    ['relationship', 'amber', 'related-to', 'incident--1'],
    ['relationship', 'red', 'mitigates', 'indicator--1'],
  ]);
  expect(extensionIn(objects[0])).toMatchObject({
    extension_type: 'property-extension',
    type: 'playbook',
    playbook_id: idOf('playbook', 1),
    created: MAKERS.first,
    modified: MAKERS.last,
    playbook_creation_time: '2026-03-02T09:00:00.000Z',
    playbook_creator: idOf('identity', 1),
    playbook_standard: 'cacao',
    playbook_abstraction: 'executable',
    labels: ['a'],
    playbook_severity: 70,
  });
});

describe('goes as far as its markings let it', () => {
  const marked = (...levels: readonly string[]) => ({
    markings: levels.map((_, at) => idOf('marking-tlp', at)),
    data_marking_definitions: Object.fromEntries(
      levels.map((level, at) => [
        idOf('marking-tlp', at),
        {
          ...{ type: 'marking-tlp', id: idOf('marking-tlp', at), created_by: idOf('identity', 1) },
          ...{ created: '2026-03-02T09:00:00.000Z', tlpv2_level: level },
        },
      ]),
    ),
  });
  const other = (type: string, more: object) => ({
    markings: [idOf(type, 1)],
    data_marking_definitions: {
      [idOf(type, 1)]: {
        ...{ type, id: idOf(type, 1), created_by: idOf('identity', 1), created: '2026-03-02T09:00:00.000Z' },
        ...more,
      },
    },
  });
  const person = (contact: object) => ({
    agent_definitions: { [idOf('individual', 1)]: { type: 'individual', name: 'On duty', ...contact } },
  });
  const login = (more: object) => ({
    authentication_info_definitions: {
      [idOf('user-auth', 1)]: { type: 'user-auth', username: 'a', ...more },
    },
  });
  test.each([
    ['no marking: as the incident', {}, 'amber', false, undefined],
    ['no marking, above', {}, 'green', false, 'it is TLP:AMBER'],
    ['one', marked('TLP:GREEN'), 'green', false, undefined],
    ['two: the stricter', marked('TLP:CLEAR', 'TLP:RED'), 'amber+strict', false, 'it is TLP:RED'],
    ['a statement limits nothing', other('marking-statement', { statement: '©' }), 'amber', false, undefined],
    [
      'a policy that is not read',
      other('marking-iep', { name: 'x' }),
      'amber+strict',
      false,
      'it is TLP:RED',
    ],
    ['a person without a contact', person({}), 'red', false, undefined],
    [
      'a person with one',
      person({ contact: { email: { work: 'a@b.example' } } }),
      'red',
      false,
      'personal data',
    ],
    ['a person with one, asked for', person({ contact: { phone: {} } }), 'red', true, undefined],
    ['a password', login({ password: 'x' }), 'red', true, 'as plain text'],
    ['a password elsewhere', login({ password: '__secret__:value' }), 'red', false, undefined],
  ] as const)('%s', (_, more, ceiling, personal, why) => {
    const { objects, left } = coursesOfAction([fileOf(more)], MAKERS, ceiling, personal);
    if (why === undefined) expect([objects.length, left]).toEqual([3, []]);
    else
      expect([objects, left]).toEqual([
        [],
        [{ playbook: idOf('playbook', 1), why: expect.stringContaining(why) }],
      ]);
  });
});

describe('what strangers hand over', () => {
  const good = base64(wholePlaybook());
  const spare = Buffer.from('{"a":1}').toString('base64');
  test.each<[string, Record<string, unknown>, string]>([
    ['a good one', COURSE, 'taken'],
    ['by its new name alone', withContent(good), 'taken'],
    ['by its old name alone', withExtension(({ playbook_bin: _, ...rest }) => rest), 'taken'],
    ['no extension', { type: 'course-of-action', id: 'x' }, 'none'],
    ['another extension', { ...COURSE, extensions: { 'extension-definition--1': {} } }, 'none'],
    ['another object', { ...COURSE, type: 'indicator' }, 'none'],
    ['extensions that are a list', { ...COURSE, extensions: [1] }, 'none'],
    [
      'an extension that is a text',
      { ...COURSE, extensions: { [PLAYBOOK_EXTENSION]: 'x' } },
      'expected an object',
    ],
    ['no content', withContent(undefined), 'expected the playbook in playbook_bin or playbook_base64'],
    ['content that is a number', withContent(7), 'expected base64'],
    [
      'two contents',
      withExtension((e) => ({ ...e, playbook_base64: spare })),
      'is not the same as playbook_bin',
    ],
    ['empty', withContent(''), 'expected base64'],
    ['line feeds', withContent(`${good.slice(0, 4)}\n${good.slice(4)}`), 'expected base64'],
    ['base64url', withContent('eyJ-_w=='), 'expected base64'],
    ['without padding', withContent('eyJhIjoxfQ'), 'expected base64'],
    ['bits left over', withContent('eyJhIjoxfR=='), 'expected base64'],
    ['no UTF-8', withContent(Buffer.from([0x22, 0xff, 0x22]).toString('base64')), 'expected JSON in UTF-8'],
    ['a byte order mark', withContent(Buffer.from('\ufeff{}').toString('base64')), 'expected JSON in UTF-8'],
    [
      'YAML whose aliases explode',
      withContent(Buffer.from('a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]').toString('base64')),
      'expected JSON in UTF-8',
    ],
    ['depth', withContent(Buffer.from('['.repeat(100_000)).toString('base64')), 'nests more than 64 deep'],
    [
      'size',
      withContent(Buffer.alloc(MAX_PLAYBOOK_BYTES + 3, 0x20).toString('base64')),
      `at most ${MAX_PLAYBOOK_BYTES} bytes`,
    ],
    ['JSON that is no playbook', withContent(spare), 'none of CACAO 2.0'],
    [
      'a key twice',
      withContent(
        Buffer.from(JSON.stringify(wholePlaybook()).replace('{', '{"id":"playbook--x",')).toString('base64'),
      ),
      'none of CACAO 2.0',
    ],
    [
      'another id outside',
      withExtension((e) => ({ ...e, playbook_id: idOf('playbook', 2) })),
      `is not the id of the playbook in it, ${idOf('playbook', 1)}`,
    ],
    ['no id outside', withExtension(({ playbook_id: _, ...e }) => e), 'taken'],
    [
      'a path as id',
      withContent(base64({ ...wholePlaybook(), id: '../../etc/passwd' })),
      'none of CACAO 2.0',
    ],
    [
      'an id of something else',
      withContent(base64({ ...wholePlaybook(), id: idOf('action', 1) })),
      'expected playbook-- and a UUID',
    ],
    [
      'another type of extension',
      withExtension((e) => ({ ...e, extension_type: 'new-sdo' })),
      '/extension_type',
    ],
    ['another standard', withExtension((e) => ({ ...e, playbook_standard: 'BPMN' })), '/playbook_standard'],
    ['CACAO in capitals', withExtension((e) => ({ ...e, playbook_standard: 'CACAO 2.0' })), 'taken'],
    ['revoked outside', { ...COURSE, revoked: true }, 'It is revoked'],
    ['revoked in the extension', withExtension((e) => ({ ...e, revoked: true })), 'It is revoked'],
    [
      'a defect that the linter finds',
      withContent(base64({ ...wholePlaybook(), workflow_start: idOf('end', 1) })),
      'none of CACAO 2.0',
    ],
  ])('%s', (_, object, expected) => {
    expect(refusals(object)).toContain(expected);
  });

  test('several faults are said at once', () => {
    const object = withExtension(() => ({ extension_type: 1, playbook_standard: 2, playbook_bin: '?' }));
    expect(refusals({ ...object, revoked: true }).split('; ').length).toBe(4);
  });

  test('with a key, what is not signed is not taken', () => {
    expect(refusals(COURSE, 'no key')).toBe('It is not signed');
  });

  test('nothing breaks the reader', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (extensions, extension, content) => {
        const values = [
          { ...COURSE, extensions },
          { ...COURSE, extensions: { [PLAYBOOK_EXTENSION]: extension } },
          withContent(content),
          withContent(Buffer.from(content).toString('base64')),
          withContent(base64(extension)),
        ];
        for (const value of values) expect(refusals(value)).not.toBe('');
      }),
      { numRuns: 200 },
    );
  });

  test('the largest one that is let in is read in bounded time', () => {
    const workflow: Record<string, object> = {
      [idOf('start', 1)]: { type: 'start', on_completion: idOf('action', 1) },
    };
    const action = { ...(wholePlaybook().workflow[idOf('action', 1)] as object) };
    const count = 1_400;
    for (let at = 1; at <= count; at++)
      workflow[idOf('action', at)] = {
        ...action,
        on_completion: idOf(at === count ? 'end' : 'action', at + 1),
      };
    workflow[idOf('end', count + 1)] = { type: 'end' };
    const large = base64({ ...wholePlaybook(), workflow });
    expect(large.length).toBeGreaterThan(MAX_PLAYBOOK_BYTES / 2);
    const begin = performance.now();
    expect(refusals(withContent(large))).toBe('taken');
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});

test('the definition of the extension goes as far as its marking says, and anywhere without one', () => {
  const red = {
    id: PLAYBOOK_EXTENSION,
    type: 'extension-definition',
    object_marking_refs: [markingId('red')],
  };
  expect(tlpOf(red)).toBe('red');
  expect(tlpOf({ id: PLAYBOOK_EXTENSION, type: 'extension-definition' })).toBe('clear');
});
