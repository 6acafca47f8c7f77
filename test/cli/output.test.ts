// SPDX-License-Identifier: Apache-2.0
// What the process does when its output is refused.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compiledFile } from '../support/compiled.ts';

let cwd: string;
let bin: string;
beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'ensuresec-output-'));
  bin = path.resolve(compiledFile('src/cli/main.js'), '../../../../bin/ensuresec');
});
afterAll(() => rmSync(cwd, { recursive: true }));

function shell(script: string) {
  return spawnSync('bash', ['-c', `set -o pipefail; ${script}`, process.execPath, bin], {
    cwd,
    encoding: 'utf8',
  });
}

describe.skipIf(process.platform === 'win32')('output that is refused', () => {
  it('ends with 6 when a file takes only a part', () => {
    // A limit on the size of files is met as a full disk is: the first write is cut, the next one refused.
    const { status, stderr } = shell('ulimit -f 2; "$0" "$1" completion bash > cut');
    expect(statSync(path.join(cwd, 'cut')).size).toBe(2048);
    expect(stderr).toBe('Error: Cannot write the output: EFBIG\n');
    expect(status).toBe(6);
  });

  it.skipIf(process.platform !== 'linux')('ends with 6 when the disk is full', () => {
    const { status, stderr } = shell('"$0" "$1" completion bash > /dev/full');
    expect(stderr).toBe('Error: Cannot write the output: ENOSPC\n');
    expect(status).toBe(6);
  });

  it('ends with 0 when the reader has enough', () => {
    const { status, stderr } = shell('"$0" "$1" completion bash | head -c 1 > head');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
