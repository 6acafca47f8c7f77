// SPDX-License-Identifier: Apache-2.0
// Jobs over HTTP: started, told, fetched, ended, and by whom.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { FRESH_MS } from '../access/sessions.ts';
import { verifyBackup } from '../backup/restore.ts';
import { type Started, startApi } from './api.fixture.ts';
import { browser, invited, ownerOf } from './browser.fixture.ts';
import { CONTRACT } from './contract/index.ts';

const MODEL = readFileSync(resolve('examples/demo-shop/ensuresec.yaml'), 'utf8');
const RANSOM = 'e-commerce/scenario/warehouse-ransom';
const PASSPHRASE = 'correct horse battery staple';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
const withOwner = (model?: string) => ownerOf(() => startApi((end) => ends.push(end), undefined, model));

type Who = Pick<ReturnType<typeof browser>, 'ask'>;
const begin = async (who: Who, what: string, body: object) => {
  const { status, body: said } = await who.ask('POST', `/v1/jobs/${what}`, body);
  expect([status, said['error']]).toEqual([202, undefined]);
  return CONTRACT.job.answer.parse(said);
};
const ended = async (who: Who, id: string) => {
  const look = async () => CONTRACT.job.answer.parse((await who.ask('GET', `/v1/jobs/${id}`)).body);
  await expect.poll(async () => (await look()).state, { timeout: 60_000 }).not.toMatch(/queued|running/);
  return look();
};
const errorOf = async (asked: ReturnType<Who['ask']>) => {
  const { status, body } = await asked;
  return [status, body['error']];
};

describe('a simulation', () => {
  test('is answered 202 with its place, tells how far it is, and gives what is answered at once', async () => {
    const { server, owner } = await withOwner(MODEL);
    const headers = { authorization: server.operator, 'content-type': 'application/json' };
    const asked = JSON.stringify({ scenario: RANSOM, runs: 50, seed: 3 });
    const post = (path: string) => fetch(`${server.url}${path}`, { method: 'POST', headers, body: asked });
    const begun = await post('/v1/jobs/simulations');
    const { id } = CONTRACT.startSimulation.answer.parse(await begun.json());
    expect([begun.status, begun.headers.get('location')]).toEqual([202, `/v1/jobs/${id}`]);
    const job = await ended(owner, id);
    expect(job).toMatchObject({ kind: 'simulation', by: 'machine', state: 'done', progress: 1 });
    expect(job.question).toEqual({ scenario: RANSOM, measures: [], runs: 50 });
    expect(job.result).toBe(`/v1/jobs/${id}/simulation`);
    const atOnce = await (await post('/v1/simulate')).json();
    expect((await owner.ask('GET', job.result ?? '')).body).toEqual(atOnce);
    expect((await owner.ask('GET', '/v1/jobs')).body).toEqual({ jobs: [job] });
  });

  test('that cannot be made fails with the sentence that says why', async () => {
    const { owner } = await withOwner();
    const { id } = await begin(owner, 'simulations', { scenario: 'none' });
    const job = await ended(owner, id);
    expect(job).toMatchObject({ state: 'failed', why: expect.stringContaining('no scenario `none`') });
    expect(await errorOf(owner.ask('GET', `/v1/jobs/${id}/simulation`))).toEqual([
      409,
      'The job has no result',
    ]);
    expect(await errorOf(owner.ask('GET', `/v1/jobs/${id}/backup`))).toEqual([409, 'The job is no backup']);
    expect((await owner.ask('POST', '/v1/jobs/simulations', { scenario: RANSOM, runs: 20_001 })).status).toBe(
      400,
    );
  });

  test('is ended and forgotten by who started it or an owner, and by nobody else', async () => {
    const { server, owner } = await withOwner();
    const [ana, bob] = [
      (await invited(server, owner, 'ana', 'analyst')).person,
      (await invited(server, owner, 'bob', 'responder')).person,
    ];
    const { id, by } = await begin(ana, 'simulations', { scenario: RANSOM, runs: 1 });
    expect(by).toBe('ana');
    await ended(ana, id);
    expect((await errorOf(bob.ask('DELETE', `/v1/jobs/${id}`)))[0]).toBe(403);
    expect((await ana.ask('DELETE', `/v1/jobs/${id}`)).status).toBe(200);
    expect((await errorOf(ana.ask('DELETE', `/v1/jobs/${id}`)))[0]).toBe(404);
    const other = await begin(bob, 'simulations', { scenario: RANSOM, runs: 1 });
    await ended(bob, other.id);
    expect((await owner.ask('DELETE', `/v1/jobs/${other.id}`)).status).toBe(200);
    expect((await owner.ask('GET', '/v1/jobs')).body).toEqual({ jobs: [] });
  });
});

describe('a backup', () => {
  const fetched = (server: Started, path: string) =>
    fetch(`${server.url}${path}`, { headers: { authorization: server.operator } });

  test('is encrypted, whole, and counts once it was fetched', async () => {
    const { server, owner } = await withOwner();
    const findings = async (): Promise<string> =>
      JSON.stringify((await fetched(server, '/v1/upkeep').then((said) => said.json())) as object);
    const { id } = await begin(owner, 'backups', { passphrase: PASSPHRASE });
    const job = await ended(owner, id);
    expect(job).toMatchObject({ kind: 'backup', state: 'done', by: 'ada' });
    expect(await findings()).toContain('no-backup');
    const answer = await fetched(server, job.result ?? '');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="ensuresec-.*\.age"$/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(bytes.length).toBe(job.bytes);
    const file = join(server.folder, '..', `${id}.age`);
    ends.push(() => rmSync(file));
    writeFileSync(file, bytes);
    const { files, withoutKeys } = await verifyBackup({
      ...{ file, passphrase: PASSPHRASE, data: join(server.folder, '..', id) },
    });
    expect(withoutKeys).toEqual([]);
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('access.db');
    expect(paths.filter((path) => path.startsWith('jobs/'))).toEqual([]);
    const last = JSON.parse(readFileSync(join(server.folder, 'last-backup.json'), 'utf8')) as object;
    expect(last).toMatchObject({ fetched: true, bytes: job.bytes, sha256: job.sha256 });
  });

  test('is asked by who just signed in, with a passphrase that is worth one', async () => {
    const { server, owner } = await withOwner();
    expect((await owner.ask('POST', '/v1/jobs/backups', { passphrase: 'short' })).status).toBe(400);
    server.clock.now += FRESH_MS;
    expect(await errorOf(owner.ask('POST', '/v1/jobs/backups', { passphrase: PASSPHRASE }))).toEqual([
      403,
      expect.stringContaining('Sign in again'),
    ]);
    expect((await owner.ask('GET', '/v1/jobs')).body).toEqual({ jobs: [] });
    const stranger = browser(server);
    expect((await stranger.ask('POST', '/v1/jobs/backups', { passphrase: PASSPHRASE })).status).toBe(401);
  });
});
