// SPDX-License-Identifier: Apache-2.0
// Changes of a bundle, and what must be said about them. `mutate` damages bytes; `forge` changes a member and makes the
// container right again, as somebody would who has everything but the key.
import { crc32 } from 'node:zlib';
import { type Member, readZip, writeZip } from '../../src/evidence/bundle/zip.ts';
import type { MadeBundle } from './evidence-bundle.ts';

export interface Place {
  readonly where: string;
  readonly entry: number | null;
  readonly last: number | null;
}

export interface Mutation {
  readonly bytes: Uint8Array;
  readonly what: string;
  readonly isPlace: (place: Place) => boolean;
}

export type Random = (limit: number) => number;

/** Park and Miller's generator. */
export function createRandom(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (state * 48271) % 2147483647;
    return state % limit;
  };
}

/** A byte is changed, added or left out, or the file is cut. */
export function mutate({ bytes, size }: MadeBundle, random: Random): Mutation {
  const raw = Buffer.from(bytes);
  const at = random(raw.length);
  const kind = random(10);
  const hit = memberAt(raw, at);
  if (kind < 7) {
    const flip = 1 + random(255);
    const changed = Buffer.from(raw);
    changed[at] = (changed[at] ?? 0) ^ flip;
    return { bytes: changed, what: `byte ${at} of ${hit.path}`, isPlace: (place) => isAt(hit, size, place) };
  }
  const changed =
    kind === 7
      ? Buffer.concat([raw.subarray(0, at), Buffer.of(random(256)), raw.subarray(at)])
      : kind === 8
        ? Buffer.concat([raw.subarray(0, at), raw.subarray(at + 1)])
        : raw.subarray(0, at);
  // A byte that was added equal to its neighbour, and a cut, leave open which of two neighbours changed.
  return {
    bytes: changed,
    what: `length changed at ${at} of ${hit.path}`,
    isPlace: ({ where }) => where !== '',
  };
}

interface Hit {
  readonly path: string;
  /** Offset in the data of the member; negative in its header. */
  readonly offset: number;
  /** In the directory: whose record it is. */
  readonly listed?: string;
}

function memberAt(raw: Buffer, at: number): Hit {
  let start = 0;
  for (const { path, data } of readZip(raw).members) {
    const header = 30 + Buffer.byteLength(path);
    if (at < start + header + data.length) return { path, offset: at - start - header };
    start += header + data.length;
  }
  return { path: 'zip', offset: 0, listed: listedAt(raw, start, at) };
}

function listedAt(raw: Buffer, directory: number, at: number): string {
  for (let start = directory; start + 46 < raw.length; ) {
    const end = start + 46 + raw.readUInt16LE(start + 28);
    if (at < end) return raw.subarray(start + 46, end).toString('latin1');
    start = end;
  }
  return 'zip';
}

function isAt({ path, offset, listed }: Hit, size: number, place: Place): boolean {
  if (path === 'zip') return [path, listed].includes(place.where);
  if (place.where !== path && offset >= 0) return false;
  const entry = /^entry\/(\d+)$/.exec(path)?.[1];
  if (entry !== undefined) return offset < 0 || place.entry === Number(entry);
  if (offset < 0) return true;
  if (path === 'checks') return place.entry === Math.floor(offset / 4);
  const tile = /^tile\/(\d)\/(\d{3})/.exec(path);
  if (tile === null) return true;
  const span = 256 ** Number(tile[1]);
  const first = Number(tile[2]) * 256 * span + Math.floor(offset / 32) * span;
  if (span === 1) return place.entry === first && place.last === first;
  return place.entry === first && (place.last ?? 0) < Math.min(first + span, size);
}

/** A member is changed, left out or doubled, checksums are made to fit, and the zip is written anew. */
export function forge({ bytes }: MadeBundle, random: Random): Mutation {
  const { members } = readZip(Buffer.from(bytes));
  const chosen = random(members.length);
  const victim = members[chosen] as Member;
  if (random(8) === 0)
    return {
      bytes: writeZip(members.filter((_, at) => at !== chosen)),
      what: `${victim.path} left out`,
      isPlace: () => true,
    };
  const offset = random(Math.max(1, victim.data.length));
  const data = Buffer.from(victim.data);
  if (data.length === 0) return forge({ bytes } as MadeBundle, random);
  data[offset] = (data[offset] ?? 0) ^ (1 + random(255));
  const changed = members.map((one, at) => (at === chosen ? { ...one, data } : one));
  return {
    bytes: writeZip(
      changed.map((one) =>
        one.path === 'checks' && victim.path !== 'checks' ? { ...one, data: checksOf(changed, one) } : one,
      ),
    ),
    what: `${victim.path} forged at ${offset}`,
    isPlace: ({ entry, last }) => {
      const index = /^entry\/(\d+)$/.exec(victim.path)?.[1];
      if (index !== undefined) return entry === Number(index) && last === entry;
      const tile = /^tile\/0\/(\d{3})(\.p)?/.exec(victim.path);
      // Of a tile that nothing is above, only the root says that something is wrong.
      if (tile === null || tile[2] !== undefined) return true;
      const hash = Number(tile[1]) * 256 + Math.floor(offset / 32);
      return entry !== null && entry <= hash && hash <= (last ?? entry);
    },
  };
}

/** Of the leaf hashes as they are now. */
function checksOf(members: readonly Member[], { data }: Member): Uint8Array {
  const leaves = Buffer.concat(
    members.filter(({ path }) => path.startsWith('tile/0/')).map((tile) => tile.data),
  );
  const checks = Buffer.from(data);
  for (let at = 0; 32 * at + 32 <= leaves.length && 4 * at + 4 <= checks.length; at++)
    checks.writeUInt32BE(crc32(leaves.subarray(32 * at, 32 * at + 32)), 4 * at);
  return checks;
}
