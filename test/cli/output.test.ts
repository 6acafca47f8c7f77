// SPDX-License-Identifier: Apache-2.0
// What the process does when its output is refused.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { compiledFile } from '../support/compiled.ts';
import { ensuresec } from './terminal.ts';

const MODEL = path.resolve('examples/demo-shop/ensuresec.yaml');
const TRAFFIC = path.resolve('examples/demo-shop/traffic.yaml');

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

/** Root may do all that permissions forbid, so these are refused by what the files are. */
describe('files that cannot be used', () => {
  test.each([
    [
      'a folder to write to',
      ['check', '--html', 'folder'],
      6,
      'Cannot write folder: it is a folder\nName a file in it',
    ],
    [
      'a data folder below a file',
      ['incident', 'open', 'T', '--data', 'file'],
      6,
      'a part of the path is a file, not a folder',
    ],
    [
      'a folder of learning records that is a file',
      ['lrs', 'serve', '--data', 'file', '--port', '0'],
      6,
      'there is something else of that name',
    ],
    [
      'a folder as lines',
      ['verdict', 'x', 'real', '--from', 'folder'],
      6,
      'Cannot read folder: it is a folder',
    ],
    [
      'a folder as a backup',
      ['restore', 'folder'],
      3,
      'Cannot read folder as a backup: it is not a regular file',
    ],
    [
      'a folder for events',
      ['simulate-events', TRAFFIC, '--out', 'folder'],
      6,
      'Cannot write folder: it is a folder',
    ],
  ] as const)('%s', async (_, argv, code, message) => {
    mkdirSync(path.join(cwd, 'folder'), { recursive: true });
    writeFileSync(path.join(cwd, 'file'), '');
    copyFileSync(MODEL, path.join(cwd, 'ensuresec.yaml'));
    const ended = await ensuresec([...argv], { cwd });
    expect(ended.stderr).toContain(message);
    expect(ended.stderr).not.toMatch(/fault of ensuresec|E[A-Z]{4,}:/);
    expect(ended.code).toBe(code);
  });
});
