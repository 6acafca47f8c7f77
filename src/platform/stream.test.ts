// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../core/random.ts';
import { PackedError, readChunks } from './stream.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stream-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readAll(bytes: Uint8Array): Promise<{ readonly read: Buffer; readonly error: unknown }> {
  const file = join(folder, 'file');
  writeFileSync(file, bytes);
  const parts: Uint8Array[] = [];
  try {
    for await (const chunk of readChunks(file)) parts.push(chunk.bytes);
  } catch (error) {
    return { read: Buffer.concat(parts), error };
  }
  return { read: Buffer.concat(parts), error: undefined };
}

function lines(count: number): Buffer {
  const random = createRandom(7);
  return Buffer.from(
    Array.from(
      { length: count },
      (_, line) => `${line} ${'x'.repeat(random.below(90))} ${random.next()}\n`,
    ).join(''),
  );
}

/** What zlib gives of a part when it is told that no end has to come. */
function unpackedPart(part: Uint8Array): Buffer {
  return gunzipSync(part, { finishFlush: constants.Z_SYNC_FLUSH });
}

describe('readChunks', () => {
  it('gives plain and packed files whole, of one member or several, with what may follow them', async () => {
    const text = lines(20_000);
    const packed = gzipSync(text);
    for (const [file, expected] of [
      [text, text],
      [packed, text],
      [Buffer.concat([packed, packed]), Buffer.concat([text, text])],
      [Buffer.concat([packed, Buffer.alloc(70_000)]), text],
      [gzipSync(''), Buffer.alloc(0)],
      [Buffer.alloc(0), Buffer.alloc(0)],
    ] as const) {
      const { read, error } = await readAll(file);
      expect(error).toBeUndefined();
      expect(read.equals(expected)).toBe(true);
    }
  });

  it('gives all that can be unpacked of gzip that is cut off, wherever', async () => {
    const short = gzipSync(lines(40));
    const long = gzipSync(lines(20_000));
    const cuts = [
      ...Array.from({ length: short.length - 2 }, (_, at) => short.subarray(0, at + 2)),
      ...[16_384, 100_000, long.length - 9, long.length - 1].map((at) => long.subarray(0, at)),
    ];
    for (const cut of cuts) {
      const { read, error } = await readAll(cut);
      expect(error).toBeInstanceOf(PackedError);
      expect((error as Error).message).toContain('cut off here');
      expect(read.equals(unpackedPart(cut))).toBe(true);
    }
  });

  it('gives what comes before damaged bytes', async () => {
    const text = lines(20_000);
    const packed = gzipSync(text);
    packed.fill(0xff, 150_000, 150_100);
    const { read, error } = await readAll(packed);
    expect(error).toBeInstanceOf(PackedError);
    expect((error as Error).message).toContain('damaged here');
    expect(read.length).toBeGreaterThan(100_000);
    expect(text.subarray(0, 100_000).equals(read.subarray(0, 100_000))).toBe(true);
  });
});
