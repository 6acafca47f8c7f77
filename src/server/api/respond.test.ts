// SPDX-License-Identifier: Apache-2.0
// Cases and runs over HTTP: from the first look to the close, and a playbook that two persons approve.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBundle } from '../../evidence/index.ts';
import { packPlaybooks, signPlaybook, type World } from '../../respond/index.ts';
import type { Role } from '../access/roles.ts';
import { PACK, type Started, startApi } from './api.fixture.ts';
import type { Answer } from './contract/index.ts';
import { settle } from './settle.fixture.ts';

const MODEL = `ensuresec: 1
name: Small
pack: e-commerce
zones: [{ id: net, type: storefront-network }]
assets:
  - { id: shop, type: shop-platform, zone: net, valuePerHour: 100 }
  - { id: pay, type: payment-page, zone: net, runsOn: shop, valuePerHour: 900 }
`;
const FOUND = {
  id: 'incident-1',
  title: 'Card data skimmed',
  first: '2026-10-05T01:07:11.699Z',
  timeline: [{ from: '2026-10-05T01:18:51.000Z' }],
  threats: [1],
  techniques: ['T1056.003'],
  assets: ['shop'],
};

const ends: (() => unknown)[] = [];
let server: Started;
beforeAll(async () => {
  const incidents = async (query: object) =>
    JSON.stringify({
      incidents: (query as { readonly id?: string }).id === FOUND.id ? [FOUND] : [],
      more: 0,
    });
  server = await startApi((end) => ends.push(end), incidents, MODEL);
});
afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Asks as somebody of a role; each name is another person. */
function as(name: string, role: Role = 'responder') {
  const { people, sessions } = server.opening.access;
  const person = people.all().find((each) => each.name === name) ?? people.invite(name, role).person;
  const { secret, view } = sessions.start(person.id);
  const headers = {
    cookie: `ensuresec-${new URL(server.url).port}=${secret}`,
    'x-csrf-token': view.csrf,
    'content-type': 'application/json',
  };
  return async <T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: object,
  ): Promise<{ readonly status: number; readonly said: T }> => {
    server.clock.now += 1000;
    const answered = await fetch(`${server.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answered.status, said: (await answered.json()) as T };
  };
}

describe('a case', () => {
  test('begins with what detection found, once', async () => {
    const ask = as('rita');
    const made = await ask('POST', '/v1/cases', { incident: 'incident-1', zone: 'Europe/Athens' });
    expect(made).toEqual({ status: 200, said: { id: 'incident-1', phase: 'reported' } });
    expect((await ask('POST', '/v1/cases', { incident: 'incident-1' })).status).toBe(200);
    const { said } = await ask<Answer<'case'>>('GET', '/v1/cases/incident-1');
    expect(said).toMatchObject({
      title: FOUND.title,
      phase: 'reported',
      found: { incident: 'incident-1', threats: [1], assets: ['shop'] },
      moves: [
        { to: 'triaged', refused: [] },
        { to: 'merged', refused: [] },
      ],
    });
    expect(said.timeline).toHaveLength(1);
    expect(said.timeline[0]?.by.name).toBe('rita');
  });

  test('of an incident that there is not, or in no time zone, does not begin', async () => {
    const ask = as('rita');
    expect((await ask('POST', '/v1/cases', { incident: 'nothing' })).status).toBe(404);
    expect((await ask('POST', '/v1/cases', { title: 'A', zone: 'Mars/Base' })).status).toBe(422);
    expect((await ask('POST', '/v1/cases', { title: ' ' })).status).toBe(400);
  });

  test('is refused with its reasons while the law waits, and closes when it does not', async () => {
    const ask = as('rita');
    const { said: opened } = await ask<{ id: string }>('POST', '/v1/cases', { title: 'Stolen parcels' });
    const at = `/v1/cases/${opened.id}`;
    const record = (name: string, body: object) => ask('POST', `${at}/events`, { name, body });
    const skip = await record('advanced', { to: 'closed' });
    expect(skip.status).toBe(409);
    expect(skip.said['reasons']).toEqual([
      'From reported there is no way to closed: expected triaged, merged',
    ]);
    for (const to of ['triaged', 'declared', 'contained', 'eradicated', 'recovering', 'monitored'])
      expect((await record('advanced', { to })).status, to).toBe(200);
    const held = await record('advanced', { to: 'closed' });
    expect(held.status).toBe(409);
    expect(String(held.said['error'])).toMatch(/clock of .* runs/);
    const clocks = await ask<Answer<'clocks'>>('GET', '/v1/clocks');
    expect(clocks.said.clocks.some((each) => each.case === opened.id)).toBe(true);
    await settle(at, ask);
    expect((await record('persons', { to: 'none' })).status).toBe(200);
    expect(await record('advanced', { to: 'closed' })).toMatchObject({ status: 200 });
    const { said } = await ask<Answer<'clocks'>>('GET', '/v1/clocks');
    expect(said.clocks.filter((each) => each.case === opened.id)).toEqual([]);
  });

  test('states nothing that its pack cannot use', async () => {
    const ask = as('rita');
    const said = await ask('POST', '/v1/cases/incident-1/events', {
      name: 'stated',
      body: { field: 'no-such', value: true },
    });
    expect(said.status).toBe(422);
    const people = await ask('POST', '/v1/cases/incident-1/events', {
      name: 'stated',
      body: { field: 'people-affected', value: 'many' },
    });
    expect(people.status).toBe(422);
  });

  test('has drafts of its reports, with what is missing', async () => {
    const ask = as('rita');
    const { said } = await ask<Answer<'duties'>>('GET', '/v1/cases/incident-1/duties');
    const duty = said.report.obligations.find(({ article }) => article === 'Art. 33(1)');
    expect(duty?.outcome).toBe('open');
    expect(said.fields.find(({ id }) => id === 'personal-data-breach')?.decides).toBe(true);
    const query = new URLSearchParams({ obligation: duty?.id ?? '', step: duty?.steps[0]?.id ?? '' });
    const draft = await ask<Answer<'draft'>>('GET', `/v1/cases/incident-1/draft?${query}`);
    expect(draft.said.markdown).toContain('**missing**');
    expect(draft.said.html).toContain('<b class="missing">missing</b>');
    expect((await ask('GET', '/v1/cases/incident-1/draft?obligation=a&step=b')).status).toBe(404);
  });
});

describe('what helps with a case', () => {
  test('what was hit is where the attacker is, and what is not in the model is told', async () => {
    const ask = as('rita');
    for (const has of ['controls:shop', 'controls:nothing'])
      await ask('POST', '/v1/cases/incident-1/events', { name: 'hit', body: { asset: 'shop', has } });
    const { said } = await ask<Answer<'place'>>('GET', '/v1/cases/incident-1/place');
    expect(said.has).toEqual(["controls('shop')"]);
    expect(said.unknown).toEqual(['controls:nothing']);
    expect(said.next.length).toBeGreaterThan(0);
  });

  test('repairs are ordered with the times of the pack, then with those that were stated', async () => {
    const ask = as('rita');
    const first = await ask<Answer<'recovery'>>('GET', '/v1/cases/incident-1/recovery');
    expect(first.said).toMatchObject({ stated: false, down: [{ asset: 'shop', hours: 8, perHour: 100 }] });
    const down = [
      { asset: 'pay', hours: 1 },
      { asset: 'shop', hours: 2 },
    ];
    const planned = await ask<Answer<'recovery'>>('POST', '/v1/cases/incident-1/recovery', {
      crews: 1,
      down,
    });
    // The page needs the shop: first 2 h for it, then 1 h; 100 × 2 + 900 × 3.
    expect(planned.said).toMatchObject({ stated: true, loss: 2900, proven: true });
    expect(planned.said.repairs.map(({ asset, up }) => [asset, up])).toEqual([
      ['shop', 2],
      ['pay', 3],
    ]);
    const wrong = await ask('POST', '/v1/cases/incident-1/recovery', {
      crews: 1,
      down: [{ asset: 'hsop', hours: 1 }],
    });
    expect(wrong.status).toBe(422);
    expect(String(wrong.said['error'])).toContain('hsop');
  });

  test('the people affected are counted and recorded; names are an answer of their own', async () => {
    const ask = as('rita');
    await server.log.append({
      records: ['ada', 'bob', 'ada'].map((account, at) => ({
        source: 'shop',
        id: String(at),
        key: account,
        body: JSON.stringify({
          id: String(at),
          source: 'shop',
          type: 'order.placed',
          time: 1_700_000_000_000,
          keys: { account },
          data: {},
        }),
      })),
    });
    expect((await ask('GET', '/v1/cases/incident-1/affected')).status).toBe(409);
    const query = { types: ['order.placed'], keys: ['account'] };
    const found = await ask('POST', '/v1/cases/incident-1/affected', query);
    expect(found.said).toMatchObject({ matches: 3, counts: { account: 2 } });
    const { said } = await ask<Answer<'case'>>('GET', '/v1/cases/incident-1');
    expect(said.affected).toMatchObject({ matches: 3, counts: { account: 2 } });
    expect(said.regions.persons).toBe('identified');
    expect(JSON.stringify(said)).not.toContain('"ada"');
    // Each search reads the whole log: two at once, whoever asks.
    const status = server.log.status.bind(server.log);
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let begun = 0;
    server.log.status = async () => {
      begun++;
      await held;
      return status();
    };
    const two = [
      ask('GET', '/v1/cases/incident-1/affected'),
      ask('POST', '/v1/cases/incident-1/affected', query),
    ];
    await expect.poll(() => begun).toBe(2);
    expect((await ask('GET', '/v1/cases/incident-1/affected')).status).toBe(429);
    server.log.status = status;
    goOn();
    expect((await Promise.all(two)).map((each) => each.status)).toEqual([200, 200]);
    const names = await ask('GET', '/v1/cases/incident-1/affected');
    expect(names.said).toEqual({
      same: true,
      values: [{ key: 'account', count: 2, values: ['ada', 'bob'] }],
    });
  });

  test('the chain of evidence holds, and a part of it goes no further than its marking', async () => {
    const ask = as('rita');
    const { said } = await ask<Answer<'evidence'>>('GET', '/v1/evidence');
    expect(said).toMatchObject({ origin: 'ensuresec.local/evidence', witnessed: null });
    const { said: check } = await ask('POST', '/v1/evidence/check');
    expect(check).toEqual({ intact: true, entries: said.size, faults: [] });
    const refused = await ask('POST', '/v1/cases/incident-1/bundle', { tlp: 'clear' });
    expect(refused.status).toBe(409);
    // Each with a marking of its own, or with that of the case.
    for (const more of [{ tlp: 'red' }, { tlp: 'amber' }, {}])
      await ask('POST', '/v1/cases/incident-1/events', {
        name: 'observed',
        body: { type: 'domain', value: `of-${more.tlp ?? 'the-case'}.example`, ...more },
      });
    const { said: before } = await ask<Answer<'case'>>('GET', '/v1/cases/incident-1');
    const given = await ask<Answer<'bundle'>>('POST', '/v1/cases/incident-1/bundle', { tlp: 'amber' });
    expect(given.said.shown).toBe(before.timeline.length - 1);
    // Members of a bundle are stored as they are.
    const text = Buffer.from(given.said.base64, 'base64').toString('latin1');
    expect(text.match(/of-[a-z-]+\.example/g)).toEqual(['of-amber.example', 'of-the-case.example']);
    const { faults, shown } = await verifyBundle(Buffer.from(given.said.base64, 'base64'), said.key ?? '');
    expect(faults).toEqual([]);
    expect(shown.length).toBeGreaterThan(given.said.shown);
    const after = await ask<Answer<'case'>>('GET', '/v1/cases/incident-1');
    expect(after.said.timeline[0]).toMatchObject({ event: 'exported', body: { sha256: given.said.sha256 } });
  });
});

type Run = Answer<'run'>;

/** The run, once it is as it is waited for. */
async function until(ask: ReturnType<typeof as>, id: string, is: (run: Run) => boolean): Promise<Run> {
  const { said } = await ask<Run>('GET', `/v1/runs/${id}`);
  if (is(said)) return said;
  await new Promise((resolve) => setTimeout(resolve, 50));
  return until(ask, id, is);
}

const waits =
  (state: string, name: RegExp) =>
  ({ report: { effects } }: Run): boolean =>
    effects.some((each) => each.state === state && name.test(each.name));

describe('a playbook', () => {
  const SKIMMER = 'e-commerce/playbook/checkout-skimmer';

  test('that answers the threat comes first, and its dry run touches nothing', async () => {
    const ask = as('rita');
    const { said } = await ask<Answer<'playbooks'>>('GET', '/v1/cases/incident-1/playbooks');
    const fitting = said.playbooks.filter(({ fits }) => fits);
    expect(fitting.map(({ id }) => id)).toContain(SKIMMER);
    expect(said.playbooks.slice(0, fitting.length).every(({ fits }) => fits)).toBe(true);
    const query = new URLSearchParams({ playbook: SKIMMER, language: 'de' });
    const plan = await ask<Answer<'playbookPlan'>>('GET', `/v1/cases/incident-1/playbook?${query}`);
    expect(plan.said).toMatchObject({ language: 'de', title: 'Kartendieb auf der Bezahlseite' });
    const block = plan.said.steps.find(({ sets }) => sets?.control.startsWith('blocked-script/'));
    expect(block).toMatchObject({ assets: ['pay'], risk: 'change', approvals: 1, sets: { to: 'on' } });
    expect(plan.said.steps.find(({ risk }) => risk === 'destructive')?.approvals).toBe(2);
    expect(plan.said.outline.map(({ type }) => type)).toContain('parallel');
    expect((await ask<Answer<'runs'>>('GET', '/v1/runs')).said.runs).toEqual([]);
  });

  test('is approved by two different persons where it destroys, answered, undone and stopped', async () => {
    const [rita, omar] = [as('rita'), as('omar', 'owner')];
    const start = { case: 'incident-1', playbook: SKIMMER, simulated: true };
    const begun = await Promise.all([1, 2, 3].map(() => rita('PUT', '/v1/runs/drill', start)));
    expect(begun.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { said: told } = await rita<Answer<'case'>>('GET', '/v1/cases/incident-1');
    expect(told.timeline.filter(({ event }) => event === 'ran')).toHaveLength(1);
    const { said: other } = await rita<{ id: string }>('POST', '/v1/cases', { title: 'Another' });
    for (const change of [{ case: other.id }, { simulated: false, values: { __controls__: 'a.example' } }])
      expect((await rita('PUT', '/v1/runs/drill', { ...start, ...change })).status).toBe(409);
    const say = (ask: typeof rita, verb: string, body: object) => ask('POST', `/v1/runs/drill/${verb}`, body);
    const first = await until(rita, 'drill', waits('parked', /payment page/));
    expect(first.case).toBe('incident-1');
    const answer = {
      number: 1,
      answer: 'done',
      values: { __script__: 'https://x.example/m.js', __by_third_party__: 'false' },
    };
    expect((await say(rita, 'answers', { ...answer, values: { __other__: '1' } })).status).toBe(409);
    expect((await say(rita, 'answers', answer)).status).toBe(200);
    // Whatever a person does by hand is done; what changes something is approved once.
    for (;;) {
      const run = await until(rita, 'drill', ({ report }) =>
        report.effects.some(({ state }) => ['parked', 'asked'].includes(state)),
      );
      const next = run.report.effects.find(({ state }) => ['parked', 'asked'].includes(state));
      if (next === undefined || next.risk === 'destructive') break;
      const values = Object.fromEntries(next.sets.map((name) => [name, 'true']));
      const said =
        next.state === 'asked'
          ? await say(rita, 'approvals', { number: next.number })
          : await say(rita, 'answers', { number: next.number, answer: 'done', values });
      expect([200, 409]).toContain(said.status);
    }
    const { report } = await until(rita, 'drill', waits('asked', /Rebuild/));
    const { number, approvals } = report.effects.find(({ risk }) => risk === 'destructive') ?? {};
    expect(approvals?.needed).toBe(2);
    expect((await say(rita, 'approvals', { number })).status).toBe(200);
    const twice = await say(rita, 'approvals', { number });
    expect(twice).toMatchObject({ status: 409, said: { error: expect.stringContaining('another person') } });
    const machine = await fetch(`${server.url}/v1/runs/drill/approvals`, {
      method: 'POST',
      headers: { authorization: server.operator, 'content-type': 'application/json' },
      body: JSON.stringify({ number }),
    });
    expect(machine.status).toBe(409);
    expect((await say(omar, 'approvals', { number })).status).toBe(200);
    const done = await until(rita, 'drill', waits('parked', /Rebuild/));
    expect([...new Set(done.people.map(({ name }) => name))].toSorted()).toEqual(['omar', 'rita']);
    const control = done.report.effects.find(({ type, state }) => type === 'http-api' && state === 'done');
    expect((await say(rita, 'undo', { number: control?.number })).status).toBe(200);
    expect((await say(rita, 'stop', { reason: 'drill is over' })).status).toBe(200);
    const { report: end } = await until(rita, 'drill', ({ report: { state } }) => state === 'failure');
    expect(end.why).toBe('Stopped: drill is over');
    expect((await say(rita, 'stop', {})).status).toBe(409);
    const world = JSON.parse(
      readFileSync(join(server.folder, 'playbook-worlds/drill.json'), 'utf8'),
    ) as World;
    expect(new Set(world.effects.map(({ key }) => key)).size).toBe(world.effects.length);
    expect(world.effects.find(({ key }) => key === control?.key)?.undone).toBe(true);
  }, 120_000);

  test('in earnest hands to a person what the operator does not allow', async () => {
    const ask = as('rita');
    const start = { case: 'incident-1', playbook: 'recovery', simulated: false };
    expect((await ask('PUT', '/v1/runs/earnest', start)).status).toBe(200);
    const { report } = await until(ask, 'earnest', waits('parked', /Crew 1/));
    expect(report.simulated).toBe(false);
    expect(existsSync(join(server.folder, 'playbook-worlds/earnest.json'))).toBe(false);
    expect((await ask('PUT', '/v1/runs/none', { ...start, playbook: 'no-such' })).status).toBe(404);
    const skimmer = { case: 'incident-1', playbook: SKIMMER, simulated: false };
    const missing = await ask('PUT', '/v1/runs/none', skimmer);
    expect(missing).toMatchObject({ status: 409, said: { error: expect.stringContaining('__controls__') } });
  });

  test('begins in earnest only as somebody signed it, where the operator wants that', async () => {
    const ask = as('rita');
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const file = (name: string, text: string) => writeFileSync(join(server.folder, name), text);
    file('ada.pem', publicKey.export({ type: 'spki', format: 'pem' }) as string);
    file('operator.yaml', 'operator: 1\nsigned-by: [ada.pem]\n');
    const values = { __controls__: 'a.example' };
    const start = { case: 'incident-1', playbook: SKIMMER, simulated: false, values };
    const refused = { status: 409, said: { error: expect.stringContaining('is not signed') } };
    expect(await ask('PUT', '/v1/runs/signed', start)).toMatchObject(refused);
    const { said } = await ask<Answer<'case'>>('GET', '/v1/cases/incident-1');
    expect(JSON.stringify(said.timeline)).not.toContain('signed');
    const query = new URLSearchParams({ playbook: SKIMMER, language: 'en' });
    const planned = () => ask<Answer<'playbookPlan'>>('GET', `/v1/cases/incident-1/playbook?${query}`);
    expect((await planned()).said.earnest.refused).toContain('is not signed');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
    mkdirSync(join(server.folder, 'signed-playbooks'));
    for (const { playbook } of packPlaybooks(PACK, 'en').value ?? []) {
      const signed = signPlaybook(playbook, { pem, signee: 'Ada', now: '2027-01-31T00:00:00.000Z' });
      file(`signed-playbooks/${playbook.id}.json`, JSON.stringify(signed));
    }
    expect((await planned()).said.earnest.refused).toBeNull();
    expect((await ask('PUT', '/v1/runs/signed', start)).status).toBe(200);
    await until(ask, 'signed', waits('parked', /payment page/));
    rmSync(join(server.folder, 'operator.yaml'));
  });
});
