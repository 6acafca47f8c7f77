// SPDX-License-Identifier: Apache-2.0
// Documents and who may change them, versions, credentials, and requests inside of forms.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Ask, FIRST, openRecords, type Records, SECOND, type Told } from './support/learning-records.ts';

let records: Records;
beforeEach(async () => {
  records = await openRecords();
});
afterEach(() => records.close());

const AGENT = { account: { homePage: 'http://example.com', name: 'anna' } };
const ACTIVITY = 'http://example.com/rounds/1';
const ID = 'aa97b177-9383-4934-8543-0f91a7a02836';
const STATEMENT = { actor: AGENT, verb: { id: 'http://example.com/did' }, object: { id: ACTIVITY } };

const PLACES = [
  ['/activities/state', { activityId: ACTIVITY, agent: AGENT, stateId: 's' }],
  ['/agents/profile', { agent: AGENT, profileId: 'p' }],
  ['/activities/profile', { activityId: ACTIVITY, profileId: 'p' }],
] as const;

describe.each(PLACES)('a document of %s', (place, query) => {
  const ask = (method: string, body?: unknown, more: Ask = {}): Told =>
    records.ask(place, { method, query, ...(body !== undefined && { body }), ...more });

  test('is put, read, put together, and taken away', async () => {
    expect(ask('GET').status).toBe(404);
    expect(ask('DELETE').status).toBe(204);
    expect(ask('POST', { car: { make: 'A' }, seats: 2 }).status).toBe(204);
    expect(ask('POST', { car: { model: 'B' } }).status).toBe(204);
    await records.reopen();
    const { json, headers } = ask('GET');
    expect(json).toEqual({ car: { model: 'B' }, seats: 2 });
    expect(headers['etag']).toMatch(/^"[0-9a-f]{40}"$/);
    expect(ask('HEAD')).toMatchObject({ status: 200, text: '' });
    expect(ask('DELETE').status).toBe(204);
    expect(ask('GET').status).toBe(404);
  });

  test('is changed only by who knows it', () => {
    expect(ask('PUT', { a: 1 }, { headers: { 'if-none-match': '*' } }).status).toBe(204);
    const etag = ask('GET').headers['etag'] as string;
    for (const method of ['PUT', 'POST', 'DELETE'])
      expect(ask(method, { a: 2 }, { headers: { 'if-match': '1234' } }).status, method).toBe(412);
    expect(ask('PUT', { a: 2 }, { headers: { 'if-none-match': '*' } }).status).toBe(412);
    const blind = ask('PUT', { a: 2 });
    expect(blind.status).toBe(409);
    expect(blind.json.error).toContain('If-Match');
    expect(ask('GET').json).toEqual({ a: 1 });
    expect(ask('PUT', { a: 2 }, { headers: { 'if-match': etag } }).status).toBe(204);
    expect(ask('GET').json).toEqual({ a: 2 });
    expect(ask('DELETE', undefined, { headers: { 'if-match': etag } }).status).toBe(412);
  });

  test('is put unseen in 1.0.3 where it is a state, and nowhere else', () => {
    const headers = { 'x-experience-api-version': FIRST };
    const isState = place === '/activities/state';
    const unseen = ask('PUT', { a: 1 }, { headers });
    expect(unseen.status).toBe(isState ? 204 : 400);
    if (!isState) expect(unseen.json.error).toContain('If-None-Match');
    expect(ask('GET').status).toBe(isState ? 200 : 404);
    ask('POST', { a: 1 });
    expect(ask('PUT', { a: 2 }, { headers }).status).toBe(isState ? 204 : 409);
  });

  test('may be anything, but only objects are put together', () => {
    const page = { headers: { 'content-type': 'text/html' } };
    const kept = {
      text: Buffer.from('<b>é</b>').toString('latin1'),
      headers: { 'content-type': 'text/html' },
    };
    expect(ask('POST', '<b>é</b>', page).status).toBe(204);
    expect(ask('GET')).toMatchObject(kept);
    expect(ask('POST', { a: 1 }).status).toBe(400);
    expect(ask('GET')).toMatchObject(kept);
    ask('DELETE');
    ask('POST', { a: 1 });
    expect(ask('POST', 'text', page).status).toBe(400);
    expect(ask('GET').json).toEqual({ a: 1 });
  });

  test.each(['{"a":2}[', '{"a":2}{', '{', '[1]', '"abc"', '1', 'null', ''])(
    'is not made of, and not put together with, %s that says it is JSON',
    (text) => {
      const said = { headers: { 'content-type': 'application/json' } };
      expect(ask('POST', text, said).status).toBe(400);
      expect(ask('GET').status).toBe(404);
      ask('POST', { a: 1 });
      expect(ask('POST', text, said).status).toBe(400);
      expect(ask('GET').json).toEqual({ a: 1 });
    },
  );

  test('says when it was changed', () => {
    const changed = (): number => Date.parse(ask('GET').headers['last-modified'] ?? '');
    ask('POST', { a: 1 });
    const first = changed();
    expect(first).toBe(Date.parse('2026-11-26T10:00:00Z'));
    records.pass(1500);
    expect(changed()).toBe(first);
    ask('POST', { b: 1 });
    expect(changed()).toBeGreaterThan(first);
  });

  test('is listed under its owner, also since a time', () => {
    const idName = place === '/activities/state' ? 'stateId' : 'profileId';
    const { [idName]: _, ...owner } = query as Record<string, unknown>;
    ask('POST', { a: 1 });
    records.pass(60_000);
    const since = '2026-11-26T10:00:30Z';
    records.ask(place, { method: 'POST', query: { ...owner, [idName]: 'later' }, body: { a: 1 } });
    const list = (more: object): unknown => records.ask(place, { query: { ...owner, ...more } }).json;
    expect(list({})).toHaveLength(2);
    expect(list({ since })).toEqual(['later']);
    for (const wrong of ['soon', true, 1, '2026-11-26T10:00:00-00:00'])
      expect(records.ask(place, { query: { ...owner, since: wrong } }).status).toBe(400);
  });

  test.each(Object.keys(query))('needs its %s', (name) => {
    const { [name]: _, ...less } = query as Record<string, unknown>;
    // A state without its id: all of them.
    const methods = name === 'stateId' ? ['PUT', 'POST'] : ['PUT', 'POST', 'DELETE'];
    const headers = { 'if-none-match': '*' };
    for (const method of methods)
      expect(records.ask(place, { method, query: less, body: {}, headers }).status, method).toBe(400);
    if (name !== 'stateId' && name !== 'profileId')
      expect(records.ask(place, { query: less }).status).toBe(400);
  });

  test.each([
    { agent: 'not JSON' },
    { agent: true },
    { activityId: 'x' },
    { registration: 'x' },
    { other: 1 },
  ])('is not asked for with %j', (wrong) => {
    expect(records.ask(place, { query: { ...query, ...wrong } }).status).toBe(400);
  });
});

