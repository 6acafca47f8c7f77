// SPDX-License-Identifier: Apache-2.0
// An alert that a step was taken turns verdicts; the end of its incident turns them back.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type VerdictChangeLine, VerdictChangeShape } from '../../analyse/index.ts';
import type { LogRecord } from '../../core/ports/index.ts';
import { openSqliteEventLog } from '../../platform/index.ts';
import { createDetection } from '../detect/detection.ts';
import { prepare, type Recipe } from '../detect/recipe.ts';
import { answerAnalysis } from './analyst.ts';
import { type FollowOptions, followSteps, type Turned } from './follow-steps.ts';
import { openModelFile } from './model-file.ts';
import type { Turn } from './turns.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const RULE = `title: Somebody signs in through a false site
id: false-site
status: test
tags: [attack.t1557]
logsource: { category: webserver }
detection: { s: { cs-user-agent: proxy }, condition: s }
level: high
`;
const MODEL = `ensuresec: 1
name: Small shop
pack: e-commerce
attackers: [e-commerce/attacker/internet-stranger]
zones: [{ id: internet, type: internet }]
assets:
  - { id: shop, type: storefront, zone: internet, listens: [443] }
  - { id: panel, type: admin-panel, zone: internet, listens: [{ port: 8443, accepts: staff }] }
flows: [{ from: panel, to: shop }]
people: [{ id: sam, type: support-agent, zone: internet }]
identities:
  - { id: sam-account, class: staff, of: sam, measures: [phishing-resistant-mfa, session-binding], grants: [{ on: panel, right: administer }] }
credentials: [{ id: sam-password, type: password, unlocks: [sam-account], knownTo: [sam] }]
`;
const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-steps-'));
afterAll(() => rmSync(folder, { recursive: true }));
const modelPath = path.join(folder, 'ensuresec.yaml');
writeFileSync(modelPath, MODEL);
const file = openModelFile('ensuresec.yaml', modelPath);
const pack: Recipe['pack'] = { id: 'e-commerce', shelves: [path.join(ROOT, 'packs')] };
const recipe: Recipe = {
  pack,
  rules: { files: [{ name: 'rule.yml', bytes: bytes(RULE) }], pipelines: [] },
  model: { name: 'ensuresec.yaml', bytes: bytes(MODEL) },
  lateness: 10_000,
  today: '2026-11-26',
};
const T0 = Date.parse('2026-11-26T10:00:00Z');

function record(account: string): LogRecord {
  const event = {
    ...{ id: 'e1', source: '/test', type: 'http.request', time: T0, keys: { account }, trust: 'token' },
    data: { 'cs-user-agent': 'proxy', 'cs-uri-stem': '/' },
  };
  return {
    offset: 1,
    partition: 0,
    observed: T0,
    source: '/test',
    id: 'e1',
    key: account,
    body: JSON.stringify(event),
  };
}

const answer = answerAnalysis(pack);
const analyst: FollowOptions['analyst'] = {
  turns: async (model, today, from, to) =>
    answer({ ask: 'turns', model, today, from, to }) as readonly Turn[],
};

interface Followed {
  readonly turned: readonly Turned[];
  readonly stored: readonly VerdictChangeLine[];
}

/** What is told and what is on disk after one look, as a server that was just started sees it. */
async function look(detecting: FollowOptions['detecting'], name: string): Promise<Followed> {
  const log = await openSqliteEventLog(path.join(folder, name));
  const turned: Turned[] = [];
  const troubles: string[] = [];
  const follower = followSteps({
    ...{ detecting, analyst, file, log, now: () => T0, lookMs: 5 },
    onTurned: (each) => turned.push(each),
    onTrouble: (why) => troubles.push(why),
  });
  await vi.waitFor(async () => expect((await log.committed('steps')).offset).toBeGreaterThan(0), 30_000);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await follower.stop();
  const stored = (await log.read({ from: 0, limit: 1000 })).map(({ body }) => JSON.parse(body));
  await log.close();
  expect(troubles).toEqual([]);
  return { turned, stored };
}

describe('steps that alerts show', () => {
  const detection = createDetection(prepare(recipe));
  const detecting = { taken: async () => detection.taken() };

  test('turn verdicts from one path to another, and are stored before they are told', async () => {
    detection.detect([record('sam-account')]);
    detection.settle(T0 + 60_000);
    expect(detection.taken().map(({ fact }) => fact)).toEqual(['impersonates(sam-account)']);
    const { turned, stored } = await look(detecting, 'v.db');
    expect(turned.flatMap(({ changes }) => changes)).toEqual(stored);
    for (const change of stored) expect(VerdictChangeShape.safeParse(change).error).toBeUndefined();
    const changed = stored.find(({ attack }) => attack === 'e-commerce/attack/storefront-changed');
    expect(changed).toMatchObject({ target: 'shop', before: 'SECURE', after: 'INSECURE', oldPath: [] });
    expect(changed?.newPath.length).toBeGreaterThan(1);
    expect(changed?.taken).toMatchObject([
      { fact: 'impersonates(sam-account)', seenBy: 'Somebody signs in through a false site' },
    ]);
  });

  test('are told once, also when the server was started anew', async () => {
    expect((await look(detecting, 'v.db')).turned).toEqual([]);
  });

  test('are withdrawn when the incident is closed', async () => {
    const before = (await look(detecting, 'v.db')).stored;
    detection.settle(T0 + 400 * 86_400_000);
    expect(detection.taken()).toEqual([]);
    const { turned } = await look(detecting, 'v.db');
    const back = turned.flatMap(({ changes }) => changes);
    expect(back.map(({ attack, before: was, after: is }) => [attack, was, is])).toEqual(
      before.map(({ attack, before: was, after: is }) => [attack, is, was]),
    );
    expect(back[0]?.withdrawn).toEqual(['impersonates(sam-account)']);
  });
});
