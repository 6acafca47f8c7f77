// SPDX-License-Identifier: Apache-2.0
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PACK, type Started, startApi } from './api.fixture.ts';
import type { Answer } from './contract/index.ts';

const ends: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 8, 1, 8);
const NAMES = ['Ada Lovelace', 'Ben', 'Cleo', 'Dora', 'Emil', 'Fay', 'Gus', 'Hal', 'Ivy', 'Jan'];
const CAMPAIGN = {
  campaign: 1,
  id: 'autumn',
  title: 'Autumn <script>',
  starts: '2026-09-01',
  items: 6,
  trial: { seed: 3 },
  people: NAMES.map((name, at) => ({
    name,
    email: `p${at}@firm.example`,
    ...(at === 1 ? { language: 'de' } : {}),
  })),
};

let api: Started;
const at = (days: number) => {
  api.clock.now = BEGIN + days * DAY;
};
async function ask(method: string, path: string, body?: object, who = api.operator) {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      ...(who === '' ? {} : { authorization: who }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as never };
}
const post = <T>(path: string, body?: object, who?: string) =>
  ask('POST', path, body, who) as Promise<{ status: number; body: T }>;
const get = <T>(path: string, who?: string) =>
  ask('GET', path, undefined, who) as Promise<{ status: number; body: T }>;
const play = <T>(path: string, body: object) => post<T>(`/v1/play${path}`, body, '');

const TRUTH = new Map(
  PACK.gameItems
    .filter(({ game }) => game === 'e-commerce/game/triage')
    .flatMap(({ language, messages = [] }) =>
      messages.map(({ id, truth }) => [`${language} ${id}`, truth] as const),
    ),
);

/** Whoever follows a link to the end, with an action for each truth. */
async function playAll(token: string, lure: string, honest: string): Promise<number> {
  let asked = 0;
  for (;;) {
    const { body } = await play<Answer<'playRound'>>('', { token });
    if (body.state !== 'open') return asked;
    for (const { id } of body.messages ?? []) {
      const action = TRUTH.get(`${body.language} ${id}`) === 'lure' ? lure : honest;
      const { status } = await play('/answers', { token, item: id, action, confidence: 0.75, seconds: 4 });
      expect(status).toBe(200);
      asked++;
    }
  }
}
const links = async () => (await post<Answer<'giveLinks'>>('/v1/campaigns/autumn/links')).body.links;
const tokenOf = (path: string) => path.split('/').at(-1) as string;

beforeAll(async () => {
  api = await startApi((end) => ends.push(end));
  at(-1);
});

