// SPDX-License-Identifier: Apache-2.0
// Jobs of the compiled program, on their threads: cancelled, made, and killed with the server.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyBackup } from '../../src/server/backup/restore.ts';
import { operatorOf, type ServerProcess, startProcess } from '../support/server-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-job-kill-'));
const data = path.join(folder, 'data');
const args = ['--model', path.resolve('examples/demo-shop/ensuresec.yaml')];
const PASSPHRASE = 'correct horse battery staple';
const LONG = { scenario: 'e-commerce/scenario/warehouse-ransom', runs: 20_000 };
let server: ServerProcess;
beforeAll(async () => {
  server = await startProcess({ data, args });
});
afterAll(async () => {
  expect(await server.stop(), server.said()).toBe(0);
  rmSync(folder, { recursive: true });
});

const ask = (method: string, at: string, body?: object): Promise<Response> =>
  fetch(`${server.url}${at}`, {
    method,
    headers: { ...operatorOf(data), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
interface Told {
  readonly id: string;
  readonly state: string;
  readonly progress: number;
  readonly why: string | null;
  readonly result: string | null;
}
const told = async (answer: Promise<Response>): Promise<Told> => (await (await answer).json()) as Told;
const job = (id: string): Promise<Told> => told(ask('GET', `/v1/jobs/${id}`));
const begin = (what: string, body: object): Promise<Told> => told(ask('POST', `/v1/jobs/${what}`, body));
const isUnderWay = ({ id }: Told) =>
  expect.poll(async () => (await job(id)).progress, { timeout: 60_000 }).toBeGreaterThan(0);

test('a long simulation lets the rest be quick, and is cancelled', async () => {
  const long = await begin('simulations', LONG);
  const next = await begin('simulations', { ...LONG, runs: 20 });
  await isUnderWay(long);
  const asked = performance.now();
  expect((await ask('POST', '/v1/simulate', { ...LONG, runs: 20 })).status).toBe(200);
  expect(performance.now() - asked).toBeLessThan(30_000);
  expect((await job(long.id)).state).toBe('running');
  expect((await ask('DELETE', `/v1/jobs/${long.id}`)).status).toBe(200);
  expect((await job(long.id)).state).toBe('cancelled');
  await expect.poll(async () => (await job(next.id)).state, { timeout: 60_000 }).toBe('done');
});

test('a backup is made while the server runs, and its file is whole', async () => {
  const { id } = await begin('backups', { passphrase: PASSPHRASE });
  await expect.poll(async () => (await job(id)).state, { timeout: 60_000 }).toBe('done');
  const file = path.join(folder, 'fetched.age');
  writeFileSync(file, new Uint8Array(await (await ask('GET', `/v1/jobs/${id}/backup`)).arrayBuffer()));
  const { files } = await verifyBackup({ file, passphrase: PASSPHRASE, data: path.join(folder, 'look') });
  expect(files.map((each) => each.path)).toContain('events.db');
  expect(readdirSync(data)).not.toContain('backup-copy');
});

test('a backup that has no room says how much it needs, and what is there stays', async () => {
  const [{ bavail, bsize }, long] = [statfsSync(data), path.join(data, 'long.db')];
  // A file with a hole: nearly nothing on the disk.
  writeFileSync(long, 'SQLite format 3\0');
  truncateSync(long, 2 * bavail * bsize);
  const { id } = await begin('backups', { passphrase: PASSPHRASE });
  await expect.poll(async () => (await job(id)).state, { timeout: 60_000 }).toBe('failed');
  rmSync(long);
  expect((await job(id)).why).toMatch(/no room for a backup .* about \d+\.\d [GM]iB are needed in /);
  expect(readdirSync(path.join(data, 'jobs', id))).toEqual(['job.json']);
});

test('kill -9: what ran is interrupted, what was done is there, and the next one runs', async () => {
  const done = await begin('simulations', { ...LONG, runs: 20 });
  await expect.poll(async () => (await job(done.id)).state, { timeout: 60_000 }).toBe('done');
  const long = await begin('simulations', LONG);
  await isUnderWay(long);
  await server.kill();
  mkdirSync(path.join(data, 'backup-copy'));
  writeFileSync(path.join(data, 'backup-copy', 'copy'), 'as a backup leaves it that is killed');
  server = await startProcess({ data, args });
  expect(readdirSync(data)).not.toContain('backup-copy');
  expect(server.said()).toContain('A backup had been cut off');
  expect(await job(long.id)).toMatchObject({ state: 'failed', why: 'interrupted', result: null });
  expect((await ask('GET', (await job(done.id)).result ?? '')).status).toBe(200);
  const again = await begin('simulations', { ...LONG, runs: 20 });
  await expect.poll(async () => (await job(again.id)).state, { timeout: 60_000 }).toBe('done');
  // The server stops cleanly although this one runs.
  await isUnderWay(await begin('simulations', LONG));
  // Two starts, each with its analysis, on a machine that may be busy elsewhere.
}, 360_000);
