// SPDX-License-Identifier: Apache-2.0
// All states that can be reached, nearest first: the first state that breaks a property ends a shortest story.
import { createCanonical } from './canonical.ts';
import { CHOICE_BITS, type Configuration, generate } from './generate.ts';
import { createStore, type Room, type StateStore } from './store.ts';
import type { Workflow } from './workflow.ts';

/** Beyond this many states a search gives up and says so. */
export const DEFAULT_MAX_STATES = 4_000_000;

export interface SearchOptions extends Configuration {
  /** One bit for each property that is asked about; all when absent. */
  readonly wanted?: number;
  readonly maxStates?: number;
  /** False keeps every state, also those that differ only by which of several like things is which. */
  readonly symmetry?: boolean;
  /** Of the search before this one, to be used again. */
  readonly room?: Room;
}

export interface Found {
  readonly property: number;
  /** States before the one that breaks it, the first one included. */
  readonly path: readonly Taken[];
}

export interface Taken {
  readonly step: number;
  readonly choice: number;
}

export interface Search {
  readonly states: number;
  readonly steps: number;
  /** False when the limit of states ended the search. */
  readonly complete: boolean;
  /** Steps left out because a number would have passed its range. */
  readonly clipped: number;
  readonly found: readonly Found[];
  /** Bytes of the store of states. */
  readonly bytes: number;
}

/** Linear in the states and steps. Ends early once every property that is asked about is broken. */
export function search(workflow: Workflow, options: SearchOptions): Search {
  const program = generate(workflow, options);
  const canonical = options.symmetry === false ? undefined : createCanonical(workflow);
  const store = createStore(workflow.capacity, options.room);
  const [state, next] = [new Uint8Array(workflow.capacity.length), new Uint8Array(workflow.capacity.length)];
  const most = options.maxStates ?? DEFAULT_MAX_STATES;
  let open = options.wanted ?? 2 ** workflow.properties.length - 1;
  const ends = new Map<number, number>();
  const all = open;
  let steps = 0;
  let current = -1;
  const visit = (by: number): void => {
    canonical?.apply(next);
    if (!store.add(next, current, by)) return;
    const broken = program.broken(next) & all;
    for (let bits = broken & open; bits !== 0; bits &= bits - 1)
      ends.set(31 - Math.clz32(bits & -bits), store.size - 1);
    open &= ~broken;
  };
  next.set(workflow.starts);
  visit(-1);
  const emit = (step: number, choice: number): void => {
    steps++;
    visit((step << CHOICE_BITS) | choice);
  };
  for (current = 0; current < store.size && open !== 0 && store.size <= most; current++) {
    store.read(current, state);
    program.expand(state, next, emit);
  }
  return {
    states: store.size,
    steps,
    complete: store.size <= most || open === 0,
    clipped: program.clipped(),
    found: [...ends].map(([property, place]) => ({ property, path: pathTo(place, store) })),
    bytes: store.bytes,
  };
}

function pathTo(place: number, store: StateStore): readonly Taken[] {
  const path: Taken[] = [];
  for (let at = place; store.by(at) >= 0; at = store.parent(at)) {
    const by = store.by(at);
    path.push({ step: by >> CHOICE_BITS, choice: by & ((1 << CHOICE_BITS) - 1) });
  }
  return path.reverse();
}
