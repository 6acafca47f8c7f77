// SPDX-License-Identifier: Apache-2.0
// Badges against the JSON Schema of 1EdTech, ob_v3p0_achievementcredential_schema.json of
// https://purl.imsglobal.org/spec/ob/v3p0/schema/json/. Its licence (https://www.imsglobal.org/speclicense.html) lets it be used to
// build what implements it, not be passed on under another one; so it stays outside, in `open-badges` of the corpora.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { badgeFaults, type Campaign, type Member, roundKey } from '../../src/awareness/index.ts';
import { openBadges } from '../../src/server/campaign/badges.ts';
import { loadedPack } from '../support/loaded-pack.ts';
import { describeCorpus } from './corpora.ts';

type Json = Readonly<Record<string, unknown>>;

const LATER = Date.UTC(2030, 0, 1);
const TITLES = ['Autumn', '"\\\u0000</script>', '=1+1', '\u202eαβγ 🔑', 'x'.repeat(200)];
// What a server takes for its own: its address, or a name of its own without one.
const ISSUERS = [
  { id: 'https://play.firm.example', name: 'play.firm.example' },
  { id: 'urn:ensuresec:server', name: 'ENSURESEC' },
];

function campaignOf(title: string, days: readonly number[]): Campaign {
  const plan = {
    ...{ id: 'c', title, game: 'e-commerce/game/triage', language: 'en', items: 4 },
    ...{ starts: '2026-09-01', days: [...days], open: 7, reminders: [3] },
  };
  const none = { members: new Map(), links: new Map(), settled: new Map() };
  return { plan, createdAt: 0, endedAt: undefined, ...none };
}

/** Somebody who was shown nothing and so has nothing left to answer. */
function doneBy(language: string, { plan }: Campaign): Member {
  const round = { items: [], startedAt: 0, answers: new Map() };
  return {
    ...{ person: `p-${language}`, actor: 'a', arm: 'trained', language },
    ...{ group: undefined, contact: undefined, asked: new Map() },
    rounds: new Map(plan.days.map((_, wave) => [roundKey(wave, 'test'), round])),
  };
}

/** Every path of a value, the longest last. */
function pathsOf(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[...at, name], ...pathsOf(inner, [...at, name])]);
}

/** A copy with another value at a path; undefined takes away what is there. */
function changed(given: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  const next = (inner: unknown): unknown => (rest.length === 0 ? value : changed(inner, rest, value));
  if (Array.isArray(given))
    return given.flatMap((inner, at) => {
      const now = String(at) === name ? next(inner) : inner;
      return now === undefined ? [] : [now];
    });
  const all = given as Json;
  return JSON.parse(JSON.stringify({ ...all, [name]: next(all[name]) }));
}

const data = mkdtempSync(join(tmpdir(), 'ensuresec-badges-'));
afterAll(() => rmSync(data, { recursive: true }));
const pack = loadedPack('e-commerce');
const badges = openBadges(data, pack);
const languages = [...new Set(pack.gameWords.map(({ language }) => language)), 'xx'];

/** The claims that are signed. */
async function given(
  language: string,
  issuer = ISSUERS[0] as (typeof ISSUERS)[0],
  title = 'Autumn',
  days = [0, 7],
) {
  const campaign = campaignOf(title, days);
  const jwt = await badges.give(campaign, doneBy(language, campaign), issuer);
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Json;
}

test.each([
  ['@context/1', 'https://other.example/spec/ob/v3p0/context.json'],
  ['type/0', 'Credential'],
  ['issuer/type', ['Organisation']],
  ['validFrom', '2026-09-08'],
  ['credentialSubject/achievement', undefined],
  ['credentialSubject/identifier/0/identityType', 'shoe size'],
  ['credentialSubject/identifier/0/identityType', 'ext:'],
  ['credentialSubject/identifier/0/type', 'Identity'],
  ['credentialSubject/identifier/0/more', 1],
])('a badge whose %s is %j is refused', async (path, value) => {
  const [fault, ...others] = badgeFaults(changed(await given('en'), path.split('/'), value), LATER);
  expect(fault).toMatch(/^\/(?:@context|type|issuer|validFrom|credentialSubject)/);
  expect(others).toEqual([]);
});

test.each([
  ['credentialSubject/identifier/0/identityType', 'ext:badge-number'],
  ['credentialSubject/identifier', undefined],
  ['@context/1', 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'],
])('a badge whose %s is %j is taken', async (path, value) => {
  expect(badgeFaults(changed(await given('en'), path.split('/'), value), LATER)).toEqual([]);
});

describeCorpus(
  'open-badges',
  'the JSON Schema of an AchievementCredential',
  (folder) => {
    const schema = JSON.parse(
      readFileSync(join(folder, 'ob_v3p0_achievementcredential_schema.json'), 'utf8'),
    ) as Json;
    const ajv = new Ajv2019({
      // Its words for draft 2019-09 are those of draft 7 in places.
      strict: false,
      allErrors: true,
      formats: {
        'date-time': (text: string) => z.iso.datetime({ offset: true }).safeParse(text).success,
        date: (text: string) => z.iso.date().safeParse(text).success,
      },
    });
    const takes = ajv.compile(schema);
    test('takes every badge: each language, issuer, title, and number of tests', async () => {
      let tried = 0;
      for (const language of languages)
        for (const issuer of ISSUERS)
          for (const title of TITLES)
            for (const days of [[0], [0, 7, 28]]) {
              const claims = await given(language, issuer, title, days);
              expect(takes(claims), ajv.errorsText(takes.errors)).toBe(true);
              expect(badgeFaults(claims, LATER)).toEqual([]);
              tried++;
            }
      expect(tried).toBe(languages.length * 20);
    });

    test('refuses nothing that is checked here and taken', async () => {
      const claims = await given('en');
      const values = [
        ...[undefined, null, 12345, '', 'should not be', [], {}, ['should not be'], { key: 1 }],
        ...['https://other.example/spec/ob/v3p0/context.json', 'ext:', '2026-09-08', 'ext:badge-number'],
      ];
      const at = [...pathsOf(claims), ['credentialSubject', 'identifier', '0', 'more']];
      const refused = at
        .flatMap((path) =>
          values.map((value) => ({ path: path.join('/'), value, claims: changed(claims, path, value) })),
        )
        .filter((each) => !takes(each.claims));
      expect(refused.length).toBeGreaterThan(300);
      const taken = refused.filter((each) => badgeFaults(each.claims, LATER).length === 0);
      expect(taken.map(({ path, value }) => [path, value])).toEqual([]);
    });
  },
  { isOptional: true },
);
