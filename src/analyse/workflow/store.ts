// SPDX-License-Identifier: Apache-2.0
// States packed into words of 32 bits, found again by hash, each with the step that led to it.

export interface StateStore {
  readonly size: number;
  readonly bytes: number;
  /** Place of the state; new ones get the next place and remember how they were reached. */
  add(state: Uint8Array, parent: number, by: number): boolean;
  read(place: number, into: Uint8Array): void;
  parent(place: number): number;
  by(place: number): number;
}

/** Arrays that stores use one after the other: hundreds of searches of one workflow would each leave theirs as garbage. */
export interface Room {
  words: Uint32Array;
  links: Int32Array;
  table: Int32Array;
}

const FIRST_STATES = 1024;

export function createRoom(): Room {
  return { words: new Uint32Array(0), links: new Int32Array(0), table: new Int32Array(0) };
}

/**
 * @param capacity values that each slot may hold: a slot takes the bits for them and lies within one word.
 * @param room Taken over with what is in it: the store that had it before is not to be used any more.
 */
export function createStore(capacity: readonly number[], room = createRoom()): StateStore {
  const layout = layoutOf(capacity);
  const width = layout.words;
  const pack = new Function('s', 'w', layout.pack) as (state: Uint8Array, words: Uint32Array) => void;
  const unpack = new Function('w', 'o', 's', layout.unpack) as (
    words: Uint32Array,
    at: number,
    state: Uint8Array,
  ) => void;
  const word = new Uint32Array(width);
  let { words, links, table } = furnished(room, width);
  let size = 0;
  const grow = (): void => {
    const wider = new Uint32Array(words.length * 2);
    wider.set(words);
    words = wider;
    const longer = new Int32Array(links.length * 2);
    longer.set(links);
    links = longer;
    Object.assign(room, { words, links });
  };
  const rehash = (): void => {
    table = new Int32Array(table.length * 2);
    const mask = table.length - 1;
    for (let place = 0; place < size; place++) {
      let slot = hashAt(words, place * width, width) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = place + 1;
    }
    room.table = table;
  };
  return {
    get size() {
      return size;
    },
    get bytes() {
      return words.byteLength + links.byteLength + table.byteLength;
    },
    add: (state, parent, by) => {
      pack(state, word);
      const mask = table.length - 1;
      let slot = hashAt(word, 0, width) & mask;
      for (let found = table[slot] as number; found !== 0; found = table[slot] as number) {
        if (isSame(words, (found - 1) * width, word, width)) return false;
        slot = (slot + 1) & mask;
      }
      if (size * 2 >= links.length) grow();
      table[slot] = size + 1;
      for (let at = 0; at < width; at++) words[size * width + at] = word[at] as number;
      links[size * 2] = parent;
      links[size * 2 + 1] = by;
      size++;
      if (size * 2 > table.length) rehash();
      return true;
    },
    read: (place, into) => unpack(words, place * width, into),
    parent: (place) => links[place * 2] as number,
    by: (place) => links[place * 2 + 1] as number,
  };
}

/** As large as a store needs at first, with no state in it. */
function furnished(room: Room, width: number): Room {
  if (room.links.length === 0) room.links = new Int32Array(FIRST_STATES * 2);
  const fits = (room.links.length / 2) * width;
  if (room.words.length < fits) room.words = new Uint32Array(fits);
  if (room.table.length === 0) room.table = new Int32Array(FIRST_STATES * 4);
  else room.table.fill(0);
  return room;
}

function layoutOf(capacity: readonly number[]): { words: number; pack: string; unpack: string } {
  const packs: string[][] = [[]];
  const unpacks: string[] = [];
  let used = 0;
  capacity.forEach((values, slot) => {
    const bits = Math.ceil(Math.log2(Math.max(2, values)));
    if (used + bits > 32) {
      packs.push([]);
      used = 0;
    }
    const at = packs.length - 1;
    packs[at]?.push(`s[${slot}]<<${used}`);
    unpacks.push(`s[${slot}]=w[o+${at}]>>>${used}&${2 ** bits - 1};`);
    used += bits;
  });
  return {
    words: packs.length,
    pack: packs.map((parts, at) => `w[${at}]=${parts.join('|') || '0'};`).join(''),
    unpack: unpacks.join(''),
  };
}

/** Murmur3's mixing, over words. */
function hashAt(words: Uint32Array, at: number, width: number): number {
  let hash = 0x2f0b4c47;
  for (let index = 0; index < width; index++) {
    let word = Math.imul(words[at + index] as number, 0xcc9e2d51);
    word = (word << 15) | (word >>> 17);
    hash ^= Math.imul(word, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return hash >>> 0;
}

function isSame(words: Uint32Array, at: number, word: Uint32Array, width: number): boolean {
  for (let index = 0; index < width; index++) if (words[at + index] !== word[index]) return false;
  return true;
}
