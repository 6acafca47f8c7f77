// SPDX-License-Identifier: Apache-2.0
// TAXII 2.1 by its specification: resources, filters, pages, rights, and markings that nothing gets around.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BY_OPERATOR } from '../src/core/ports/index.ts';
import { PUBLISHED, RECEIVED, readStixObject } from '../src/respond/index.ts';
import { within } from './support/patience.ts';
import { CLEAR, OTHER, openTaxii, RED, type Taxii } from './support/taxii.ts';

let taxii: Taxii;
beforeEach(async () => {
  taxii = await openTaxii();
});
afterEach(() => taxii.close());

const OBJECTS = `/sharing/collections/${PUBLISHED}/objects/`;
const INBOX = `/sharing/collections/${RECEIVED}/objects/`;
const GREEN = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb';
const WHITE = 'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9';
const id = (number: number, type = 'indicator'): string =>
  `${type}--00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const thing = (number: number, more: object = {}): Readonly<Record<string, unknown>> => ({
  type: 'indicator',
  spec_version: '2.1',
  id: id(number),
  created: '2026-01-01T00:00:00Z',
  modified: '2026-01-01T00:00:00.000Z',
  object_marking_refs: [WHITE],
  ...more,
});
const put = (...things: readonly object[]): void => {
  const read = things.map(readStixObject);
  taxii.store.add(
    PUBLISHED,
    read.map((each) => ('body' in each ? each : expect.unreachable(String(each)))),
    1,
    BY_OPERATOR,
  );
};
const ids = (at: string, as = RED) => taxii.ask(at, { as }).json.objects?.map((each) => each['id']) ?? [];

test('each giver has a last version of an id, for who reads what was handed in', () => {
  const give = (by: string, modified: string): void => {
    const read = readStixObject(thing(7, { modified }));
    taxii.store.add(RECEIVED, ['body' in read ? read : expect.unreachable(String(read))], 1, by);
  };
  give('alice', '2026-01-01T00:00:00.000Z');
  give('mallory', '2026-02-01T00:00:00.000Z');
  give('mallory', '2026-03-01T00:00:00.000Z');
  const query = { collection: RECEIVED, ceiling: 4, versions: ['last'], limit: 10 } as const;
  const months = (eachGiver: boolean): readonly number[] =>
    taxii.store
      .find({ ...query, eachGiver })
      .objects.map(({ version }) => new Date(version / 1000).getUTCMonth() + 1);
  expect([months(false), months(true)]).toEqual([[3], [1, 3]]);
});

describe('resources', () => {
  test.each([
    ['/taxii2/', { title: 'Crafts', api_roots: ['/sharing/'] }],
    ['/sharing/', { versions: ['application/taxii+json;version=2.1'], max_content_length: 10_485_760 }],
    [
      '/sharing/collections/',
      {
        collections: [
          { id: PUBLISHED, can_read: true },
          { id: RECEIVED, can_write: true },
        ],
      },
    ],
    [`/sharing/collections/${PUBLISHED}/`, { alias: 'published', can_write: false }],
    ['/sharing/collections/published/', { id: PUBLISHED }],
    [OBJECTS, {}],
  ])('%s answers', (at, expected) => {
    const { status, headers, json } = taxii.ask(at);
    expect([status, headers['content-type']]).toEqual([200, 'application/taxii+json;version=2.1']);
    expect(json).toMatchObject(expected);
  });

  test.each([
    ['no credentials', '/taxii2/', { as: null }, 401],
    ['another format', '/taxii2/', { headers: { accept: 'text/html' } }, 406],
    ['a version of before', '/taxii2/', { headers: { accept: 'application/taxii+json;version=2.0' } }, 406],
    ['every format', '/taxii2/', { headers: { accept: 'text/html, */*;q=0.1' } }, 200],
    ['a place that is none', '/sharing/other/', {}, 404],
    ['a collection that is none', `/sharing/collections/${id(1)}/objects/`, {}, 404],
    ['a method that is none', OBJECTS, { method: 'PUT' }, 404],
    ['an object that is none', `${OBJECTS}${id(9)}/`, {}, 404],
    ['reading what others handed in', INBOX, {}, 403],
    ['writing to what is published', OBJECTS, { method: 'POST', body: { objects: [thing(1)] } }, 403],
    ['writing without the right', INBOX, { method: 'POST', as: CLEAR, body: { objects: [thing(1)] } }, 403],
    [
      'another content type',
      INBOX,
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
      415,
    ],
    ['no JSON', INBOX, { method: 'POST', body: '{' }, 400],
    ['no envelope', INBOX, { method: 'POST', body: [] }, 422],
    ['JSON without end', INBOX, { method: 'POST', body: '['.repeat(100_000) }, 422],
    ['a limit of zero', `${OBJECTS}?limit=0`, {}, 400],
    ['a time that is none', `${OBJECTS}?added_after=yesterday`, {}, 400],
    ['a day that is none', `${OBJECTS}?added_after=2026-02-31T00:00:00Z`, {}, 400],
    ['a time before all', `${OBJECTS}?added_after=1969-12-31T23:59:59.999999Z`, {}, 400],
    ['a time out of reach', `${OBJECTS}?added_after=9999-12-31T23:59:59Z`, {}, 400],
    ['a version out of reach', `${OBJECTS}?match[version]=last,9999-12-31T23:59:59Z`, {}, 400],
    ['the last time in reach', `${OBJECTS}?added_after=2255-06-05T23:47:34.740991Z`, {}, 200],
    ['the first time out of it', `${OBJECTS}?added_after=2255-06-05T23:47:34.740992Z`, {}, 400],
    ['a page that is none', `${OBJECTS}?next=x`, {}, 400],
    ['a page out of reach', `${OBJECTS}?next=9007199254740992`, {}, 400],
    ['a version that is none', `${OBJECTS}?match[version]=newest`, {}, 400],
    ['an empty filter', `${OBJECTS}?match[type]=`, {}, 400],
    ['somebody else’s status', '/sharing/status/status-0/', {}, 404],
  ])('%s → %s', (_name, at, asked, status) => {
    const answer = taxii.ask(at, asked);
    expect(answer.status).toBe(status);
    if (status !== 200)
      expect(answer.json).toMatchObject({ title: expect.any(String), http_status: String(status) });
  });
});

describe('filters', () => {
  beforeEach(() => {
    put(
      thing(1),
      thing(1, { modified: '2026-02-01T00:00:00Z' }),
      thing(1, { modified: '2026-03-01T00:00:00.5Z' }),
      thing(2, { spec_version: '2.0' }),
      thing(2, { created: '2025-01-01T00:00:00Z', modified: '2025-01-01T00:00:00Z' }),
      { type: 'domain-name', id: id(3, 'domain-name'), value: 'a.example', object_marking_refs: [WHITE] },
    );
  });

  test.each([
    ['', [1, 2, 3], 3],
    ['?match[type]=domain-name', [3], 1],
    ['?match[type]=domain-name,indicator', [1, 2, 3], 3],
    [`?match[id]=${id(1)}`, [1], 1],
    ['?match[version]=all', [1, 1, 1, 2, 3], 5],
    ['?match[version]=first', [1, 2, 3], 3],
    ['?match[version]=2026-02-01T00:00:00.000000Z', [1], 1],
    ['?match[version]=first,2026-03-01T00:00:00.5Z', [1, 1, 2, 3], 4],
    ['?match[spec_version]=2.0', [2], 1],
    ['?match[spec_version]=2.0,2.1', [1, 2, 3], 3],
    ['?match[spec_version]=2.0,2.1&match[version]=all', [1, 1, 1, 2, 2, 3], 6],
    ['?match[type]=x%27%20OR%201=1--', [], 0],
  ])('%s', (query, numbers, count) => {
    const found = ids(`${OBJECTS}${query}`);
    expect(found.map((each) => Number(String(each).slice(-12))).sort()).toEqual(numbers);
    const manifest = taxii.ask(`${OBJECTS.replace('objects', 'manifest')}${query}`).json.objects ?? [];
    expect(manifest.length).toBe(count);
  });

  test('the versions of an object, and which of them is last', () => {
    expect(taxii.ask(`${OBJECTS}${id(1)}/versions/`).json['versions']).toEqual([
      '2026-01-01T00:00:00.000000Z',
      '2026-02-01T00:00:00.000000Z',
      '2026-03-01T00:00:00.500000Z',
    ]);
    expect(taxii.ask(`${OBJECTS}${id(1)}/`).json.objects).toEqual([
      thing(1, { modified: '2026-03-01T00:00:00.5Z' }),
    ]);
  });

  test('whatever is asked, nothing breaks it', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom('-1', '1e400', '+010000-01-01T00:00:00Z', '2026-01-01T24:00:00Z', '\0'),
      fc
        .tuple(fc.nat(99_999), fc.nat(99), fc.nat(99))
        .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${month}-${day}T00:00:00Z`),
    );
    const name = fc.constantFrom('added_after', 'match[version]', 'match[spec_version]', 'next', 'limit');
    fc.assert(
      fc.property(name, hostile, (of, value) => {
        const { status } = taxii.ask(`${OBJECTS}?${new URLSearchParams({ [of]: value })}`);
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 200 },
    );
  });

  test('thousands of versions of an object take no long time', () => {
    const marked = { object_marking_refs: [WHITE] };
    const names = (at: number) => ({ type: 'url', id: id(8, 'url'), value: `${at}`, ...marked });
    const versions = (at: number) =>
      thing(7, { modified: new Date(Date.UTC(2026, 1, 1) + at).toISOString() });
    within(1_000, 'adding them', () => put(...Array.from({ length: 5_000 }, (_, at) => names(at))));
    put(...Array.from({ length: 5_000 }, (_, at) => versions(at)));
    within(500, 'asking for one of them', () => {
      for (const query of ['', '?match[spec_version]=2.1', '?match[version]=first'])
        expect(ids(`${OBJECTS}${query}`)).toContain(id(7));
    });
  });

  test('what is there already is not added again', () => {
    const before = ids(`${OBJECTS}?match[version]=all`);
    put(thing(1), {
      type: 'domain-name',
      id: id(3, 'domain-name'),
      value: 'a.example',
      object_marking_refs: [WHITE],
    });
    expect(ids(`${OBJECTS}?match[version]=all`)).toEqual(before);
  });
});

