// SPDX-License-Identifier: Apache-2.0
// What goes out over HTTP for Caldera, and what is made of the answers.
import { expect, test } from 'vitest';
import { pauseFor } from '../../src/platform/index.ts';
import type { Did, Probed } from '../../src/respond/playbook/run/adapter.ts';
import { calderaAdapter } from '../../src/respond/playbook/run/adapters/caldera.ts';
import type { HttpAnswer, HttpRequest } from '../../src/respond/playbook/run/adapters/http-call.ts';
import { idOfKey } from '../../src/respond/playbook/run/adapters/key-id.ts';
import { ABILITY, attempt, means, real, useServices, workOf } from './requests.ts';

useServices();

const group = { id: 'g', type: 'group', name: 'blue', address: {} };
const atOnce = async (): Promise<void> => undefined;
const operation = (state: string, ...links: readonly object[]) => JSON.stringify({ state, chain: links });

test.each<[string, object, boolean, RegExp]>([
  ['no group: an operation would be for all agents', ABILITY, false, /names no group/],
  ['an ability of its own', { ...ABILITY, command: '{"executors": []}' }, true, /ability of its own/],
])('Caldera parks %s', async (_, command, hasGroup, reason) => {
  const work = workOf(command as { type: string });
  const targets = hasGroup ? [...work.targets, group] : work.targets;
  const did = await calderaAdapter(real(), atOnce).do('k', { ...work, targets }, attempt);
  expect(did).toEqual({ status: 'parked', reason: expect.stringMatching(reason) as string });
});

test('Caldera gets an adversary of one ability, then the operation, and is asked for it until it is over', async () => {
  const asked: string[] = [];
  const over = operation('finished', { status: 0 }, { status: 1, cleanup: 1 });
  const running = operation('running');
  const answers: readonly (readonly [number, string])[] = [
    [404, ''],
    [200, '{}'],
    [200, '{"state": "running"}'],
    [200, running],
    [200, running],
    [200, over],
    // Probes.
    [200, over],
    [200, running],
    [404, ''],
    [403, ''],
    [400, '{"error": "This operation has already finished."}'],
  ];
  const send = async ({ method, url, body = '' }: HttpRequest): Promise<HttpAnswer> => {
    asked.push(`${method} ${url.pathname} ${body}`.trim());
    const [status, text] = answers[asked.length - 1] ?? [500, ''];
    return { status, text };
  };
  const pauses: number[] = [];
  const adapter = calderaAdapter(means(send), async (ms) => {
    pauses.push(ms);
  });
  const work = workOf(ABILITY);
  const given = { ...work, targets: [...work.targets, group], outArgs: { __state__: '>' } };
  const id = idOfKey('k');
  expect(await adapter.do('k', given, attempt)).toEqual({
    status: 'done',
    values: { __state__: 'finished' },
    note: `The operation ${id} has ended (finished): 1 of 1 command of agents succeeded`,
  });
  expect(pauses).toEqual([2000, 2000]);
  const probes: Probed['seen'][] = [];
  for (let at = 0; at < 4; at++) probes.push((await adapter.probe('k', given, attempt)).seen);
  // What goes on is not done: \`do\` finds it under its id, and waits.
  expect(probes).toEqual(['done', 'absent', 'absent', 'unknown']);
  expect((await adapter.undo('k', given, attempt)).status).toBe('done');
  expect(asked).toEqual([
    `GET /api/v2/adversaries/${id}`,
    `POST /api/v2/adversaries {"adversary_id":"${id}","name":"ensuresec ${id}","atomic_ordering":["a1-b2"]}`,
    `POST /api/v2/operations {"id":"${id}","name":"ensuresec ${id}","group":"blue","adversary":{"adversary_id":"${id}"},"auto_close":true}`,
    ...Array.from({ length: 7 }, () => `GET /api/v2/operations/${id}`),
    `PATCH /api/v2/operations/${id} {"state":"cleanup"}`,
  ]);
});

test.each<[string, HttpAnswer, Did['status'], RegExp]>([
  ['that no agent took', { status: 200, text: operation('finished') }, 'failed', /No agent of the group/],
  [
    'in which a command failed',
    { status: 200, text: operation('finished', { status: 0 }, { status: 1 }) },
    'failed',
    /1 of 2/,
  ],
  [
    'that no agent carried out',
    { status: 200, text: operation('finished', { status: -3 }) },
    'failed',
    /0 of 1/,
  ],
  [
    'whose time ran out',
    { status: 200, text: operation('out_of_time', { status: 0 }) },
    'failed',
    /out_of_time/,
  ],
  ['that says nothing', { status: 200, text: 'x' }, 'parked', /does not say/],
  ['that cannot be asked for', { status: 502, text: '' }, 'unknown', /answered 502/],
  ['that does not end', { status: 200, text: operation('running') }, 'parked', /not ended within an hour/],
])('an operation of Caldera %s is told as it is', async (_, answer, status, reason) => {
  const send = async ({ method, url }: HttpRequest): Promise<HttpAnswer> =>
    method === 'GET' && url.pathname.includes('operations') ? answer : { status: 200, text: '{}' };
  const work = workOf(ABILITY);
  const given = { ...work, targets: [...work.targets, group] };
  const did = await calderaAdapter(means(send), atOnce).do('k', given, attempt);
  expect(did).toMatchObject({ status, reason: expect.stringMatching(reason) as string });
});

test('who waits for Caldera stops when the time of the step is over', async () => {
  const send = async (): Promise<HttpAnswer> => ({ status: 200, text: operation('running') });
  const work = workOf(ABILITY);
  const given = { ...work, targets: [...work.targets, group] };
  const signal = AbortSignal.timeout(20);
  await expect(
    calderaAdapter(means(send), pauseFor).do('k', given, { ...attempt, signal }),
  ).rejects.toMatchObject({ name: 'AbortError' });
});
