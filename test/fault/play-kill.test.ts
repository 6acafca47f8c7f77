// SPDX-License-Identifier: Apache-2.0
// kill -9 of the server while people answer over their links: an answer that was acknowledged is there, once, as it was given.
// ENSURESEC_PLAY_KILLS=40 kills more often.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { operatorOf, type ServerProcess, startProcess } from '../support/server-process.ts';

const KILLS = Number(process.env['ENSURESEC_PLAY_KILLS'] ?? 3);
const PEOPLE = 10;
const ITEMS = 20;
const data = mkdtempSync(path.join(tmpdir(), 'ensuresec-play-kill-'));
afterAll(() => rmSync(data, { recursive: true }));

interface Given {
  readonly token: string;
  readonly item: string;
  readonly action: string;
  readonly confidence: number;
  readonly seconds: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Round {
  readonly state: string;
  readonly part?: 'test' | 'training';
  readonly answered?: number;
  readonly messages?: readonly { readonly id: string }[];
}

async function post<T>(server: ServerProcess, route: string, body: object, isOperator = false) {
  const answered = await fetch(`${server.url}/v1${route}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(isOperator ? operatorOf(data) : {}) },
    body: JSON.stringify(body),
  });
  return { status: answered.status, body: (await answered.json()) as T };
}

/** Answers one after the other until the server is gone; tells those that it acknowledged. */
async function answerAll(server: ServerProcess, token: string, tell: (given: Given) => void): Promise<void> {
  try {
    const { body } = await post<Round>(server, '/play', { token });
    for (const [at, { id: item }] of (body.messages ?? []).entries()) {
      const action = (['report', 'delete', 'trust', 'check'] as const)[at % 4] as string;
      const given = { token, item, action, confidence: 0.75, seconds: at + 0.5 };
      if ((await post(server, '/play/answers', given)).status === 200) tell(given);
    }
  } catch {
    // Killed: what was under way was not acknowledged.
  }
}

test(`answers that were acknowledged survive ${KILLS} kills`, async () => {
  let server = await startProcess({ data });
  const people = Array.from({ length: PEOPLE }, (_, at) => ({ name: `Person ${at}`, language: 'en' }));
  const starts = new Date().toISOString().slice(0, 10);
  const plan = { campaign: 1, id: 'now', title: 'Now', starts, days: [0], items: ITEMS, people };
  const made = await post(server, '/campaigns', { text: JSON.stringify(plan) }, true);
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  const links = await post<{ links: { path: string }[] }>(server, '/campaigns/now/links', {}, true);
  const tokens = links.body.links.map((link) => link.path.split('/').at(-1) as string);
  expect(tokens).toHaveLength(PEOPLE);
  const told: Given[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const writing = tokens.map((token) => answerAll(server, token, (given) => told.push(given)));
    while (told.length < ((kill + 1) * PEOPLE * ITEMS) / (KILLS + 2)) await pause(1);
    await pause(kill % 5);
    await server.kill();
    await Promise.all(writing);
    server = await startProcess({ data });
  }
  expect(told.length).toBeGreaterThan(PEOPLE);
  for (const given of told) {
    expect((await post(server, '/play/answers', given)).status, 'as it was given').toBe(200);
    const { body } = await post<Round>(server, '/play', { token: given.token });
    expect((body.messages ?? []).map(({ id }) => id)).not.toContain(given.item);
  }
  const counts = await Promise.all(tokens.map((token) => post<Round>(server, '/play', { token })));
  for (const [at, { body }] of counts.entries()) {
    const own = told.filter(({ token }) => token === tokens[at]);
    expect(new Set(own.map(({ item }) => item)).size, 'each acknowledged once').toBe(own.length);
    // One that was on disk when the server was killed may not have been acknowledged.
    const kept = (body.answered ?? ITEMS) + (body.part === 'test' ? 0 : ITEMS);
    expect(kept).toBeGreaterThanOrEqual(own.length);
    expect(kept).toBeLessThanOrEqual(own.length + KILLS);
  }
  const [first] = told as [Given];
  const other = { ...first, action: first.action === 'trust' ? 'report' : 'trust' };
  expect((await post(server, '/play/answers', other)).status, 'the first one counts').toBe(409);
  expect(await server.stop(), server.said()).toBe(0);
  process.stdout.write(`${KILLS} kills, ${told.length} answers acknowledged, none lost\n`);
}, 600_000);
