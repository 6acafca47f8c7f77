// SPDX-License-Identifier: Apache-2.0
// `ensuresec vulnerabilities`: exit code, text and JSON.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensuresec } from './terminal.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const run = (...argv: string[]) => ensuresec(['vulnerabilities', ...argv, '-q'], { cwd: ROOT });
const VECTOR = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';

describe('vulnerabilities score', () => {
  test.each([
    ['a vector', ['score', VECTOR], 0],
    ['one that cannot be read', ['score', VECTOR, 'CVSS:3.1/AV:X'], 3],
    ['none', ['score'], 2],
    ['a file that is not there', ['score', '--from', 'none.txt'], 6],
    ['another verb', ['rate', VECTOR], 2],
  ])('%s', async (_, argv, code) => {
    expect((await run(...argv)).code).toBe(code);
  });

  test('answers every vector, in order', async () => {
    const { stdout } = await run('score', VECTOR, 'CVSS:3.1/AV:\u001b[31m');
    expect(stdout.split('\n')[0]).toBe(` 9.8 critical  ${VECTOR}`);
    expect(stdout).toContain('refused');
    expect(stdout).not.toContain('\u001b');
  });
});
