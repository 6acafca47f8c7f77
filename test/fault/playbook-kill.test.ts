// SPDX-License-Identifier: Apache-2.0
// kill -9 while a playbook is carried out, by the command itself: what was done is done once, and nothing is left out.
// ENSURESEC_PLAYBOOK_KILLS=100 runs more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunReport, World } from '../../src/respond/index.ts';
import { idOf, wholePlaybook } from '../../src/respond/playbook/playbook.fixture.ts';
import { ensuresec } from '../cli/terminal.ts';
import { compiledFile } from '../support/compiled.ts';

const KILLS = Number(process.env['ENSURESEC_PLAYBOOK_KILLS'] ?? 6);
const ROUNDS = 15 * KILLS;
let cwd = '';

beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-playbook-kill-'));
  const whole = wholePlaybook();
  for (const step of Object.values(whole.workflow))
    if (step['type'] === 'action')
      step['commands'] = [{ type: 'http-api', command: 'POST /log/__left__:value' }];
  writeFileSync(path.join(cwd, 'whole.json'), JSON.stringify(whole));
  const rounds = Array.from({ length: ROUNDS }, (_, at) => ({ __left__: String(ROUNDS - 1 - at) }));
  writeFileSync(path.join(cwd, 'world.json'), JSON.stringify({ answers: { [idOf('action', 4)]: rounds } }));
});
afterAll(() => rmSync(cwd, { recursive: true }));

function effects(run: string): World['effects'] {
  const file = path.join(cwd, `d/playbook-worlds/${run}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as World).effects : [];
}

test(`each effect of a playbook takes place once through ${KILLS} kills`, async () => {
  const begin = (id: string) => [
    'respond',
    'run',
    'whole.json',
    '--simulate',
    '--world',
    'world.json',
    '--id',
    id,
    '--data',
    'd',
  ];
  expect((await ensuresec(begin('whole'), { cwd })).code).toBe(0);
  const wanted = effects('whole').map(({ key, text }) => [key.replace('whole:', 'killed:'), text]);
  expect(wanted.length).toBe(ROUNDS + 4);

  for (let kill = 0; kill < KILLS; kill++) {
    const before = effects('killed').length;
    const args = kill === 0 ? begin('killed') : ['respond', 'resume', 'killed', '--data', 'd'];
    const child = spawn(
      process.execPath,
      [path.resolve(compiledFile('src/cli/main.js'), '../../../../bin/ensuresec'), ...args],
      { cwd, stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    // Some effects in, at a moment that differs from round to round.
    while (effects('killed').length < before + 4 + kill && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, kill % 4));
    child.kill('SIGKILL');
    await ended;
  }
  const killed = effects('killed').length;
  expect(killed).toBeGreaterThanOrEqual(4 * KILLS);
  expect(killed).toBeLessThan(wanted.length);
  const last = await ensuresec(['respond', 'resume', 'killed', '--data', 'd', '--json'], { cwd });
  expect([last.code, last.stderr]).toEqual([0, '']);
  expect((JSON.parse(last.stdout) as RunReport).state).toBe('success');
  const sorted = (pairs: readonly (readonly (string | undefined)[])[]) =>
    pairs.map((pair) => pair.join(' ')).toSorted();
  expect(sorted(effects('killed').map(({ key, text }) => [key, text]))).toEqual(sorted(wanted));
  process.stdout.write(
    `${KILLS} kills: ${wanted.length} effects, each once; ${killed} of them before the last start\n`,
  );
}, 600_000);