test('pages give each object once, in the order in which it came, whatever the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 20 }), (limit, from) => {
      const all = Array.from({ length: 20 }, (_, at) => thing(at + 100));
      put(...all);
      const whole = taxii.ask(`${OBJECTS}?limit=1000`);
      const first = whole.headers['x-taxii-date-added-first'] ?? '';
      expect(whole.json.objects).toEqual(all);
      const got: unknown[] = [];
      const after = from === 0 ? '' : `&added_after=${first.slice(0, -7)}${String(from).padStart(6, '0')}Z`;
      for (let next = ''; ; ) {
        const { json } = taxii.ask(`${OBJECTS}?limit=${limit}${after}${next}`);
        got.push(...(json.objects ?? []));
        if (json.more !== true) break;
        next = `&next=${json.next}`;
      }
      expect(got).toEqual(all.slice(from));
    }),
    { numRuns: 30 },
  );
});

describe('markings', () => {
  const marked = (number: number, ref: string | undefined) =>
    thing(number, { object_marking_refs: ref === undefined ? undefined : [ref] });

  test('what is above the client is not there, in no answer', () => {
    put(
      marked(1, WHITE),
      marked(2, GREEN),
      marked(3, undefined),
      marked(4, `marking-definition--${id(1).slice(11)}`),
    );
    put(thing(1, { modified: '2027-01-01T00:00:00Z', object_marking_refs: [GREEN] }));
    expect(ids(OBJECTS, CLEAR)).toEqual([id(1)]);
    expect(ids(OBJECTS, RED).length).toBe(4);
    const versions = taxii.ask(`${OBJECTS}${id(1)}/versions/`, { as: CLEAR }).json['versions'];
    expect(versions).toEqual(['2026-01-01T00:00:00.000000Z']);
    expect(ids(`${OBJECTS}${id(1)}/`, CLEAR)).toEqual([id(1)]);
    expect(taxii.ask(`${OBJECTS}${id(2)}/`, { as: CLEAR }).status).toBe(404);
    expect(taxii.ask(`${OBJECTS}${id(2)}/versions/`, { as: CLEAR }).status).toBe(404);
  });
});