describe('the state of an activity', () => {
  const place = '/activities/state';
  const query = { activityId: ACTIVITY, agent: AGENT, stateId: 's' };

  test('is of a registration, or of none', () => {
    const put = (more: object, body: object): Told =>
      records.ask(place, { method: 'POST', query: { ...query, ...more }, body });
    put({}, { of: 'none' });
    put({ registration: ID }, { of: 'one' });
    expect(records.ask(place, { query }).json).toEqual({ of: 'none' });
    expect(records.ask(place, { query: { ...query, registration: ID } }).json).toEqual({ of: 'one' });
    const { stateId, ...owner } = query;
    records.ask(place, { method: 'DELETE', query: { ...owner, registration: ID } });
    expect(records.ask(place, { query: { ...query, registration: ID } }).status).toBe(404);
    expect(records.ask(place, { query }).status).toBe(200);
    records.ask(place, { method: 'DELETE', query: owner });
    expect(records.ask(place, { query: { ...owner } }).json).toEqual([]);
  });

  test('is replaced unseen in 1.0.3', () => {
    const headers = { 'x-experience-api-version': FIRST };
    for (const a of [1, 2])
      expect(records.ask(place, { method: 'PUT', query, body: { a }, headers }).status).toBe(204);
    expect(records.ask(place, { query }).json).toEqual({ a: 2 });
  });
});

