// SPDX-License-Identifier: Apache-2.0
// A closed set that is repaired after each change instead of being computed anew: support trees (Dowling & Gallier's
// worklist keeps the first support of each fact) with delete-and-rederive (Gupta, Mumick & Subrahmanian, SIGMOD 1993).
// A fact that loses its support and has another one that does not rest on it keeps its place (the backward half of
// Motik, Nenov, Piro & Horrocks, AAAI 2015), so most repairs stay small.

import { type AndOr, instancesByHead } from '../../core/and-or.ts';
import { type Ancestry, createAncestry } from './ancestry.ts';

export interface Edit {
  /** Instances that get one more, or one fewer, reason not to fire; reasons are counted. */
  readonly block?: readonly number[] | Int32Array;
  readonly unblock?: readonly number[] | Int32Array;
  /** Nodes that hold by themselves, or no longer do. */
  readonly seed?: readonly number[];
  readonly unseed?: readonly number[];
}

export interface Repair {
  /** Nodes that were taken out on the way; some may have come back. */
  readonly deleted: number;
  /** True when computing the whole set anew was cheaper. */
  readonly rebuilt: boolean;
}

export interface MaintainedClosure {
  /** 1 for each node in the closed set. */
  readonly member: Uint8Array;
  /** Per node the instance that supports it; -1 for a seed or a node outside. Supports never go in circles. */
  readonly support: Int32Array;
  /** True when an instance has all its premises and nothing blocks it. */
  fires(instance: number): boolean;
  change(edit: Edit): Repair;
  /** Whether a node with a 1 in `wanted` would come in if each of these instances lost a reason; nothing changes. */
  wouldReach(unblock: readonly number[], wanted: Uint8Array): boolean;
}

/** Past this share of all members, deleting one by one costs more than closing anew. */
const REBUILD_SHARE = 0.1;
/** Below this many deletions nothing is cheaper than going on. */
const REBUILD_LEAST = 4_096;

/**
 * @param blocked per instance, how many reasons keep it from firing at first.
 */
export function maintainClosure(
  graph: AndOr,
  seeds: Iterable<number>,
  blocked: ArrayLike<number>,
): MaintainedClosure {
  const state = createState(graph, seeds, blocked);
  rebuild(state);
  return {
    member: state.member,
    support: state.support,
    fires: (instance) => state.missing[instance] === 0,
    change: (edit) => change(state, edit),
    wouldReach: (unblock, wanted) => wouldReach(state, unblock, wanted),
  };
}

interface State {
  readonly graph: AndOr;
  readonly byHead: ReturnType<typeof instancesByHead>;
  readonly member: Uint8Array;
  readonly seeded: Uint8Array;
  readonly support: Int32Array;
  readonly ancestry: Ancestry;
  readonly blocks: Int32Array;
  /** Premises not in the set, plus reasons not to fire. */
  readonly missing: Int32Array;
  members: number;
  /** Nodes whose own uses are still to be told. */
  readonly fresh: number[];
}

function createState(graph: AndOr, seeds: Iterable<number>, blocked: ArrayLike<number>): State {
  const seeded = new Uint8Array(graph.nodes);
  for (const seed of seeds) seeded[seed] = 1;
  const support = new Int32Array(graph.nodes).fill(-1);
  return {
    graph,
    byHead: instancesByHead(graph),
    member: new Uint8Array(graph.nodes),
    seeded,
    support,
    ancestry: createAncestry(graph, support),
    blocks: Int32Array.from(blocked),
    missing: new Int32Array(graph.heads.length),
    members: 0,
    fresh: [],
  };
}

function change(state: State, edit: Edit): Repair {
  const lost: number[] = [];
  for (const node of edit.unseed ?? []) {
    if (state.seeded[node] !== 1) continue;
    state.seeded[node] = 0;
    if (state.support[node] === -1) lost.push(node);
  }
  for (const instance of edit.block ?? []) {
    state.blocks[instance] = (state.blocks[instance] as number) + 1;
    state.missing[instance] = (state.missing[instance] as number) + 1;
    const head = state.graph.heads[instance] as number;
    if (state.support[head] === instance) lost.push(head);
  }
  const enabled: number[] = [];
  for (const instance of edit.unblock ?? []) {
    if (state.blocks[instance] === 0) continue;
    state.blocks[instance] = (state.blocks[instance] as number) - 1;
    state.missing[instance] = (state.missing[instance] as number) - 1;
    enabled.push(instance);
  }
  for (const node of edit.seed ?? []) state.seeded[node] = 1;
  const limit = Math.max(REBUILD_LEAST, state.members * REBUILD_SHARE);
  const deleted = lost.length === 0 ? [] : deleteUnsupported(state, lost, limit);
  if (deleted === undefined) {
    rebuild(state);
    return { deleted: Math.ceil(limit), rebuilt: true };
  }
  for (const node of deleted) rederive(state, node);
  for (const instance of enabled) if (state.missing[instance] === 0) add(state, instance);
  for (const node of edit.seed ?? []) addSeed(state, node);
  propagate(state);
  return { deleted: deleted.length, rebuilt: false };
}

