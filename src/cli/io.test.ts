// SPDX-License-Identifier: Apache-2.0
import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { processIo } from './io.ts';

/** A process whose stdout refuses every write with `code`. */
function processRefusing(code: string) {
  let told = '';
  const stdout = new Writable({
    autoDestroy: false,
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  });
  const stderr = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      told += chunk.toString();
      done();
    },
  });
  const fake = Object.assign(new EventEmitter(), { stdout, stderr, env: {}, cwd: () => '/', exitCode: 0 });
  return { fake, told: () => told };
}

describe('output of the process', () => {
  it.each([
    ['ENOSPC', 6, 'Error: Cannot write the output: ENOSPC\n'],
    ['EPIPE', 0, ''],
  ])('%s ends the output, with the exit code %i', async (code, exitCode, message) => {
    const { fake, told } = processRefusing(code);
    const io = processIo(fake as unknown as NodeJS.Process);
    io.stdout.write('first');
    await setImmediate();
    io.stdout.write('second');
    await setImmediate();
    fake.emit('exit');
    expect(told()).toBe(message);
    expect(fake.exitCode).toBe(exitCode);
  });

  it('waits for a slow reader again and again without piling up listeners', async () => {
    const { fake } = processRefusing('EPIPE');
    const io = processIo(fake as unknown as NodeJS.Process);
    Object.defineProperty(fake.stdout, 'writableNeedDrain', { value: true });
    for (let turn = 0; turn < 20; turn++) {
      const settled = io.stdout.settle?.();
      fake.stdout.emit('drain');
      await settled;
    }
    expect(fake.stdout.listenerCount('close')).toBe(0);
    expect(fake.stdout.listenerCount('error')).toBe(1);
  });
});
