// SPDX-License-Identifier: Apache-2.0
// kill -9 while people lead a case and carry out a playbook over the API: what they were told is recorded is recorded, the
// run goes on by itself after the restart, and each effect takes place once. ENSURESEC_RESPOND_KILLS=40 kills more often.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { RunReport, World } from '../../src/respond/index.ts';
import { type ServerProcess, startProcess } from '../support/server-process.ts';

const KILLS = Number(process.env['ENSURESEC_RESPOND_KILLS'] ?? 4);
const data = mkdtempSync(path.join(tmpdir(), 'ensuresec-respond-kill-'));
afterAll(() => rmSync(data, { recursive: true }));

/** Something to watch for that compiles at once. */
const RULE = `title: Probe
id: 11111111-2222-4333-8444-555555555555
status: test
logsource: { category: webserver }
detection:
  selection: { cs-user-agent: probe }
  condition: selection
level: high
`;

interface Person {
  readonly secret: string;
  readonly csrf: string;
}

interface Said {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(
  { url }: ServerProcess,
  { secret, csrf }: Person,
  method: string,
  route: string,
  body?: object,
): Promise<Said> {
  const answered = await fetch(`${url}${route}`, {
    method,
    headers: {
      cookie: `ensuresec-${new URL(url).port}=${secret}`,
      'x-csrf-token': csrf,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answered.status, body: (await answered.json()) as Said['body'] };
}

async function firstOwner(server: ServerProcess): Promise<Person> {
  const link = /\/setup#(\S+)/.exec(server.said())?.[1];
  const answered = await fetch(`${server.url}/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link, name: 'ada', password: 'four words are enough here' }),
  });
  const secret = /=([^;]+)/.exec(answered.headers.get('set-cookie') ?? '')?.[1] ?? '';
  return { secret, csrf: String(((await answered.json()) as { csrf: string }).csrf) };
}

const start = () => {
  const rule = path.join(data, 'probe.yml');
  writeFileSync(rule, RULE);
  return startProcess({ data, args: ['--rules', rule] });
};

async function runOf(server: ServerProcess, person: Person, run: string): Promise<RunReport> {
  const { status, body } = await ask(server, person, 'GET', `/v1/runs/${run}`);
  expect(status).toBe(200);
  return body['report'] as RunReport;
}

type Effect = RunReport['effects'][number];

/** The first command that waits for somebody, once the run has come to it; undefined at its end. */
async function waiting(server: ServerProcess, person: Person, run: string): Promise<Effect | undefined> {
  const { effects, state } = await runOf(server, person, run);
  const found = effects.find((each) => each.state === 'asked' || each.state === 'parked');
  if (found !== undefined || state === 'success' || state === 'failure') return found;
  await new Promise((resolve) => setTimeout(resolve, 20));
  return waiting(server, person, run);
}

/** The answer that a person gives: each step has one, whatever became of the server meanwhile. */
function deedFor({ number, state, sets }: Effect): readonly [verb: string, body: object] {
  const values = Object.fromEntries(sets.map((name) => [name, 'true']));
  return state === 'asked' ? ['approvals', { number }] : ['answers', { number, answer: 'done', values }];
}

function worldOf(run: string): World['effects'] {
  return (JSON.parse(readFileSync(path.join(data, `playbook-worlds/${run}.json`), 'utf8')) as World).effects;
}

const begin = { case: 'skimmer', playbook: 'e-commerce/playbook/checkout-skimmer', simulated: true };

test(`a run over the API goes through ${KILLS} kills as through none`, async () => {
  let server = await start();
  const person = await firstOwner(server);
  const opened = await ask(server, person, 'POST', '/v1/cases', { title: 'Skimmer' });
  const id = String(opened.body['id']);
  const wanted = { ...begin, case: id };
  expect((await ask(server, person, 'PUT', '/v1/runs/whole', wanted)).status).toBe(200);
  for (let next = await waiting(server, person, 'whole'); next !== undefined; ) {
    const [verb, body] = deedFor(next);
    expect((await ask(server, person, 'POST', `/v1/runs/whole/${verb}`, body)).status).toBe(200);
    next = await waiting(server, person, 'whole');
  }
  expect((await runOf(server, person, 'whole')).state).toBe('success');

  let kills = 0;
  let acknowledged = 0;
  const dying = async (deed: (at: ServerProcess) => Promise<Said>, delay: number): Promise<void> => {
    const said = deed(server).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, delay));
    await server.kill();
    if ((await said)?.status === 200) acknowledged++;
    kills++;
    server = await start();
  };
  await dying((at) => ask(at, person, 'PUT', '/v1/runs/killed', wanted), 15);
  // Whoever got no answer asks again: the same id is the same run.
  expect((await ask(server, person, 'PUT', '/v1/runs/killed', wanted)).status).toBe(200);
  for (let next = await waiting(server, person, 'killed'); next !== undefined; ) {
    const [verb, body] = deedFor(next);
    const deed = (at: ServerProcess) => ask(at, person, 'POST', `/v1/runs/killed/${verb}`, body);
    const before = acknowledged;
    if (kills < KILLS) await dying(deed, (kills * 137) % 400);
    else expect((await deed(server)).status).toBe(200);
    const after = (await runOf(server, person, 'killed')).effects[next.number - 1];
    if (acknowledged > before) expect(after?.state, 'acknowledged and lost').not.toBe(next.state);
    next = await waiting(server, person, 'killed');
  }
  const [whole, killed] = [await runOf(server, person, 'whole'), await runOf(server, person, 'killed')];
  expect(killed.state).toBe('success');
  expect(killed.effects.map(({ key, state }) => [key.replace('killed:', ''), state])).toEqual(
    whole.effects.map(({ key, state }) => [key.replace('whole:', ''), state]),
  );
  const keys = worldOf('killed').map(({ key }) => key.replace('killed:', ''));
  expect(new Set(keys).size, 'done twice').toBe(keys.length);
  expect(keys).toEqual(worldOf('whole').map(({ key }) => key.replace('whole:', '')));
  const told = await ask(server, person, 'GET', `/v1/cases/${id}`);
  const ran = (told.body['timeline'] as { event: string; body: { run?: string } }[]).filter(
    ({ event, body }) => event === 'ran' && body.run === 'killed',
  );
  expect(ran).toHaveLength(1);
  const check = await ask(server, person, 'POST', '/v1/evidence/check');
  expect(check.body).toMatchObject({ intact: true, faults: [] });
  expect(await server.stop(), server.said()).toBe(0);
  expect(keys.length).toBeGreaterThan(3);
  process.stdout.write(
    `${kills} kills, ${acknowledged} deeds acknowledged before one: ${killed.effects.length} commands, each once and as without a kill\n`,
  );
}, 1_800_000);
