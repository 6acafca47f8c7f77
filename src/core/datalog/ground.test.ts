// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import {
  constant,
  createRelation,
  findRow,
  GroundLimitError,
  ground,
  insertRow,
  type ProgramCode,
  type Relation,
} from './index.ts';

const EDGE = 0;
const PATH = 1;

/** path(X, Y) ← edge(X, Y);  path(X, Z) ← path(X, Y), path(Y, Z). */
const REACH: ProgramCode = {
  relations: [
    { name: 'edge', arity: 2, derived: false },
    { name: 'path', arity: 2, derived: true },
  ],
  rules: [
    {
      head: { relation: PATH, args: [0, 1] },
      body: [{ relation: EDGE, args: [0, 1] }],
      negated: [],
      variables: 2,
    },
    {
      head: { relation: PATH, args: [0, 2] },
      body: [
        { relation: PATH, args: [0, 1] },
        { relation: PATH, args: [1, 2] },
      ],
      negated: [],
      variables: 3,
    },
  ],
};

function run(
  program: ProgramCode,
  edges: readonly (readonly number[])[],
  symbols: number,
  limits?: { maxInstances: number },
) {
  const relations = program.relations.map((code) => createRelation(code));
  for (const [a, b] of edges) insertRow(relations[EDGE] as Relation, a as number, b as number, 0, 0);
  return ground(program, relations, symbols, limits);
}

describe('ground', () => {
  test('derives the transitive closure of a chain', () => {
    const { relations } = run(
      REACH,
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
      4,
    );
    const path = relations[PATH] as Relation;
    expect([path.size, findRow(path, 0, 3, 0, 0) >= 0, findRow(path, 3, 0, 0, 0)]).toEqual([6, true, -1]);
  });

  test('meets every rule instance exactly once', () => {
    const size = 12;
    const edges = Array.from({ length: size }, (_, at) => [at, (at + 1) % size]);
    const { instances, rules } = run(REACH, edges, size);
    // On a ring every pair is a path, so the join of paths has size³ instances.
    expect(instances.map((all) => all.count)).toEqual([size, size ** 3]);
    rules.forEach((_, rule) => {
      const all = instances[rule] as (typeof instances)[number];
      const seen = new Set(
        Array.from({ length: all.count }, (_, at) =>
          all.rows.slice(at * all.stride + 1, (at + 1) * all.stride).join(),
        ),
      );
      expect(seen.size).toBe(all.count);
    });
  });

  test('matches constants and repeated variables', () => {
    // loop(X) ← edge(X, X);  from-zero(Y) ← edge(0, Y)
    const program: ProgramCode = {
      relations: [
        { name: 'edge', arity: 2, derived: false },
        { name: 'loop', arity: 1, derived: true },
        { name: 'from-zero', arity: 1, derived: true },
      ],
      rules: [
        {
          head: { relation: 1, args: [0] },
          body: [{ relation: EDGE, args: [0, 0] }],
          negated: [],
          variables: 1,
        },
        {
          head: { relation: 2, args: [0] },
          body: [{ relation: EDGE, args: [constant(0), 0] }],
          negated: [],
          variables: 1,
        },
      ],
    };
    const { relations } = run(
      program,
      [
        [0, 1],
        [1, 1],
        [0, 2],
        [2, 0],
      ],
      3,
    );
    expect(Array.from(relations[1]?.columns[0]?.slice(0, relations[1].size) ?? [])).toEqual([1]);
    expect(Array.from(relations[2]?.columns[0]?.slice(0, relations[2].size) ?? []).sort()).toEqual([1, 2]);
  });

  test('stops at the limit of instances', () => {
    const edges = Array.from({ length: 40 }, (_, at) => [at, (at + 1) % 40]);
    expect(() => run(REACH, edges, 40, { maxInstances: 1_000 })).toThrow(GroundLimitError);
  });

  test('grows no faster than the instances it finds', () => {
    const time = (size: number): number => {
      const start = performance.now();
      run(
        REACH,
        Array.from({ length: size }, (_, at) => [at, (at + 1) % size]),
        size,
      );
      return performance.now() - start;
    };
    time(40);
    // 2³ = 8 times the instances; the bound leaves room for a noisy machine.
    expect(time(120) / Math.max(1, time(60))).toBeLessThan(40);
  });
});