describe('the strictest marking counts', () => {
  const unknown = `marking-definition--${id(1).slice(11)}`;
  test.each([
    ['one that is known', { object_marking_refs: [WHITE] }, 0],
    ['two that are known', { object_marking_refs: [GREEN, WHITE] }, 1],
    ['one that is not known', { object_marking_refs: [unknown] }, 4],
    ['one that is not known beside one that is', { object_marking_refs: [WHITE, unknown] }, 4],
    ['none', { object_marking_refs: [] }, 4],
    [
      'one of a part',
      { granular_markings: [{ marking_ref: GREEN, selectors: ['name'] }], object_marking_refs: [WHITE] },
      4,
    ],
    ['parts that are no list', { granular_markings: null }, 4],
  ])('%s', (_name, more, level) => {
    put(thing(1, more));
    const seen = (ceiling: number) => ids(OBJECTS, { name: 'x', ceiling, mayWrite: false });
    expect(seen(level)).toEqual([id(1)]);
    expect(level === 0 ? [] : seen(level - 1)).toEqual([]);
  });
});

describe('handing in', () => {
  test('each object is told what became of it, and is on disk', async () => {
    const objects = [thing(1), thing(2, { created: 'today' }), 7, thing(3, { id: 'x' }), thing(4)];
    const { status, json } = taxii.ask(INBOX, { method: 'POST', body: { objects } });
    expect(status).toBe(202);
    expect(json).toMatchObject({
      status: 'complete',
      total_count: 5,
      success_count: 2,
      failure_count: 3,
      pending_count: 0,
    });
    expect(json['failures']).toMatchObject([
      { id: id(2), message: expect.stringContaining('/created') },
      { id: 'unknown' },
      { id: 'x', message: expect.stringContaining('/id') },
    ]);
    await taxii.reopen();
    expect(taxii.ask(`/sharing/status/${String(json['id'])}/`).json).toEqual(json);
    expect(taxii.ask(`/sharing/status/${String(json['id'])}/`, { as: CLEAR }).status).toBe(404);
    const kept = taxii.store.find({ collection: RECEIVED, ceiling: 4, versions: ['all'], limit: 10 });
    expect(kept.objects.map(({ body }) => JSON.parse(body))).toEqual([thing(1), thing(4)]);
  });

  test('a time out of reach is refused, and keeps nobody from reading', () => {
    const objects = [
      thing(1, { modified: '9999-12-31T23:59:59Z' }),
      thing(2, { created: '1900-01-01T00:00:00Z' }),
    ];
    const { json } = taxii.ask(INBOX, { method: 'POST', body: { objects } });
    expect(json).toMatchObject({
      success_count: 0,
      failures: [
        { id: id(1), message: expect.stringContaining('/modified: expected a time') },
        { id: id(2), message: expect.stringContaining('from 1970 to 2255') },
      ],
    });
  });

  test('is refused when there is no room left, and what is there can be taken away', () => {
    const post = (size: number) => taxii.ask(INBOX, { method: 'POST', size, body: { objects: [thing(1)] } });
    expect(post(2 * 1024 ** 3).status).toBe(202);
    const full = post(2 * 1024 ** 3 + 1);
    expect([full.status, full.json['http_status']]).toEqual([507, '507']);
    expect(taxii.ask(`${INBOX}${id(1)}/`, { method: 'DELETE', size: 2 ** 40 }).status).toBe(200);
  });

  test('the store says how much is in it', () => {
    const before = taxii.store.size();
    taxii.ask(INBOX, { method: 'POST', body: { objects: [thing(1, { name: 'x'.repeat(1_000_000) })] } });
    const after = taxii.store.size();
    expect(after - before).toBeGreaterThan(900_000);
    taxii.ask(`${INBOX}${id(1)}/`, { method: 'DELETE' });
    expect(after - taxii.store.size()).toBeGreaterThan(900_000);
    for (const name of ['a', 'b', 'c']) taxii.store.keepStatus(name, 'x'.repeat(30 * 1024 * 1024));
    expect(['a', 'b', 'c'].map((name) => taxii.store.status(name) !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
  });

  const kept = () =>
    taxii.store
      .find({ collection: RECEIVED, ceiling: 4, versions: ['all'], limit: 10 })
      .objects.map(({ body }) => (JSON.parse(body) as { name: string }).name);

  test('nobody takes away, or keeps out, what another handed in', () => {
    const post = (as: typeof RED, ...objects: readonly object[]) =>
      taxii.ask(INBOX, { method: 'POST', as, body: { objects } });
    post(OTHER, thing(1, { name: 'squat' }));
    post(RED, thing(1, { name: 'first' }), thing(1, { name: 'next', modified: '2027-01-01T00:00:00Z' }));
    post(RED, thing(2, { name: 'only' }));
    expect(kept()).toEqual(['squat', 'first', 'next', 'only']);
    const away = (as: typeof RED, number: number, query = '') =>
      taxii.ask(`${INBOX}${id(number)}/${query}`, { method: 'DELETE', as }).status;
    expect([away(OTHER, 2), away(OTHER, 1, '?match[version]=last'), away(OTHER, 1)]).toEqual([404, 200, 404]);
    expect(kept()).toEqual(['first', 'next', 'only']);
    expect([away(RED, 1), away(RED, 2)]).toEqual([200, 200]);
    expect(kept()).toEqual([]);
  });

  test('who sees little takes away what they marked for few', () => {
    const red = thing(1, { object_marking_refs: undefined });
    taxii.ask(INBOX, { method: 'POST', as: OTHER, body: { objects: [red] } });
    expect(taxii.ask(`${INBOX}${id(1)}/`, { method: 'DELETE', as: OTHER }).status).toBe(200);
  });

  test('is taken away again by who may write', () => {
    taxii.ask(INBOX, {
      method: 'POST',
      body: { objects: [thing(1), thing(1, { modified: '2027-01-01T00:00:00Z' })] },
    });
    expect(taxii.ask(`${INBOX}${id(1)}/`, { method: 'DELETE', as: CLEAR }).status).toBe(403);
    expect(taxii.ask(`${INBOX}${id(1)}/?match[version]=first`, { method: 'DELETE' }).status).toBe(200);
    const left = taxii.store.find({ collection: RECEIVED, ceiling: 4, versions: ['all'], limit: 10 });
    expect(left.objects.map(({ body }) => (JSON.parse(body) as { modified: string }).modified)).toEqual([
      '2027-01-01T00:00:00Z',
    ]);
    expect(taxii.ask(`${INBOX}${id(1)}/`, { method: 'DELETE' }).status).toBe(200);
    expect(taxii.ask(`${INBOX}${id(1)}/`, { method: 'DELETE' }).status).toBe(404);
  });

  test('of whatever is sent, nothing breaks it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const { status } = taxii.ask(INBOX, { method: 'POST', body: { objects: [value, thing(1)] } });
        expect(status).toBe(202);
      }),
      { numRuns: 200 },
    );
  });
});
