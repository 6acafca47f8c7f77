// SPDX-License-Identifier: Apache-2.0
// Runs of playbooks over HTTP: one that two persons approve, and what an operator allows in earnest.
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { packPlaybooks, signPlaybook, type World } from '../../respond/index.ts';
import { PACK } from './api.fixture.ts';
import type { Answer } from './contract/index.ts';
import { type Ask, useRespond } from './respond.fixture.ts';

const { started, as } = useRespond();
beforeAll(async () => {
  await as('rita')('POST', '/v1/cases', { incident: 'incident-1' });
});

type Run = Answer<'run'>;

/** The run, once it is as it is waited for. */
async function until(ask: Ask, id: string, is: (run: Run) => boolean): Promise<Run> {
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
    const say = (ask: Ask, verb: string, body: object) => ask('POST', `/v1/runs/drill/${verb}`, body);
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
    const machine = await fetch(`${started().url}/v1/runs/drill/approvals`, {
      method: 'POST',
      headers: { authorization: started().operator, 'content-type': 'application/json' },
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
      readFileSync(join(started().folder, 'playbook-worlds/drill.json'), 'utf8'),
    ) as World;
    expect(new Set(world.effects.map(({ key }) => key)).size).toBe(world.effects.length);
    expect(world.effects.find(({ key }) => key === control?.key)?.undone).toBe(true);
  }, 120_000);

  test('in earnest hands to a person what the operator does not allow', async () => {
    const ask = as('rita');
    const start = { case: 'incident-1', playbook: 'recovery', simulated: false };
    const unstated = await ask('PUT', '/v1/runs/earnest', start);
    expect(unstated).toMatchObject({
      status: 409,
      said: { error: expect.stringContaining('Nothing is stated to be down') },
    });
    const down = [{ asset: 'shop', hours: 2 }];
    expect((await ask('POST', '/v1/cases/incident-1/recovery', { crews: 1, down })).status).toBe(200);
    expect((await ask('PUT', '/v1/runs/earnest', start)).status).toBe(200);
    const { report } = await until(ask, 'earnest', waits('parked', /Crew 1/));
    expect(report.simulated).toBe(false);
    expect(existsSync(join(started().folder, 'playbook-worlds/earnest.json'))).toBe(false);
    expect((await ask('PUT', '/v1/runs/none', { ...start, playbook: 'no-such' })).status).toBe(404);
    const skimmer = { case: 'incident-1', playbook: SKIMMER, simulated: false };
    const missing = await ask('PUT', '/v1/runs/none', skimmer);
    expect(missing).toMatchObject({ status: 409, said: { error: expect.stringContaining('__controls__') } });
  });

  test('begins in earnest only as somebody signed it, where the operator wants that', async () => {
    const ask = as('rita');
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const file = (name: string, text: string) => writeFileSync(join(started().folder, name), text);
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
    mkdirSync(join(started().folder, 'signed-playbooks'));
    for (const { playbook } of packPlaybooks(PACK, 'en').value ?? []) {
      const signed = signPlaybook(playbook, { pem, signee: 'Ada', now: '2027-01-31T00:00:00.000Z' });
      file(`signed-playbooks/${playbook.id}.json`, JSON.stringify(signed));
    }
    expect((await planned()).said.earnest.refused).toBeNull();
    expect((await ask('PUT', '/v1/runs/signed', start)).status).toBe(200);
    await until(ask, 'signed', waits('parked', /payment page/));
    rmSync(join(started().folder, 'operator.yaml'));
  });
});
