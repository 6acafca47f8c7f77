// SPDX-License-Identifier: Apache-2.0
// A bundle is a zip (PKWARE APPNOTE 6.3) in one form only: stored, no dates, no extras. So the members determine every
// byte, and whatever differs from them is found. Libraries read leniently, which is why this is our own.
import { crc32 } from 'node:zlib';

export interface Member {
  readonly path: string;
  readonly data: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
/** Version 2.0; UTF-8 names (bit 11); stored; 1 January 1980, the first day that a zip knows. */
const VERSION = 20;
const FLAGS = 0x800;
const FIRST_DAY = 0x21;

export function writeZip(members: readonly Member[]): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const member of members) {
    directory.push(centralHeader(member, at));
    const header = localHeader(member);
    locals.push(header, member.data);
    at += header.length + member.data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

function localHeader({ path, data }: Member): Uint8Array {
  const name = Buffer.from(path);
  const header = Buffer.alloc(LOCAL_BYTES);
  header.writeUInt32LE(LOCAL, 0);
  writeFacts(header, 4, data, name.length);
  return Buffer.concat([header, name]);
}

function centralHeader({ path, data }: Member, offset: number): Uint8Array {
  const name = Buffer.from(path);
  const header = Buffer.alloc(CENTRAL_BYTES);
  header.writeUInt32LE(CENTRAL, 0);
  header.writeUInt16LE(VERSION, 4);
  writeFacts(header, 6, data, name.length);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

/** What both headers have, from `version needed` to `name length`. */
function writeFacts(header: Buffer, at: number, data: Uint8Array, nameLength: number): void {
  header.writeUInt16LE(VERSION, at);
  header.writeUInt16LE(FLAGS, at + 2);
  header.writeUInt16LE(FIRST_DAY, at + 8);
  header.writeUInt32LE(crc32(data), at + 10);
  header.writeUInt32LE(data.length, at + 14);
  header.writeUInt32LE(data.length, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}

export interface Unpacked {
  readonly members: readonly Member[];
  /** Paths of members that are not as they were written; `zip` when it is none of them. */
  readonly damaged: readonly string[];
}

interface Found extends Member {
  readonly isSound: boolean;
}

/** Never throws. Of a damaged container the reading is taken under which most members are sound. */
export function readZip(raw: Buffer): Unpacked {
  const found = bySizes(raw);
  if (Buffer.compare(writeZip(found), raw) === 0) return { members: found, damaged: [] };
  const sound = (members: readonly Found[]): number => members.filter(({ isSound }) => isSound).length;
  const best = [bySplits(raw), byDirectory(raw)].reduce((a, b) => (sound(b) > sound(a) ? b : a), found);
  const damaged = best.filter(({ isSound }) => !isSound).map(({ path }) => path || 'zip');
  if (damaged.length > 0) return { members: best, damaged };
  const listed = directoryOf(raw).map(({ path }) => path);
  const unlisted = best.map(({ path }) => path).filter((path) => !listed.includes(path));
  return { members: best, damaged: unlisted.length > 0 ? unlisted : ['zip'] };
}

function member(raw: Buffer, at: number, path: string, data: Buffer): Found {
  const header = localHeader({ path, data });
  return { path, data, isSound: Buffer.compare(header, raw.subarray(at, at + header.length)) === 0 };
}

/** One after the other, as long as the headers say. */
function bySizes(raw: Buffer): readonly Found[] {
  const members: Found[] = [];
  for (let at = 0; at + LOCAL_BYTES <= raw.length && raw.readUInt32LE(at) === LOCAL; ) {
    const start = at + LOCAL_BYTES + raw.readUInt16LE(at + 26);
    const end = start + raw.readUInt32LE(at + 22);
    const path = raw.subarray(at + LOCAL_BYTES, start).toString('latin1');
    members.push(member(raw, at, path, raw.subarray(start, end)));
    at = end;
  }
  return members;
}

interface Listed {
  readonly path: string;
  readonly size: number;
  readonly offset: number;
}

/** What the directory lists, from its first header on. */
function directoryOf(raw: Buffer): readonly Listed[] {
  const listed: Listed[] = [];
  let at = raw.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  while (at >= 0 && at + CENTRAL_BYTES <= raw.length && raw.readUInt32LE(at) === CENTRAL) {
    const end = at + CENTRAL_BYTES + raw.readUInt16LE(at + 28);
    const path = raw.subarray(at + CENTRAL_BYTES, end).toString('latin1');
    listed.push({ path, size: raw.readUInt32LE(at + 24), offset: raw.readUInt32LE(at + 42) });
    at = end;
  }
  return listed;
}

/** From one local header to the next, with the names of the directory: for data that grew or shrank. */
function bySplits(raw: Buffer): readonly Found[] {
  const starts: number[] = [];
  const signature = Buffer.from('PK\x03\x04', 'latin1');
  for (let at = raw.indexOf(signature); at >= 0; at = raw.indexOf(signature, at + 4)) starts.push(at);
  const listed = directoryOf(raw);
  if (starts.length !== listed.length) return [];
  const directory = raw.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  return listed.map(({ path }, at) => {
    const start = starts[at] ?? 0;
    return member(
      raw,
      start,
      path,
      raw.subarray(start + LOCAL_BYTES + path.length, starts[at + 1] ?? directory),
    );
  });
}

/** Where the directory says: for local headers that are damaged. */
function byDirectory(raw: Buffer): readonly Found[] {
  return directoryOf(raw).map(({ path, size, offset }) => {
    const start = offset + LOCAL_BYTES + path.length;
    return member(raw, offset, path, raw.subarray(start, start + size));
  });
}