describe('a request', () => {
  test.each<readonly [string | undefined, number, string]>([
    ['1.0', 200, FIRST],
    ['1.0.9', 200, FIRST],
    ['2.0.0', 200, SECOND],
    ['1.1.0', 400, SECOND],
    ['0.95', 400, SECOND],
    [undefined, 400, SECOND],
  ])('of version %s is answered %d', (version, status, told) => {
    const answer = records.ask('/statements', { headers: { 'x-experience-api-version': version } });
    expect(answer.status).toBe(status);
    expect(answer.headers['x-experience-api-version']).toBe(told);
  });

  test('needs credentials, but for what the store says of itself', () => {
    for (const authorization of [undefined, 'Basic ben', 'Basic:anna']) {
      const answer = records.ask('/statements', { headers: { authorization } });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Basic');
    }
    const headers = { authorization: undefined, 'x-experience-api-version': undefined };
    expect(records.ask('/about', { headers }).json.version).toContain('2.0.0');
    expect(
      records.ask('/about', { headers: { 'x-experience-api-version': FIRST } }).json.version,
    ).not.toContain('2.0.0');
  });

  test.each([
    ['/other', 'GET', 404],
    ['/__proto__', 'GET', 404],
    ['/statements', 'DELETE', 405],
    ['/about', 'constructor', 405],
  ])('of %s by %s is answered %d', (place, method, status) => {
    expect(records.ask(place, { method }).status).toBe(status);
  });

  test.each([
    ['/statements', 'DELETE', FIRST, 405],
    ['/activities', 'POST', SECOND, 405],
    ['/agents', 'PUT', SECOND, 405],
    ['/about', 'POST', undefined, 405],
    ['/statements', 'GET', undefined, 400],
    ['/agents/profile', 'GET', '1.1.0', 400],
    ['/other', 'GET', SECOND, 404],
    ['/statements', 'GET', SECOND, 401],
  ] as const)('of a stranger, %s by %s in version %s, is answered %d', (place, method, version, status) => {
    const headers = { authorization: undefined, 'x-experience-api-version': version };
    const answer = records.ask(place, { method, headers });
    expect(answer.status).toBe(status);
    const through = answer.headers['x-experience-api-consistent-through'];
    expect(through !== undefined).toBe(place === '/statements' && method === 'GET');
  });

  const form = (fields: Readonly<Record<string, string>>, query: object, more: Ask = {}): Told =>
    records.ask('/statements', {
      method: 'POST',
      query: { ...query },
      body: new URLSearchParams(fields).toString(),
      ...more,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-experience-api-version': FIRST,
        ...more.headers,
      },
    });
  const content = JSON.stringify(STATEMENT);

  test('may be in a form in 1.0.3', () => {
    expect(form({ statementId: ID, content }, { method: 'PUT' }).status).toBe(204);
    const read = form({ limit: '1' }, { method: 'GET' });
    expect(read.json.statements).toHaveLength(1);
    expect(read.headers['x-experience-api-consistent-through']).toBeDefined();
    const bare = { headers: { authorization: undefined, 'x-experience-api-version': undefined } };
    const shown = { Authorization: 'Basic anna', 'X-Experience-API-Version': '1.0.3' };
    expect(form({ ...shown, statementId: ID, content }, { method: 'PUT' }, bare).status).toBe(204);
  });

  test.each<readonly [string, () => Told]>([
    ['of another method than POST', () => form({ content }, { method: 'POST' }, { method: 'PUT' })],
    ['of no method', () => form({}, { method: 'JUMP' })],
    ['without its content', () => form({ statementId: ID }, { method: 'PUT' })],
    ['with parameters outside', () => form({ content }, { method: 'PUT', statementId: ID })],
    [
      'of an old version inside',
      () => form({ statementId: ID, content, 'X-Experience-API-Version': '0.8' }, { method: 'PUT' }),
    ],
    [
      'that is none',
      () => form({}, { method: 'PUT' }, { body: content, headers: { 'content-type': 'application/json' } }),
    ],
    [
      'of 2.0',
      () =>
        form(
          { statementId: ID, content },
          { method: 'PUT' },
          { headers: { 'x-experience-api-version': SECOND } },
        ),
    ],
  ])('in a form %s is refused', (_, ask) => {
    expect(ask().status).toBe(400);
    expect(records.ask('/statements').json.statements).toEqual([]);
  });
});
