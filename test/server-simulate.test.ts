// SPDX-License-Identifier: Apache-2.0
// Simulations over the API: the figures of the command line to the last bit, its refusals as refusals, bounded.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Started, startApi } from '../src/server/api/api.fixture.ts';
import { CONTRACT } from '../src/server/api/contract/index.ts';
import { ensuresec } from './cli/terminal.ts';

const MODEL = 'examples/demo-shop/ensuresec.yaml';
const ends: (() => unknown)[] = [];
let server: Started;
beforeAll(async () => {
  server = await startApi((end) => ends.push(end), undefined, readFileSync(resolve(MODEL), 'utf8'));
});
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const post = (body: object): Promise<Response> =>
  fetch(`${server.url}/v1/simulate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: server.operator },
    body: JSON.stringify(body),
  });
const said = async (answer: Response): Promise<string> => ((await answer.json()) as { error: string }).error;

const RANSOM = 'e-commerce/scenario/warehouse-ransom';
const UNPAID = 'e-commerce/attack/unpaid-order-shipped';

describe('simulate', () => {
  test.each([
    ['the best measure', { scenario: RANSOM, runs: 60 }, ['--scenario', 'warehouse-ransom', '--runs', '60']],
    [
      'named measures and another seed',
      { scenario: RANSOM, runs: 40, seed: 7, measures: ['manual-mode@load', 'tested-backup@labels'] },
      [
        ...['--scenario', RANSOM, '--runs', '40', '--seed', '7'],
        ...['--measures', 'manual-mode@load,tested-backup@labels'],
      ],
    ],
    [
      'a proved attack that is noticed',
      { attack: UNPAID, detect: 8, runs: 30 },
      ['--attack', UNPAID, '--detect', '8h', '--runs', '30'],
    ],
  ])('%s: as the command line says, to the last bit', async (_, body, argv) => {
    const answered = CONTRACT.simulate.answer.parse(await (await post(body)).json());
    const { stdout } = await ensuresec(['simulate', MODEL, ...argv, '--json']);
    expect(answered.answer).toEqual(JSON.parse(stdout));
    const known = new Set(answered.picture.assets.map(({ id }) => id));
    const { changes, outages } = answered.answer.without.replay;
    expect([...changes, ...outages].filter(({ asset }) => !known.has(asset))).toEqual([]);
    const ids = new Set(answered.offered.map(({ id }) => id));
    expect(answered.answer.measures.filter(({ id }) => !ids.has(id))).toEqual([]);
  });

  test.each([
    [{}, 400, /not as described/],
    [{ scenario: RANSOM, attack: UNPAID }, 400, /not as described/],
    [{ scenario: RANSOM, detect: 8 }, 400, /not as described/],
    [{ scenario: RANSOM, runs: 2001 }, 400, /not as described/],
    [{ scenario: RANSOM, measures: Array.from({ length: 9 }, (_, at) => `m${at}`) }, 400, /not as described/],
    [{ scenario: 'none' }, 422, /no scenario `none`/],
    [{ attack: 'none' }, 422, /no attack `none`/],
    [{ attack: 'e-commerce/attack/parcel-stolen' }, 422, /No path proves|no attack/],
    [{ scenario: RANSOM, measures: ['none'] }, 422, /Cannot find the measure `none`.*There are/],
  ])('%j is refused', async (body, status, why) => {
    const answer = await post(body);
    expect([answer.status, await said(answer)]).toEqual([status, expect.stringMatching(why)]);
  });

  test('of what one caller asks at once the newest is answered', async () => {
    const asked = [1, 2, 3, 4].map((seed) => post({ scenario: RANSOM, runs: 300, seed }));
    const answers = await Promise.all(asked);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => ![200, 409].includes(status))).toEqual([]);
    expect(statuses).toContain(200);
    const last = await post({ scenario: RANSOM, runs: 5 });
    expect(last.status).toBe(200);
  });
});

test('scenarios say what they hit, and attacks are those that are proved', async () => {
  const ask = async () =>
    CONTRACT.scenarios.answer.parse(
      await (
        await fetch(`${server.url}/v1/scenarios`, { headers: { authorization: server.operator } })
      ).json(),
    );
  await expect.poll(async () => (await ask()).verdict, { timeout: 60_000 }).toBe('ready');
  const { scenarios, attacks } = await ask();
  expect(scenarios.find(({ id }) => id === RANSOM)?.hits).toContain('Warehouse system');
  expect(attacks.map(({ id }) => id)).toContain(UNPAID);
  expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length);
});

test('without services there is nothing to simulate, and it says what to state', async () => {
  const text =
    'ensuresec: 1\nname: S\npack: e-commerce\nzones: [{ id: z, type: internet }]\nassets: [{ id: p, type: payment-provider, zone: z }]\n';
  const bare = await startApi((end) => ends.push(end), undefined, text);
  const answer = await fetch(`${bare.url}/v1/simulate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: bare.operator },
    body: JSON.stringify({ scenario: 'e-commerce/scenario/payment-provider-down' }),
  });
  expect([answer.status, await said(answer)]).toEqual([422, expect.stringContaining('`delivers:')]);
});
