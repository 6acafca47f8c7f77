// SPDX-License-Identifier: Apache-2.0
// What `npm start` runs once all is built: the demo, from nothing to a verdict and an incident, without a terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ensuresec } from './cli/terminal.ts';
import { compiledFile } from './support/compiled.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the demo tells its console, its verdict and an incident, and ends by itself when it is told to', async () => {
  const main = path.resolve(compiledFile('src/cli/main.js'), '../../../../bin/ensuresec');
  const argv = ['up', '--demo', '--once', '--port', '0', '--no-color', '--data', path.join(folder, 'demo')];
  const child = spawn(process.execPath, [main, ...argv], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'exit');
  expect(code, said).toBe(0);
  expect(said).toMatch(/First owner: open http:\/\/127\.0\.0\.1:\d+\/setup#\S{20,} before/);
  expect(said).toMatch(/Verdict {2}11 of 43 attacks succeed/);
  expect(said).toMatch(/worst {4}Unpaid order shipped: internet stranger → orders, 3 steps, critical/);
  expect(said.match(/do first/g)).toHaveLength(3);
  expect(said).toMatch(/Incident incident-\w+ opened/);
  expect(said).toContain('everything acknowledged is on disk');
}, 300_000);

test('who waits for a verdict names a model', async () => {
  const ended = await ensuresec(['up', '--once', '--data', path.join(folder, 'none')]);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('without a model') });
});
