// SPDX-License-Identifier: Apache-2.0
// Of all states that differ only by which of several like things is which, mostly one is kept (Ip and Dill, Better
// verification through symmetry, 1996). Any choice is sound; a poor one only keeps more states.
import type { Workflow } from './workflow.ts';

/** For each symmetric group: `moved[i]` is the place in the group that its member i went to. */
export type Moves = readonly Int32Array[];

export interface Canonical {
  /** Changes `state` in place; true when something moved. The moves are in `moves` until the next call. */
  readonly apply: (state: Uint8Array) => boolean;
  readonly moves: Moves;
}

interface Group {
  readonly set: string;
  readonly members: Int32Array;
  /** Base slots of what each member has, but references to sets that come later. */
  readonly own: Int32Array;
  /** All base slots of what each member has. */
  readonly all: Int32Array;
  /** Slots that may name a member, with what tells their owners apart. */
  readonly references: readonly Reference[];
}

interface Reference {
  readonly base: number;
  readonly size: number;
  readonly salt: number;
  /** Base slots that tell the owner; empty when its place does. */
  readonly owner: Int32Array;
}

export function createCanonical({ symmetric, state }: Workflow): Canonical {
  const order = [...new Set(symmetric.map(({ set }) => set))];
  const groups = symmetric.map(({ set, members }): Group => {
    const placed = order.slice(0, order.indexOf(set));
    const ownOf = (owner: string) =>
      state
        .filter(
          ({ of, type }) =>
            of === owner && (type.kind !== 'set' || !order.includes(type.name) || placed.includes(type.name)),
        )
        .map(({ base }) => base);
    return {
      set,
      members: Int32Array.from(members),
      own: Int32Array.from(ownOf(set)),
      all: Int32Array.from(state.filter(({ of }) => of === set).map(({ base }) => base)),
      references: state
        .filter(({ type }) => type.kind === 'set' && type.name === set)
        .map(({ base, size, of }, at) => ({
          base,
          size,
          salt: 0x9e37 + at * 977,
          owner: Int32Array.from(
            of === undefined || placed.includes(of) || !order.includes(of) ? [] : ownOf(of),
          ),
        })),
    };
  });
  const moves = groups.map(({ members }) => new Int32Array(members.length));
  const keys = groups.map(({ members }) => new Int32Array(members.length));
  const sizes = groups.map(({ members }) => new Uint8Array(members.length));
  return {
    moves,
    apply: (current) => {
      let moved = false;
      for (let at = 0; at < groups.length; at++)
        if (
          sort(
            groups[at] as Group,
            current,
            keys[at] as Int32Array,
            moves[at] as Int32Array,
            sizes[at] as Uint8Array,
          )
        )
          moved = true;
      return moved;
    },
  };
}

function sort(
  { members, own, all, references }: Group,
  state: Uint8Array,
  keys: Int32Array,
  moves: Int32Array,
  scratch: Uint8Array,
): boolean {
  const count = members.length;
  for (let i = 0; i < count; i++) keys[i] = hash(state, own, members[i] as number, 7);
  for (let r = 0; r < references.length; r++) addReferences(references[r] as Reference, state, members, keys);
  let sorted = true;
  for (let i = 0; i < count; i++) {
    let place = 0;
    const key = keys[i] as number;
    for (let j = 0; j < count; j++) {
      const other = keys[j] as number;
      if (other < key || (other === key && j < i)) place++;
    }
    moves[i] = place;
    if (place !== i) sorted = false;
  }
  if (sorted) return false;
  for (let v = 0; v < all.length; v++) {
    const base = all[v] as number;
    for (let i = 0; i < count; i++)
      scratch[moves[i] as number] = state[base + (members[i] as number)] as number;
    for (let i = 0; i < count; i++) state[base + (members[i] as number)] = scratch[i] as number;
  }
  for (let r = 0; r < references.length; r++) rename(references[r] as Reference, state, members, moves);
  return true;
}

function hash(state: Uint8Array, bases: Int32Array, member: number, seed: number): number {
  let key = seed;
  for (let at = 0; at < bases.length; at++)
    key = (Math.imul(key, 31) + (state[(bases[at] as number) + member] as number) + 1) | 0;
  return key;
}

function addReferences(
  { base, size, salt, owner }: Reference,
  state: Uint8Array,
  members: Int32Array,
  keys: Int32Array,
): void {
  for (let at = 0; at < size; at++) {
    const named = state[base + at] as number;
    for (let i = 0; i < members.length; i++) {
      if (members[i] !== named) continue;
      const who = owner.length === 0 ? Math.imul(at + 1, 0x85eb) : hash(state, owner, at, salt);
      keys[i] = ((keys[i] as number) + Math.imul(who ^ salt, 0x27d4eb2f)) | 0;
    }
  }
}

function rename({ base, size }: Reference, state: Uint8Array, members: Int32Array, moves: Int32Array): void {
  for (let at = 0; at < size; at++) {
    const named = state[base + at] as number;
    for (let i = 0; i < members.length; i++) {
      if (members[i] !== named) continue;
      state[base + at] = members[moves[i] as number] as number;
      break;
    }
  }
}