/** Takes out what rests on nothing older; undefined when there is more of it than `limit`. */
function deleteUnsupported(state: State, lost: number[], limit: number): readonly number[] | undefined {
  const { graph, member, support, missing } = state;
  const deleted: number[] = [];
  state.ancestry.grant();
  for (let node = lost.pop(); node !== undefined; node = lost.pop()) {
    if (member[node] !== 1 || keepsSupport(state, node)) continue;
    member[node] = 0;
    support[node] = -1;
    deleted.push(node);
    if (deleted.length > limit) return undefined;
    for (let use = graph.useStart[node] as number; use < (graph.useStart[node + 1] as number); use++) {
      const instance = graph.uses[use] as number;
      missing[instance] = (missing[instance] as number) + 1;
      const head = graph.heads[instance] as number;
      if (support[head] === instance) lost.push(head);
    }
  }
  state.members -= deleted.length;
  return deleted;
}

/** Looks for another support that does not rest on the node, so that no circle can hold itself up. */
function keepsSupport(state: State, node: number): boolean {
  const { byHead, support, missing, seeded, ancestry } = state;
  const own = support[node] as number;
  if (seeded[node] === 1) {
    support[node] = -1;
    return true;
  }
  if (own >= 0 && missing[own] === 0) return true;
  ancestry.begin(node);
  for (let at = byHead.start[node] as number; at < (byHead.start[node + 1] as number); at++) {
    const instance = byHead.instances[at] as number;
    if (missing[instance] !== 0 || !ancestry.isClear(instance)) continue;
    support[node] = instance;
    return true;
  }
  return false;
}

function rederive(state: State, node: number): void {
  if (state.member[node] === 1) return;
  const { byHead, missing } = state;
  for (let at = byHead.start[node] as number; at < (byHead.start[node + 1] as number); at++) {
    const instance = byHead.instances[at] as number;
    if (missing[instance] === 0) {
      add(state, instance);
      return;
    }
  }
}

function add(state: State, instance: number): void {
  const head = state.graph.heads[instance] as number;
  if (state.member[head] !== 1) enter(state, head, instance);
}

function addSeed(state: State, node: number): void {
  if (state.member[node] !== 1) enter(state, node, -1);
}

function enter(state: State, node: number, instance: number): void {
  state.member[node] = 1;
  state.support[node] = instance;
  state.members += 1;
  state.fresh.push(node);
}

function propagate(state: State): void {
  const { graph, missing, fresh } = state;
  // Oldest first: breadth keeps support trees shallow, so that little falls with one fact.
  for (let told = 0; told < fresh.length; told++) {
    const node = fresh[told] as number;
    for (let use = graph.useStart[node] as number; use < (graph.useStart[node + 1] as number); use++) {
      const instance = graph.uses[use] as number;
      missing[instance] = (missing[instance] as number) - 1;
      if (missing[instance] === 0) add(state, instance);
    }
  }
  fresh.length = 0;
}

/** Adding needs no care for supports, so what is tried is undone by counting back; it ends at the first wanted node. */
function wouldReach(state: State, unblock: readonly number[], wanted: Uint8Array): boolean {
  const { graph, member, missing, blocks } = state;
  const counted: number[] = [];
  const come: number[] = [];
  let found = false;
  const count = (instance: number): void => {
    counted.push(instance);
    missing[instance] = (missing[instance] as number) - 1;
    const head = graph.heads[instance] as number;
    if (missing[instance] !== 0 || member[head] === 1) return;
    member[head] = 1;
    come.push(head);
    if (wanted[head] === 1) found = true;
  };
  for (const instance of unblock) if ((blocks[instance] as number) > 0) count(instance);
  for (let told = 0; told < come.length && !found; told++) {
    const node = come[told] as number;
    const end = graph.useStart[node + 1] as number;
    for (let use = graph.useStart[node] as number; use < end; use++) count(graph.uses[use] as number);
  }
  for (const instance of counted) missing[instance] = (missing[instance] as number) + 1;
  for (const node of come) member[node] = 0;
  return found;
}

function rebuild(state: State): void {
  const { graph, member, support, missing, blocks, seeded } = state;
  member.fill(0);
  support.fill(-1);
  state.members = 0;
  for (let instance = 0; instance < missing.length; instance++) {
    missing[instance] =
      (graph.premiseStart[instance + 1] as number) -
      (graph.premiseStart[instance] as number) +
      (blocks[instance] as number);
  }
  for (let node = 0; node < graph.nodes; node++) if (seeded[node] === 1) enter(state, node, -1);
  for (let instance = 0; instance < missing.length; instance++) {
    if (missing[instance] === 0 && graph.premiseStart[instance] === graph.premiseStart[instance + 1])
      add(state, instance);
  }
  propagate(state);
}
