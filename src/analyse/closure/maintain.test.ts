// SPDX-License-Identifier: Apache-2.0
// Repaired and computed anew must be the same set after every edit, on graphs full of circles.
import { describe, expect, test } from 'vitest';
import { type AndOr, usesOf } from '../../core/and-or.ts';
import { createRandom, type Random } from '../../core/random.ts';
import { maintainClosure } from './maintain.ts';

describe('a maintained closure', () => {
  test('is the same as one computed anew, whatever is edited', () => {
    let removed = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const random = createRandom(seed, 'maintain');
      const graph = randomGraph(random, 5 + random.below(60));
      const state = createPlain(graph, random);
      const kept = maintainClosure(graph, [...state.seeds], state.blocks);
      for (let edit = 0; edit < 60; edit++) {
        const before = kept.member.slice();
        applyRandomEdit(random, graph, state, kept);
        const expected = plainClosure(graph, state);
        expect([...kept.member], `seed ${seed}, edit ${edit}`).toEqual([...expected]);
        if (before.some((was, node) => was === 1 && expected[node] === 0)) removed++;
        expectGrounded(graph, state, kept);
      }
    }
    expect(removed).toBeGreaterThan(300);
  });

  test('knows what would come in, and is left as it was', () => {
    const answers = { yes: 0, no: 0 };
    for (let seed = 1; seed <= 200; seed++) {
      const random = createRandom(seed, 'would reach');
      const graph = randomGraph(random, 5 + random.below(40));
      const state = createPlain(graph, random);
      state.blocks.forEach((_, instance) => {
        state.blocks[instance] = random.below(3);
      });
      const kept = maintainClosure(graph, [...state.seeds], state.blocks);
      const before = kept.member.slice();
      const wanted = Uint8Array.from(before, () => (random.below(4) === 0 ? 1 : 0));
      const unblock = [...state.blocks.keys()].filter(() => random.below(3) === 0);
      const blocks = state.blocks.map((count, at) => (unblock.includes(at) ? Math.max(0, count - 1) : count));
      const after = plainClosure(graph, { ...state, blocks });
      const expected = after.some((is, node) => is === 1 && before[node] !== 1 && wanted[node] === 1);
      expect(kept.wouldReach(unblock, wanted), `seed ${seed}`).toBe(expected);
      answers[expected ? 'yes' : 'no']++;
      expect([...kept.member]).toEqual([...before]);
      kept.change({ unblock });
      expect([...kept.member], `seed ${seed}`).toEqual([...after]);
    }
    expect(Math.min(answers.yes, answers.no)).toBeGreaterThan(20);
  });

  test('closes anew when too much falls', () => {
    const length = 20_000;
    const heads = Int32Array.from({ length }, (_, at) => at + 1);
    const premises = Int32Array.from({ length }, (_, at) => at);
    const premiseStart = Int32Array.from({ length: length + 1 }, (_, at) => at);
    const { useStart, uses } = usesOf(length + 1, premiseStart, premises);
    const graph = { nodes: length + 1, heads, premises, premiseStart, useStart, uses };
    const kept = maintainClosure(graph, [0], new Int32Array(length));
    expect(kept.change({ block: [length - 2] })).toEqual({ deleted: 2, rebuilt: false });
    expect(kept.change({ block: [10] }).rebuilt).toBe(true);
    expect(kept.member.reduce((sum, one) => sum + one, 0)).toBe(11);
    expect(kept.change({ unblock: [10] })).toEqual({ deleted: 0, rebuilt: false });
    expect(kept.member.reduce((sum, one) => sum + one, 0)).toBe(length - 1);
  });
});

interface Plain {
  readonly seeds: Set<number>;
  readonly blocks: Int32Array;
}

function randomGraph(random: Random, nodes: number): AndOr {
  const instances = nodes * 2;
  const heads = Int32Array.from({ length: instances }, () => random.below(nodes));
  const lists = Array.from({ length: instances }, () =>
    Array.from({ length: random.below(20) === 0 ? 0 : 1 + random.below(2) }, () => random.below(nodes)),
  );
  const premiseStart = new Int32Array(instances + 1);
  lists.forEach((list, at) => {
    premiseStart[at + 1] = (premiseStart[at] as number) + list.length;
  });
  const premises = Int32Array.from(lists.flat());
  return { nodes, heads, premises, premiseStart, ...usesOf(nodes, premiseStart, premises) };
}

function createPlain(graph: AndOr, random: Random): Plain {
  return {
    seeds: new Set([random.below(graph.nodes), random.below(graph.nodes)]),
    blocks: Int32Array.from(graph.heads, () => (random.below(8) === 0 ? 1 : 0)),
  };
}

function applyRandomEdit(
  random: Random,
  graph: AndOr,
  state: Plain,
  kept: ReturnType<typeof maintainClosure>,
): void {
  const block: number[] = [];
  const unblock: number[] = [];
  const seed: number[] = [];
  const unseed: number[] = [];
  for (let part = 0; part <= random.below(3); part++) {
    const instance = random.below(graph.heads.length);
    if (block.includes(instance) || unblock.includes(instance)) continue;
    if ((state.blocks[instance] as number) > 0 && random.below(2) === 0) {
      unblock.push(instance);
      state.blocks[instance] = (state.blocks[instance] as number) - 1;
    } else {
      block.push(instance);
      state.blocks[instance] = (state.blocks[instance] as number) + 1;
    }
  }
  const node = random.below(graph.nodes);
  if (state.seeds.delete(node)) unseed.push(node);
  else if (random.below(3) === 0) {
    state.seeds.add(node);
    seed.push(node);
  } else {
    const [first] = state.seeds;
    if (first !== undefined && random.below(2) === 0) {
      state.seeds.delete(first);
      unseed.push(first);
    }
  }
  kept.change({ block, unblock, seed, unseed });
}

function plainClosure(graph: AndOr, { seeds, blocks }: Plain): Uint8Array {
  const member = new Uint8Array(graph.nodes);
  for (const seed of seeds) member[seed] = 1;
  for (let grew = true; grew; ) {
    grew = false;
    graph.heads.forEach((head, instance) => {
      if (member[head] === 1 || (blocks[instance] as number) > 0) return;
      const premises = graph.premises.subarray(
        graph.premiseStart[instance],
        graph.premiseStart[instance + 1],
      );
      if (!premises.every((premise) => member[premise] === 1)) return;
      member[head] = 1;
      grew = true;
    });
  }
  return member;
}

/** Every support has its premises in the set, is not blocked, and the supports have no circle. */
function expectGrounded(
  graph: AndOr,
  { seeds, blocks }: Plain,
  kept: ReturnType<typeof maintainClosure>,
): void {
  const done = new Set(seeds);
  for (let grew = true; grew; ) {
    grew = false;
    kept.support.forEach((instance, node) => {
      if (instance < 0 || done.has(node) || kept.member[node] !== 1 || (blocks[instance] as number) > 0)
        return;
      const premises = graph.premises.subarray(
        graph.premiseStart[instance],
        graph.premiseStart[instance + 1],
      );
      if (!premises.every((premise) => done.has(premise))) return;
      done.add(node);
      grew = true;
    });
  }
  expect(done.size).toBe(kept.member.reduce((sum, one) => sum + one, 0));
}
