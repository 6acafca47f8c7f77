// SPDX-License-Identifier: Apache-2.0
// From the hypergraph of one attacker to the part of it that leads to goals, with times.

import { instancesByHead, usesOf } from '../../core/and-or.ts';
import type { Instances } from '../../core/datalog/index.ts';
import type { PassageGraph } from '../../core/first-passage/index.ts';
import type { System } from '../ground/system.ts';
import { ruleOf } from '../path/proof.ts';

/** What a slice needs to know of each instance. */
export interface ActTimes {
  readonly key: (rule: number, rows: Int32Array, at: number) => number;
  readonly days: (rule: number, rows: Int32Array, at: number) => number;
}

export interface Slice {
  readonly graph: PassageGraph;
  /** The rule instance of each edge. */
  readonly instances: Int32Array;
}

/** The instances that fire for an attacker and lie on a way to one of `goals`, all of them members. */
export function sliceOf(
  system: System,
  member: Uint8Array,
  seeds: readonly number[],
  goals: readonly number[],
  times: ActTimes,
): Slice {
  const { graph } = system;
  const number = new Int32Array(graph.nodes).fill(-1);
  const nodes: number[] = [];
  const place = (node: number): number => {
    if (number[node] === -1) {
      number[node] = nodes.length;
      nodes.push(node);
    }
    return number[node] as number;
  };
  for (const node of [...goals, ...seeds]) place(node);
  const seeded = new Set(seeds);
  const edges: number[] = [];
  const starts: number[] = [0];
  const premises: number[] = [];
  const byHead = instancesByHead(graph);
  for (let at = 0; at < nodes.length; at++) {
    const node = nodes[at] as number;
    if (seeded.has(node)) continue;
    for (let row = byHead.start[node] as number; row < (byHead.start[node + 1] as number); row++) {
      const each = byHead.instances[row] as number;
      if (!fires(system, each, member)) continue;
      edges.push(each);
      for (let of = graph.premiseStart[each] as number; of < (graph.premiseStart[each + 1] as number); of++)
        premises.push(place(graph.premises[of] as number));
      starts.push(premises.length);
    }
  }
  const instances = Int32Array.from(edges);
  const premiseStart = Int32Array.from(starts);
  const flat = Int32Array.from(premises);
  return {
    instances,
    graph: {
      nodes: nodes.length,
      heads: instances.map((each) => number[graph.heads[each] as number] as number),
      premiseStart,
      premises: flat,
      ...usesOf(nodes.length, premiseStart, flat),
      ...timed(system, instances, times),
      starts: Int32Array.from(new Set(seeds), (node) => number[node] as number),
      goals: Int32Array.from(goals, (node) => number[node] as number),
    },
  };
}

function fires({ graph }: System, instance: number, member: Uint8Array): boolean {
  if (graph.violated[instance] !== 0) return false;
  for (
    let at = graph.premiseStart[instance] as number;
    at < (graph.premiseStart[instance + 1] as number);
    at++
  )
    if (member[graph.premises[at] as number] !== 1) return false;
  return true;
}

function timed(
  { graph }: System,
  instances: Int32Array,
  { key, days }: ActTimes,
): Pick<PassageGraph, 'mean' | 'key'> {
  const mean = new Float64Array(instances.length);
  const keys = new Int32Array(instances.length);
  instances.forEach((instance, edge) => {
    const rule = ruleOf(graph, instance);
    const { rows, stride } = graph.ground.instances[rule] as Instances;
    const at = (instance - (graph.ruleStart[rule] as number)) * stride;
    mean[edge] = days(rule, rows, at);
    if (mean[edge] !== 0) keys[edge] = key(rule, rows, at);
  });
  return { mean, key: keys };
}
