// SPDX-License-Identifier: Apache-2.0
// `detect` takes no more memory for a long history than for a short one: the peak of a process over a file, and over one
// ten times as long of the same kind, in which two of five events alert and no two are about the same thing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compiledFile } from './support/compiled.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'detect-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RULE = `title: Who am I
id: 7f3f8f4c-5a0e-4d1c-9f5b-0f7d1c2b3a4e
logsource: { product: windows, category: process_creation }
level: medium
detection:
  selection: { 'Image|endswith': '\\whoami.exe' }
  condition: selection
`;
/** Says the peak of the process, in KiB, when it ends. */
const TELL = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))`;
const SHORT = 2_000;

function history(name: string, events: number): string {
  const file = path.join(folder, name);
  const line = (at: number): string =>
    JSON.stringify({
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventID: 1,
      UtcTime: new Date(Date.UTC(2026, 0, 1) + at * 2_000).toISOString(),
      Computer: `pc-${at}`,
      User: `CORP\\user-${at}`,
      Image: at % 5 < 2 ? 'C:\\Windows\\System32\\whoami.exe' : `C:\\Program Files\\${at}\\app.exe`,
      CommandLine: `whoami /all ${String(at).repeat(60)}`,
    });
  writeFileSync(file, `${Array.from({ length: events }, (_, at) => line(at)).join('\n')}\n`);
  return file;
}

async function peakOf(file: string, rule: string): Promise<number> {
  const main = path.resolve(compiledFile('src/cli/main.js'), '../../../../bin/ensuresec');
  const preload = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const child = spawn(process.execPath, ['--import', preload, main, 'detect', file, '--rules', rule], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [status] = await once(child, 'close');
  expect([status, said]).toEqual([1, expect.stringMatching(/peak \d+$/)]);
  return Number(/peak (\d+)$/.exec(said)?.[1]);
}

test('a history ten times as long takes at most two fifths more memory', async () => {
  const rule = path.join(folder, 'rule.yml');
  writeFileSync(rule, RULE);
  const short = await peakOf(history('short.ndjson', SHORT), rule);
  const long = await peakOf(history('long.ndjson', SHORT * 10), rule);
  expect(long / short).toBeLessThan(1.4);
});