describe('a campaign', () => {
  test('is refused with all that is wrong, each with its place', async () => {
    const text = 'campaign: 1\nid: Autumn\ntitle: A\nstarts: tomorrow\npeople: []\nperson: 3\n';
    const { status, body } = await post<{ campaignProblems: { at: { line: number } }[] }>('/v1/campaigns', {
      text,
    });
    expect(status).toBe(422);
    expect(body.campaignProblems.map(({ at: { line } }) => line).sort()).toEqual([2, 4, 5, 6]);
  });

  test('is checked before it is made, and nothing is kept', async () => {
    const check = (text: string) => post<Answer<'checkCampaign'>>('/v1/campaigns/check', { text });
    const wrong = await check('campaign: 1\nid: Autumn\n');
    expect([wrong.status, wrong.body.usable]).toEqual([200, false]);
    expect(wrong.body.problems[0]).toMatchObject({ severity: 'error', at: { line: 2 } });
    const few = await check(JSON.stringify({ ...CAMPAIGN, people: [{ name: 'Ada' }] }));
    expect([few.body.usable, few.body.problems.map(({ severity }) => severity)]).toEqual([true, ['warning']]);
    expect((await get<Answer<'campaigns'>>('/v1/campaigns')).body.campaigns).toEqual([]);
  });

  test('is made once', async () => {
    const text = JSON.stringify(CAMPAIGN);
    const { status, body } = await post<Answer<'createCampaign'>>('/v1/campaigns', { text });
    expect([status, body.campaign.people, body.campaign.state]).toEqual([200, 10, 'to-come']);
    expect((await post('/v1/campaigns', { text })).status).toBe(409);
  });

  test('is for trainers and owners alone', async () => {
    for (const [method, path] of [
      ['GET', '/v1/campaigns'],
      ['GET', '/v1/campaigns/autumn'],
      ['GET', '/v1/campaigns/autumn/results'],
      ['POST', '/v1/campaigns/autumn/links'],
    ] as const)
      expect((await ask(method, path, undefined, '')).status, path).toBe(401);
  });

  test('gives no links before its first day', async () => {
    expect((await post('/v1/campaigns/autumn/links')).status).toBe(409);
  });

  test('hands out messages without their truth, and takes an answer once', async () => {
    at(0);
    const [first] = await links();
    const token = tokenOf(first?.path ?? '');
    const { body } = await play<Answer<'playRound'>>('', { token });
    expect([body.state, body.part, body.of, body.messages?.length]).toEqual(['open', 'test', 6, 6]);
    expect(JSON.stringify(body)).not.toMatch(/"truth"|"cues"|"why"|"band"/);
    const item = body.messages?.[0]?.id ?? '';
    const answer = { token, item, action: 'report', confidence: 0.95, seconds: 3 };
    expect((await play('/answers', answer)).body).toEqual({ left: 5 });
    expect((await play('/answers', answer)).body).toEqual({ left: 5 });
    expect((await play('/answers', { ...answer, action: 'trust' })).status).toBe(409);
    // The same action is no answer to the question what was answered.
    expect((await play('/answers', { ...answer, seconds: 4 })).status).toBe(409);
    expect((await play('/answers', { ...answer, confidence: 0.5 })).status).toBe(409);
    expect((await play('/answers', { ...answer, item: 'other' })).status).toBe(422);
    expect((await play('/answers', { ...answer, token: 'x'.repeat(43) })).status).toBe(404);
    expect((await play('/answers', { ...answer, confidence: 2 })).status).toBe(400);
  });

  test('says of one of two answers that came together that it was not taken', async () => {
    const [link] = await links();
    const token = tokenOf(link?.path ?? '');
    const { body } = await play<Answer<'playRound'>>('', { token });
    const answer = { token, item: body.messages?.[0]?.id ?? '', confidence: 0.75, seconds: 3 };
    const actions = ['report', 'trust'] as const;
    const { token: _, ...rest } = answer;
    const both = await Promise.allSettled(
      actions.map((action) => api.training.playing.answer(token, { ...rest, action })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const taken = actions[both.findIndex(({ status }) => status === 'fulfilled')];
    expect((await play('/answers', { ...answer, action: taken })).status).toBe(200);
  });

  test('trains one arm at once, and tells nothing while a test is open', async () => {
    const given = await links();
    expect(given).toHaveLength(10);
    const asked = [];
    for (const { path } of given) asked.push(await playAll(tokenOf(path), 'report', 'trust'));
    // Five of the ten are trained now; one of all had answered two messages before.
    expect(asked.reduce((sum, each) => sum + each, 0)).toBe(10 * 6 + 5 * 6 - 2);
    const { body } = await get<Answer<'campaignResults'>>('/v1/campaigns/autumn/results');
    expect([body.tests, body.nextAt]).toEqual([[], '2026-09-08T00:00:00.000Z']);
  });

  test('tells a test once it is over, by arm, and no group below five', async () => {
    at(7);
    const { body } = await get<Answer<'campaignResults'>>('/v1/campaigns/autumn/results');
    const groups = body.tests[0]?.groups.map(({ by, name, people }) => [by, name, people]);
    expect(groups).toEqual([
      ['all', 'all', 10],
      ['arm', 'control', 5],
      ['arm', 'trained', 5],
    ]);
    expect(body.tests[0]?.groups[0]?.reportRate.value).toBe(1);
    expect(JSON.stringify(body)).not.toMatch(/p-[0-9a-f]{16}|Ada|firm\.example/);
    expect((await get('/v1/campaigns/autumn/clock')).status).toBe(409);
  });

  test('forgets somebody: their link is none, nothing of them is on disk', async () => {
    const { body } = await get<Answer<'campaign'>>('/v1/campaigns/autumn');
    const ada = body.people.find(({ name }) => name === 'Ada Lovelace')?.person ?? '';
    const [link] = (await links()).filter(({ person }) => person === ada);
    const token = tokenOf(link?.path ?? '');
    expect((await play<Answer<'playRound'>>('', { token })).body.state).toBe('open');
    expect((await play('/forget', { token })).status).toBe(200);
    expect((await play('', { token })).status).toBe(404);
    const after = await get<Answer<'campaign'>>('/v1/campaigns/autumn');
    expect(after.body.people).toHaveLength(9);
    const disk = ['log.db', 'log.db-wal']
      .map((name) => readFileSync(join(api.folder, 'campaigns', name), 'latin1'))
      .join('');
    expect(disk).not.toContain('Ada Lovelace');
    expect(disk).not.toContain(ada);
  });

  test('says "improved" of nobody who did as well before, and gives a clock', async () => {
    for (const { path } of await links()) await playAll(tokenOf(path), 'report', 'trust');
    at(28);
    for (const { path } of await links()) await playAll(tokenOf(path), 'report', 'trust');
    const badge = await badgeOf('Ben');
    expect(badge.status).toBe(200);
    at(36);
    const { body } = await get<Answer<'campaignResults'>>('/v1/campaigns/autumn/results');
    expect(body.tests.map(({ day, trial }) => [day, trial?.verdict])).toEqual([
      [0, undefined],
      [7, 'too-few'],
      [28, 'too-few'],
    ]);
    expect(body.nextAt).toBeUndefined();
  });

  test('erases names and addresses when it is over', async () => {
    const { body } = await get<Answer<'campaign'>>('/v1/campaigns/autumn');
    expect(body.people.map(({ name, email }) => name ?? email)).toEqual(Array(9).fill(undefined));
    const disk = ['log.db', 'log.db-wal']
      .map((name) => readFileSync(join(api.folder, 'campaigns', name), 'latin1'))
      .join('');
    expect(disk).not.toContain('firm.example');
  });

  test('gives no statements where one person has a language of their own', async () => {
    const { body } = await get<Answer<'campaign'>>('/v1/campaigns/autumn');
    expect(body.people.filter(({ language }) => language === 'de')).toHaveLength(1);
    expect((await get('/v1/campaigns/autumn/statements')).status).toBe(409);
  });
});

async function badgeOf(name: string) {
  const { body } = await get<Answer<'campaign'>>('/v1/campaigns/autumn');
  const person = body.people.find((each) => each.name === name)?.person;
  return get<Answer<'campaignBadge'>>(`/v1/campaigns/autumn/people/${person}/badge`);
}

describe('a badge', () => {
  test('is verified by jose and by node:crypto, and has what Open Badges 3.0 requires', async () => {
    const { body } = await get<Answer<'campaign'>>('/v1/campaigns/autumn');
    const badges = await Promise.all(
      body.people.map(({ person }) =>
        get<Answer<'campaignBadge'>>(`/v1/campaigns/autumn/people/${person}/badge`),
      ),
    );
    const jwk = (await get<Answer<'badgeKey'>>('/v1/badge-key', '')).body;
    for (const {
      body: { jwt },
    } of badges) {
      const { payload, protectedHeader } = await jwtVerify(jwt, await importJWK(jwk, 'EdDSA'), {
        currentDate: new Date(api.clock.now),
      });
      expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'JWT', jwk });
      const [head, claims, signature] = jwt.split('.') as [string, string, string];
      const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
      expect(verify(null, Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(
        true,
      );
      expect(payload).toMatchObject({
        '@context': [
          'https://www.w3.org/ns/credentials/v2',
          expect.stringMatching(/^https:\/\/purl.imsglobal.org\/spec\/ob\/v3p0\/context-3/),
        ],
        type: ['VerifiableCredential', 'OpenBadgeCredential'],
        issuer: { id: 'https://shop.example', type: ['Profile'] },
        credentialSubject: {
          type: ['AchievementSubject'],
          achievement: { type: ['Achievement'], criteria: { narrative: expect.any(String) } },
        },
        iss: 'https://shop.example',
        jti: payload['id'],
        sub: (payload['credentialSubject'] as { id: string }).id,
        nbf: Date.parse(payload['validFrom'] as string) / 1000,
      });
    }
    expect(new Set(badges.map(({ body: { jwt } }) => jwt)).size).toBe(9);
    const times = badges.map(({ body: { jwt } }) => Buffer.from(jwt.split('.')[1] ?? '', 'base64url'));
    // The moment of somebody's own test would find their answers among the statements.
    expect(new Set(times.map((claims) => JSON.parse(String(claims)).nbf))).toEqual(
      new Set([Date.UTC(2026, 8, 29) / 1000]),
    );
  });
});
