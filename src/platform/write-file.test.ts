// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from './write-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-whole-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe.skipIf(process.platform === 'win32')('writeWhole', () => {
  it.each(['named', 'through a link'])('writes into a pipe or device and never replaces it: %s', (how) => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const target = how === 'named' ? pipe : join(folder, 'link');
    if (target !== pipe) symlinkSync(pipe, target);
    const reader = openSync(pipe, 'r+');
    try {
      writeWhole(target, 'page', true);
      expect(lstatSync(pipe).isFIFO()).toBe(true);
      expect(lstatSync(target).isFile()).toBe(false);
      const got = Buffer.alloc(4);
      readSync(reader, got);
      expect(got.toString()).toBe('page');
    } finally {
      closeSync(reader);
    }
  });

  it('appends to what a process has open', () => {
    const file = join(folder, 'output');
    writeFileSync(file, 'first ');
    const handle = openSync(file, 'a');
    const name = process.platform === 'linux' ? `/proc/self/fd/${handle}` : `/dev/fd/${handle}`;
    try {
      writeWhole(name, 'second', true);
    } finally {
      closeSync(handle);
    }
    expect(readFileSync(file, 'utf8')).toBe('first second');
  });

  it('replaces the file behind a link and leaves the link', () => {
    const link = join(folder, 'link');
    writeFileSync(join(folder, 'file'), 'old');
    symlinkSync('file', link);
    writeWhole(link, 'new', true);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
  });

  it.skipIf(process.getuid?.() !== 0)('leaves a file to its owner', () => {
    const file = join(folder, 'model.yaml');
    writeFileSync(file, 'old');
    chownSync(file, 1234, 4321);
    writeWhole(file, 'new', true);
    expect(lstatSync(file)).toMatchObject({ uid: 1234, gid: 4321 });
  });

  it('leaves a pipe alone that may not be replaced', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(() => writeWhole(pipe, 'page', false)).toThrow(/EEXIST/u);
  });

  it('lets nobody read a replaced file who could not before', () => {
    const file = join(folder, 'model.yaml');
    writeFileSync(file, 'old');
    chmodSync(file, 0o600);
    writeWhole(file, 'new', true);
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
  });
});
