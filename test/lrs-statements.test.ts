// SPDX-License-Identifier: Apache-2.0
// Statements: what is refused, what is kept, what is found.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FIRST, openRecords, type Records, SECOND, type Told } from './support/learning-records.ts';
import { ANNA, BASE, DID, FILE, ID, ROUND } from './support/learning-statements.ts';

let records: Records;
beforeEach(async () => {
  records = await openRecords();
});
afterEach(() => records.close());

const OTHER = 'bb97b177-9383-4934-8543-0f91a7a02836';
const LAST = 'cc97b177-9383-4934-8543-0f91a7a02836';
const SUB = { objectType: 'SubStatement', ...BASE };

const post = (body: unknown, version = SECOND): Told =>
  records.ask('/statements', { method: 'POST', body, headers: { 'x-experience-api-version': version } });
const found = (query: object): string[] =>
  records.ask('/statements', { query: { ...query } }).json.statements.map(({ id }: { id: string }) => id);

describe('a statement', () => {
  test.each<readonly [string, object]>([
    ['of an agent', {}],
    [
      'with everything',
      { id: ID, timestamp: '2026-11-26T11:00:00+01:00', version: '1.0.9', attachments: [FILE] },
    ],
    ['of a group', { actor: { objectType: 'Group', member: [ANNA] } }],
    ['of an identified group', { actor: { objectType: 'Group', openid: 'http://id.example.com/1' } }],
    ['of an account', { actor: { account: { homePage: 'http://example.com', name: 'a' } } }],
    ['about an agent', { object: ANNA }],
    ['about a statement', { object: { objectType: 'StatementRef', id: ID } }],
    ['with a statement inside', { object: SUB }],
    [
      'with a result',
      { result: { score: { scaled: 0.5, raw: 5, min: 0, max: 10 }, duration: 'PT1H0M0.1S', success: true } },
    ],
    ['with a duration in weeks', { result: { duration: 'P4W' } }],
    ['with null in an extension', { result: { extensions: { 'http://example.com/x': null } } }],
    [
      'with a context',
      { context: { registration: ID, language: 'en-GB', team: { objectType: 'Group', member: [ANNA] } } },
    ],
    ['with one activity around it', { context: { contextActivities: { parent: ROUND } } }],
    [
      'of two who vouch',
      { authority: { objectType: 'Group', member: [ANNA, { mbox: 'mailto:b@example.com' }] } },
    ],
    ['with a time as RFC 3339 allows it', { timestamp: '2008-09-15 15:53:00.601+00:00' }],
    ['without a time, said so', { timestamp: null }],
    [
      'with an interaction',
      {
        object: { ...ROUND, definition: { interactionType: 'choice', choices: [{ id: 'a' }, { id: 'b' }] } },
      },
    ],
  ])('%s is kept', (_, more) => {
    for (const version of [FIRST, SECOND]) {
      const { id, ...rest } = more as { id?: string };
      expect(
        post({ ...BASE, ...rest, ...(id !== undefined && version === SECOND && { id }) }, version).status,
        version,
      ).toBe(200);
    }
  });

  test.each<readonly [string, object | undefined, string]>([
    ['without an actor', { actor: undefined }, '/actor'],
    ['without a verb', { verb: undefined }, '/verb'],
    ['without an object', { object: undefined }, '/object'],
    ['with a word that xAPI does not know', { dummy: 1 }, 'dummy'],
    ['with a word in other case', { Actor: ANNA }, 'Actor'],
    ['with null', { result: { success: null } }, '/result/success'],
    ['with a number as an id', { id: 12345 }, '/id'],
    ['with an id that is too long', { id: `${ID}8` }, '/id'],
    ['with an id of other letters', { id: `M${ID.slice(1)}` }, '/id'],
    ['with two identifiers', { actor: { ...ANNA, openid: 'http://id.example.com' } }, '/actor'],
    ['with an address that is no mailto', { actor: { mbox: 'anna@example.com' } }, '/actor'],
    ['with a hash that is none', { actor: { mbox_sha1sum: 'abc' } }, '/actor'],
    ['with an account without a name', { actor: { account: { homePage: 'http://example.com' } } }, '/actor'],
    ['of a group of nobody', { actor: { objectType: 'Group', member: [] } }, '/actor'],
    [
      'of a group in a group',
      { actor: { objectType: 'Group', member: [{ objectType: 'Group', member: [ANNA] }] } },
      '/actor',
    ],
    ['with a verb that is no IRI', { verb: { id: 'did' } }, '/verb/id'],
    ['with a display in no language', { verb: { ...DID, display: { something: 'x' } } }, '/verb/display'],
    ['about an activity that is no IRI', { object: { id: 'ab=c://x' } }, '/object/id'],
    ['about an agent that does not say so', { object: { mbox: 'mailto:b@example.com' } }, '/object'],
    [
      'with two choices of one id',
      {
        object: { ...ROUND, definition: { interactionType: 'choice', choices: [{ id: 'a' }, { id: 'a' }] } },
      },
      '/object/definition/choices',
    ],
    [
      'with choices of no interaction',
      { object: { ...ROUND, definition: { choices: [{ id: 'a' }] } } },
      '/object/definition',
    ],
    ['with a statement in a statement in a statement', { object: { ...SUB, object: SUB } }, '/object/object'],
    ['with an id in the statement inside', { object: { ...SUB, id: ID } }, '/object'],
    ['with a score beyond its end', { result: { score: { raw: 11, min: 0, max: 10 } } }, '/result/score'],
    ['with a score as text', { result: { score: { max: '100' } } }, '/result/score/max'],
    ['with a duration of weeks and days', { result: { duration: 'P4W1D' } }, '/result/duration'],
    ['with a duration of nothing', { result: { duration: 'PT' } }, '/result/duration'],
    ['with an extension that is no IRI', { result: { extensions: { x: 1 } } }, '/result/extensions'],
    ['with a registration that is none', { context: { registration: 'x' } }, '/context/registration'],
    ['with an agent as a team', { context: { team: ANNA } }, '/context/team'],
    ['with a verb in no language', { verb: { id: 'http://example.com/did', display: {} } }, '/verb/display'],
    [
      'with a name in no language',
      { object: { ...ROUND, definition: { name: {} } } },
      '/object/definition/name',
    ],
    [
      'with a file shown in no language',
      { attachments: [{ ...FILE, display: {} }] },
      '/attachments/0/display',
    ],
    ['with no kind of activities', { context: { contextActivities: {} } }, '/context/contextActivities'],
    [
      'with another kind of activities',
      { context: { contextActivities: { near: ROUND } } },
      '/context/contextActivities',
    ],
    ['with a platform and no activity', { object: ANNA, context: { platform: 'x' } }, 'platform'],
    ['with a time that is none', { timestamp: '01/011/2015' }, '/timestamp'],
    ['with a time of no known zone', { timestamp: '2008-09-15T15:53:00.601-00:00' }, '/timestamp'],
    ['of another version', { version: '1.1.0' }, '/version'],
    ['of one who vouches in a group', { authority: { objectType: 'Group', member: [ANNA] } }, '/authority'],
    [
      'of an identified group that vouches',
      { authority: { objectType: 'Group', mbox: 'mailto:g@example.com', member: [ANNA, ANNA] } },
      '/authority',
    ],
    [
      'with a file of no type',
      { attachments: [{ ...FILE, contentType: 'text' }] },
      '/attachments/0/contentType',
    ],
    ['with a file that is no list', { attachments: FILE }, '/attachments'],
    ['that voids no statement', { verb: { id: 'http://adlnet.gov/expapi/verbs/voided' } }, 'StatementRef'],
  ])('%s is refused, and it is said where', (_, more, where) => {
    for (const version of [FIRST, SECOND]) {
      const answer = post({ ...BASE, ...more }, version);
      expect(answer.status, version).toBe(400);
      expect(answer.json.error).toContain(where);
      expect(answer.headers['x-experience-api-version']).toBe(version);
    }
    expect(found({})).toEqual([]);
  });

  test('tells of agents around it from 2.0 on', () => {
    const context = {
      contextAgents: [{ objectType: 'contextAgent', agent: ANNA, relevantTypes: ['http://example.com/t'] }],
      contextGroups: [{ objectType: 'contextGroup', group: { objectType: 'Group', member: [ANNA] } }],
    };
    expect(post({ ...BASE, context }).status).toBe(200);
    expect(post({ ...BASE, context }, FIRST).status).toBe(400);
    expect(post({ ...BASE, context: { contextAgents: [{ agent: ANNA }] } }).status).toBe(400);
    const [agent] = context.contextAgents;
    expect(post({ ...BASE, context: { contextAgents: [{ ...agent, relevantTypes: [] }] } }).status).toBe(400);
  });

  test('is refused when it nests without end, and so is a document', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const asJson = { 'content-type': 'application/json' };
    const result = `"result":{"extensions":{"http://example.com/x":${deep}}}`;
    const body = `${JSON.stringify(BASE).slice(0, -1)},${result}}`;
    const query = { activityId: ROUND.id, profileId: 'p' };
    const profile = { method: 'POST', query, body: `{"a":${deep}}`, headers: asJson };
    for (const answer of [
      records.ask('/statements', { method: 'POST', body, headers: asJson }),
      records.ask('/activities/profile', profile),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.json.error).toContain('deeper than 64');
    }
    expect(found({})).toEqual([]);
  });

  test('may be anything, and the store goes on', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 5 }),
        fc.constantFrom('actor', 'verb', 'object', 'context', 'result'),
        (value, name) => {
          expect([200, 400]).toContain(post({ ...BASE, [name]: value }).status);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what is stored', () => {
  test('is completed, and stays over a restart', async () => {
    const [id] = post(BASE).json;
    await records.reopen();
    const { json, headers } = records.ask('/statements', { query: { statementId: id } });
    expect(json).toEqual({
      ...BASE,
      id,
      stored: json.stored,
      timestamp: json.stored,
      authority: { mbox: 'mailto:lrs@example.com' },
      version: '2.0.0',
    });
    expect(Date.parse(headers['last-modified'] ?? '')).toBe(
      Math.floor(Date.parse(json.stored) / 1000) * 1000,
    );
    expect(headers['x-experience-api-consistent-through']).toMatch(/^2026-11-26T10:/);
  });

  test('is not changed by another with its id, and not stored by half', () => {
    const put = (id: string, body: object): number =>
      records.ask('/statements', { method: 'PUT', query: { statementId: id }, body }).status;
    expect(put(ID, BASE)).toBe(204);
    expect(put(ID, BASE)).toBe(204);
    expect(put(ID, { ...BASE, verb: { id: 'http://example.com/other' } })).toBe(409);
    expect(put(OTHER, { ...BASE, id: ID })).toBe(400);
    const inside = (seconds: string): object => ({
      ...BASE,
      object: { ...SUB, result: { duration: `PT${seconds}S` } },
    });
    const puts = ['1.201', '1.209', '1.2', '1,20', '1.21'].map((seconds) => put(LAST, inside(seconds)));
    expect(puts).toEqual([204, 204, 204, 204, 409]);
    expect(
      post([
        { ...BASE, id: OTHER },
        { ...BASE, verb: { id: 'no' } },
      ]).status,
    ).toBe(400);
    expect(
      post([
        { ...BASE, id: OTHER },
        { ...BASE, id: OTHER.toUpperCase() },
      ]).status,
    ).toBe(400);
    expect(found({})).toEqual([LAST, ID]);
    expect(records.ask('/statements', { query: { statementId: OTHER } }).status).toBe(404);
  });

  test('is found by what it speaks of', () => {
    const ben = { mbox: 'mailto:ben@example.com' };
    const [plain, around, inside] = post([
      { ...BASE, context: { registration: ID } },
      {
        ...BASE,
        actor: ben,
        verb: { id: 'http://example.com/verbs/saw' },
        context: { instructor: ANNA, contextActivities: { category: { id: 'http://example.com/c' } } },
      },
      { ...BASE, actor: ben, object: { ...SUB, actor: { mbox: 'mailto:cleo@example.com' } } },
    ]).json;
    expect(found({ agent: ANNA })).toEqual([plain]);
    expect(found({ agent: ANNA, related_agents: true })).toEqual([around, plain]);
    expect(found({ agent: { mbox: 'mailto:cleo@example.com' }, related_agents: true })).toEqual([inside]);
    expect(found({ verb: 'http://example.com/verbs/saw' })).toEqual([around]);
    expect(found({ activity: ROUND.id })).toEqual([around, plain]);
    expect(found({ activity: ROUND.id, related_activities: true })).toEqual([inside, around, plain]);
    expect(found({ activity: 'http://example.com/c', related_activities: true })).toEqual([around]);
    expect(found({ registration: ID.toUpperCase() })).toEqual([plain]);
    expect(found({ agent: ben, verb: DID.id })).toEqual([inside]);
    expect(found({ ascending: true })).toEqual([plain, around, inside]);
    expect(found({ since: '2027-01-01T00:00:00Z' })).toEqual([]);
    expect(found({ until: '2027-01-01T00:00:00Z' })).toHaveLength(3);
  });

  test('is given in pages that lead on', () => {
    const ids: string[] = post(Array.from({ length: 7 }, () => BASE)).json;
    const seen: string[] = [];
    let query: Record<string, string> = { limit: '3', ascending: 'true' };
    for (let page = 0; page < 5; page++) {
      const { statements, more } = records.ask('/statements', { query }).json;
      seen.push(...statements.map(({ id }: { id: string }) => id));
      if (more === '') break;
      expect(more).toMatch(/^\/xapi\/statements\?/);
      query = Object.fromEntries(new URLSearchParams(more.split('?')[1]));
    }
    expect(seen).toEqual(ids);
  });

  test('is voided by a statement that refers to it, whichever came first', () => {
    const voiding = {
      ...BASE,
      verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
      object: { objectType: 'StatementRef', id: ID },
    };
    const verb = { id: 'http://example.com/verbs/rare' };
    post({ ...BASE, id: ID, verb });
    const [by] = post(voiding).json;
    const [about] = post({ ...BASE, verb, object: { objectType: 'StatementRef', id: ID } }).json;
    expect(records.ask('/statements', { query: { statementId: ID } }).status).toBe(404);
    expect(records.ask('/statements', { query: { voidedStatementId: ID } }).json.id).toBe(ID);
    // Who refers to what is asked for is found, though that itself is gone.
    expect(found({ verb: verb.id })).toEqual([about, by]);
    post({ ...voiding, object: { objectType: 'StatementRef', id: by } });
    expect(records.ask('/statements', { query: { statementId: by } }).status).toBe(200);
    post({ ...voiding, object: { objectType: 'StatementRef', id: OTHER } });
    post({ ...BASE, id: OTHER });
    expect(records.ask('/statements', { query: { statementId: OTHER } }).status).toBe(404);
  });

  test('is shown as ids, or in one language with all that is known', () => {
    const [id] = post({ ...BASE, context: { contextActivities: { parent: ROUND } } }).json;
    post({
      ...BASE,
      object: { id: ROUND.id, definition: { description: { 'de-DE': 'Zwölf Nachrichten' } } },
    });
    const shown = (format: string): Told['json'] =>
      records.ask('/statements', {
        query: { statementId: id, format },
        headers: { 'accept-language': 'fr;q=0.9, de-DE' },
      }).json;
    expect(shown('ids')).toMatchObject({
      actor: { objectType: 'Agent', mbox: ANNA.mbox },
      verb: { id: DID.id },
      object: { id: ROUND.id },
      context: { contextActivities: { parent: [{ id: ROUND.id }] } },
    });
    expect(shown('ids').actor).not.toHaveProperty('name');
    const { object, verb } = shown('canonical');
    expect(verb.display).toEqual({ 'de-DE': 'tat' });
    expect(object.definition).toEqual({
      name: { 'de-DE': 'Runde' },
      description: { 'de-DE': 'Zwölf Nachrichten' },
      type: 'http://example.com/types/round',
    });
    expect(records.ask('/activities', { query: { activityId: ROUND.id } }).json.definition.name).toEqual(
      ROUND.definition.name,
    );
    expect(records.ask('/agents', { query: { agent: { mbox: ANNA.mbox } } }).json).toEqual({
      objectType: 'Person',
      name: ['Anna'],
      mbox: [ANNA.mbox],
    });
    expect(records.ask('/activities', { query: { activityId: 'http://example.com/never' } }).json).toEqual({
      objectType: 'Activity',
      id: 'http://example.com/never',
    });
  });

  test.each<readonly [string, Record<string, unknown>]>([
    ['a parameter that is not known', { foo: 'bar' }],
    ['a parameter in other case', { StatementId: ID }],
    ['two ids', { statementId: ID, voidedStatementId: ID }],
    ['an id and a filter', { statementId: ID, verb: DID.id }],
    ['an id that is none', { statementId: 'x' }],
    ['an agent that is none', { agent: true }],
    ['a verb that is none', { verb: 'did' }],
    ['a time that is none', { since: 'yesterday' }],
    ['a limit that is none', { limit: -1 }],
    ['a format that is none', { format: 'short' }],
    ['a flag that is none', { ascending: 'maybe' }],
  ])('is not searched by %s', (_, query) => {
    const { status, headers } = records.ask('/statements', { query });
    expect(status).toBe(400);
    expect(headers['x-experience-api-consistent-through']).toMatch(/^2026-11-26T10:/);
  });
});
