// SPDX-License-Identifier: Apache-2.0
// kill -9 while a campaign invites. Each person gets one message: a receiver drops one whose Message-ID it has.
// ENSURESEC_CAMPAIGN_KILLS=50 runs more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compiledFile } from '../support/compiled.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';

const KILLS = Number(process.env['ENSURESEC_CAMPAIGN_KILLS'] ?? 3);
const PEOPLE = 15 * KILLS;
const cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-campaign-kill-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const today = new Date().toISOString().slice(0, 10);
const bin = path.resolve(compiledFile('src/cli/main.js'), '../../../../bin/ensuresec');

/** To its end, by the clock of this machine. */
async function whole(args: readonly string[]): Promise<{ code: number | null; stdout: string }> {
  const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (text) => {
    stdout += String(text);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}

const people = Array.from({ length: PEOPLE }, (_, at) => ({
  name: `Person ${at}`,
  email: `p${at}@firm.example`,
  language: ['en', 'de', 'fr', 'es', 'el'][at % 5],
}));

test(`each person is invited once through ${KILLS} kills, and each link works`, async () => {
  const file = { campaign: 1, id: 'now', title: 'Now', starts: today, items: 4, people };
  writeFileSync(path.join(cwd, 'now.json'), JSON.stringify(file));
  expect((await whole(['campaign', 'create', 'now.json', '--data', 'd'])).code).toBe(0);
  const sink = await startSmtpSink(3, []);
  const mail = [
    '--smtp',
    sink.url,
    '--mail-from',
    'training@firm.example',
    '--address',
    'https://play.firm.example',
  ];
  const args = ['campaign', 'invite', 'now', '--data', 'd', '--json', ...mail];
  for (let kill = 0; kill < KILLS; kill++) {
    const before = sink.taken.length;
    const child = spawn(process.execPath, [bin, ...args], { cwd, stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (sink.taken.length < before + 5 + kill && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, kill % 5));
    child.kill('SIGKILL');
    await ended;
  }
  expect(sink.taken.length).toBeGreaterThanOrEqual(5 * KILLS);
  expect(sink.taken.length).toBeLessThan(PEOPLE);
  expect((await whole(args)).code).toBe(0);
  const again = await whole(args);
  expect(JSON.parse(again.stdout)).toMatchObject({ sent: 0, before: PEOPLE, repeated: 0 });
  const ids = new Map<string, Set<string>>();
  for (const { to, messageId } of sink.taken) ids.set(to, (ids.get(to) ?? new Set()).add(messageId));
  expect(ids.size).toBe(PEOPLE);
  expect([...ids.values()].filter((each) => each.size !== 1)).toEqual([]);
  expect(sink.taken.length - PEOPLE, 'at most the one in doubt at each kill').toBeLessThanOrEqual(KILLS);
  expect(sink.taken.find(({ to }) => to === 'p1@firm.example')?.text).toMatch(/^Content-Language: de/m);
  expect(sink.taken[0]?.text).toMatch(/https:\/\/play\.firm\.example\/play\/[\w=-]+/);
  await sink.close();
  process.stdout.write(
    `${KILLS} kills: ${PEOPLE} people, each one message; ${sink.taken.length - PEOPLE} handed over a second time with the same Message-ID\n`,
  );
}, 600_000);
