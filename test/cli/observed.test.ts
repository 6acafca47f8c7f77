// SPDX-License-Identifier: Apache-2.0
// check --observed: a flow that events showed, and nobody declared, turns a verdict.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Report } from '../../src/analyse/index.ts';
import { ensuresec } from './terminal.ts';

const MODEL = path.resolve(import.meta.dirname, '../../examples/demo-shop/ensuresec.yaml');
const ASKED = ['--attack', 'controller-changed', '--attacker', 'e-commerce/attacker/internet-stranger'];
const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-observed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const flow = (to: string, port: number) => ({
  ...{ shows: 'flow', says: 'undeclared', from: 'internet', to, port, count: 80, days: 8, confidence: 0.67 },
  text: `internet reaches ${to} on port ${port}, which no flow of the model declares`,
});
const check = (...more: string[]) =>
  ensuresec(['check', MODEL, ...ASKED, '--target', 'cold-plc', ...more], { cwd: folder });

function write(name: string, ...facts: readonly object[]): void {
  writeFileSync(
    path.join(folder, name),
    JSON.stringify({ schema: 'ensuresec/observed/1', from: 'events.ndjson', facts }),
  );
}

test('what the model declares alone is SECURE; with a flow that was observed it is not, and the path names it', async () => {
  // The second one changes nothing here.
  write('observed.json', flow('cold-plc', 502), flow('booking', 443));
  const [without, turned] = [await check(), await check('--observed', 'observed.json')];
  expect([without.code, without.stdout]).toEqual([0, expect.stringContaining('SECURE')]);
  expect(without.stdout).not.toContain('INSECURE');
  expect(turned.code, turned.stderr).toBe(1);
  const told = turned.stdout.replaceAll(/\s+/g, ' ');
  expect(told).toContain('2 observed premises, 1 verdict turned');
  expect(told).toContain('SECURE → INSECURE');
  expect(told).toContain(
    'observed: internet reaches cold-plc on port 502, which no flow of the model declares',
  );
  expect(told).not.toContain('internet reaches booking');
  expect(told).toMatch(/1\. .*\(observed or guessed, confidence 0\.67\)/);
});

test('as JSON it is told with what was before, and with the fact that it is laid at', async () => {
  write('observed.json', flow('cold-plc', 502), flow('booking', 443));
  const { code, stdout } = await check('--observed', 'observed.json', '--json');
  expect(code).toBe(1);
  const { observed, verdicts } = JSON.parse(stdout) as Report;
  expect(observed?.changes).toMatchObject([
    {
      ...{ target: 'cold-plc', before: 'SECURE', after: 'INSECURE', confidence: 0.67 },
      because: ['internet reaches cold-plc on port 502, which no flow of the model declares'],
    },
  ]);
  expect(verdicts[0]?.steps.some(({ confidence }) => confidence === 0.67)).toBe(true);
});

test('a flow to a port that nothing listens on turns nothing', async () => {
  write('closed.json', flow('cold-plc', 503));
  const { code, stdout } = await check('--observed', 'closed.json');
  expect([code, stdout]).toEqual([0, expect.stringContaining('0 verdicts turned')]);
});
