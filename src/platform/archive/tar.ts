// SPDX-License-Identifier: Apache-2.0
// Archives of regular files in the interchange format of POSIX.1-2017 pax, which every tar reads. Only what we write is read:
// a name, a size, bytes. Links, devices and names that lead out of the folder are refused, not followed.

export interface ArchiveEntry {
  /** Relative, with `/`. */
  readonly path: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export class ArchiveError extends Error {
  readonly code = 'archive';
}

const BLOCK = 512;
const NAME_BYTES = 100;
/** Eleven octal digits. */
const MAX_OCTAL = 8 ** 11 - 1;
const MAX_PAX_BYTES = 64 * 1024;

/**
 * The bytes of an archive, as they are asked for.
 *
 * @throws ArchiveError when a file has another length than its entry says, or a name that would not be read.
 */
export async function* writeTar(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Uint8Array> {
  for await (const { path, size, bytes } of entries) {
    if (!isInside(path))
      throw new ArchiveError(`${JSON.stringify(path)} is no name that an archive can bear: rename the file`);
    const pax = paxRecords(path, size);
    if (pax.length > 0) {
      yield header('pax', pax.length, 'x');
      yield pax;
      yield padding(pax.length);
    }
    yield header(Buffer.byteLength(path) > NAME_BYTES ? 'long' : path, Math.min(size, MAX_OCTAL), '0');
    let written = 0;
    for await (const chunk of bytes) {
      written += chunk.length;
      if (written > size) break;
      yield chunk;
    }
    if (written !== size)
      throw new ArchiveError(`${path} has another length than ${size} bytes: it changed under way`);
    yield padding(size);
  }
  yield new Uint8Array(2 * BLOCK);
}

/** What an ordinary header has no room for (pax, "pax Header Block"). */
function paxRecords(path: string, size: number): Uint8Array {
  const records = [
    ...(Buffer.byteLength(path) > NAME_BYTES ? [paxRecord('path', path)] : []),
    ...(size > MAX_OCTAL ? [paxRecord('size', String(size))] : []),
  ];
  return Buffer.from(records.join(''));
}

/** Its length counts its own digits. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  const digits = String(bytes + String(bytes).length).length;
  return `${bytes + digits}${rest}`;
}

function header(name: string, size: number, type: string): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write('0000600\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\x0000', 257);
  block.write(`${checksumOf(block).toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** Of a header, its own field taken as spaces. */
function checksumOf(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function padding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

/**
 * The entries of an archive. The bytes of one are read before the next one is asked for; what is left of them is skipped.
 *
 * @throws ArchiveError when it is none, when it ends early, and when it has what is not a file inside of it.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const reader = createReader(source);
  let pax: Readonly<Record<string, string>> = {};
  for (;;) {
    const block = await reader.exactly(BLOCK);
    if (block.every((byte) => byte === 0)) return;
    const { name, size: stated, type } = readHeader(block);
    const size = pax['size'] === undefined ? stated : Number(pax['size']);
    if (!Number.isSafeInteger(size) || size < 0) throw new ArchiveError(`${name} states no sound length`);
    if (type === 'x') {
      if (size > MAX_PAX_BYTES) throw new ArchiveError('A header of the archive is too long');
      pax = parsePax(Buffer.from(await reader.exactly(size)).toString());
      await reader.exactly(padding(size).length);
      continue;
    }
    if (type !== '0' && type !== '\0') throw new ArchiveError(`${name} is no regular file`);
    const path = pax['path'] ?? name;
    if (!isInside(path)) throw new ArchiveError(`${JSON.stringify(path)} leads out of the folder`);
    pax = {};
    const body = reader.upTo(size);
    yield { path, size, bytes: body };
    for await (const _ of body);
    await reader.exactly(padding(size).length);
  }
}

function readHeader(block: Uint8Array): {
  readonly name: string;
  readonly size: number;
  readonly type: string;
} {
  const text = (from: number, to: number): string =>
    Buffer.from(block.subarray(from, to)).toString().split('\0')[0] ?? '';
  if (Number.parseInt(text(148, 156), 8) !== checksumOf(block))
    throw new ArchiveError('It is no archive, or a header of it is damaged');
  const type = String.fromCharCode(block[156] ?? 0);
  return { name: text(0, NAME_BYTES), size: Number.parseInt(text(124, 136), 8), type };
}

function parsePax(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/\d+ (path|size)=([^\n]*)\n/g)];
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, value]));
}

/** Windows takes `\` for a folder and `:` for a drive or a stream; elsewhere both are letters. A line break ends a pax record. */
export function isInside(path: string, platform: NodeJS.Platform = process.platform): boolean {
  const parts = path.split('/');
  const odd = platform === 'win32' ? /[\\\0\n:]/ : /[\0\n]/;
  return !odd.test(path) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

interface Reader {
  exactly(count: number): Promise<Uint8Array>;
  /** At most once over all of them. */
  upTo(count: number): AsyncGenerator<Uint8Array>;
}

function createReader(source: AsyncIterable<Uint8Array>): Reader {
  const chunks = source[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);
  const more = async (): Promise<void> => {
    const next = await chunks.next();
    if (next.done === true) throw new ArchiveError('The archive ends early');
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
  };
  const take = (count: number): Uint8Array => {
    const taken = held.subarray(0, count);
    held = held.subarray(taken.length);
    return taken;
  };
  return {
    exactly: async (count) => {
      while (held.length < count) await more();
      return take(count);
    },
    upTo: async function* (count) {
      for (let left = count; left > 0; ) {
        if (held.length === 0) await more();
        const piece = take(left);
        left -= piece.length;
        yield piece;
      }
    },
  };
}
