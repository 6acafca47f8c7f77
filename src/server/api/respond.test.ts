// SPDX-License-Identifier: Apache-2.0
// Cases over HTTP: from the first look to the close.
import { describe, expect, test } from 'vitest';
import { verifyBundle } from '../../evidence/index.ts';
import type { Answer } from './contract/index.ts';
import { FOUND, useRespond } from './respond.fixture.ts';
import { settle } from './settle.fixture.ts';

const { started, as } = useRespond();

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
    const greek = await ask<Answer<'draft'>>('GET', `/v1/cases/incident-1/draft?${query}&language=el`);
    expect(greek.said.name).toBe(`${draft.said.name}-el`);
    expect(greek.said.markdown).toContain('ΓΚΠΔ, άρθρο\u00a033 παράγραφος\u00a01');
    expect(greek.said.html).toContain('<html lang="el">');
    expect((await ask('GET', `/v1/cases/incident-1/draft?${query}&language=it`)).status).toBe(400);
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
    await started().log.append({
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
    const status = started().log.status.bind(started().log);
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let begun = 0;
    started().log.status = async () => {
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
    started().log.status = status;
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
