// SPDX-License-Identifier: Apache-2.0
// Workflows as docs/explanation/workflows.md says, without packing, symmetry or compilation: states are records of words.
import { parseExpression } from '../../src/analyse/workflow/expression/parse.ts';
import type { WorkflowSource } from '../../src/model/index.ts';

type Value = string | number | boolean | undefined;
type State = Readonly<Record<string, readonly Value[]>>;
type Node = ReturnType<typeof parseExpression>;

export interface NaiveResult {
  readonly states: number;
  /** Invariant of each broken property, by its place in `holds`, with the length of a shortest story. */
  readonly broken: ReadonlyMap<number, number>;
}

/** Undefined: there are more than `most` states. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one text, read from top to bottom, and nothing of it used elsewhere
export function naiveSearch(
  source: WorkflowSource,
  missing: ReadonlySet<string>,
  attackers: ReadonlySet<string>,
  most = Number.POSITIVE_INFINITY,
): NaiveResult | undefined {
  const domain = (text: string): readonly Value[] => {
    const range = /^(\d+)\.\.(\d+)$/.exec(text);
    if (range !== null)
      return Array.from(
        { length: Number(range[2]) - Number(range[1]) + 1 },
        (_, at) => Number(range[1]) + at,
      );
    if (text === 'boolean') return [false, true];
    const members = source.sets[text];
    if (typeof members === 'number') return Array.from({ length: members }, (_, at) => `${text} ${at}`);
    return members ?? (source.values?.[text] as readonly string[]);
  };
  const isSet = (text: string): boolean => source.sets[text] !== undefined;
  const initial = Object.fromEntries(
    Object.entries(source.state).map(([name, { of, holds, starts }]) => {
      const given = starts === undefined ? [isSet(holds) ? 'none' : domain(holds)[0]] : [starts].flat();
      return [
        name,
        Array.from({ length: of === undefined ? 1 : domain(of).length }, (_, at) => given[at % given.length]),
      ];
    }),
  );
  const words = new Set<Value>([
    'none',
    ...Object.values(source.values ?? {}).flat(),
    ...Object.values(source.sets).flatMap((set) => (typeof set === 'number' ? [] : set)),
  ]);

  /** Words are in the order of their list. */
  const rank = (of: Value): number =>
    typeof of === 'string'
      ? Math.max(...Object.values(source.values ?? {}).map((list) => list.indexOf(of)))
      : Number(of ?? -1);
  const value = (node: Node, state: State, variables: ReadonlyMap<string, Value>): Value => {
    switch (node.kind) {
      case 'number':
        return node.value;
      case 'not':
        return value(node.of, state, variables) !== true;
      case 'name': {
        const { name } = node;
        const owner = source.state[name]?.of ?? source.constants?.[name]?.of;
        if (owner !== undefined && node.index !== undefined) {
          const at = domain(owner).indexOf(value(node.index, state, variables));
          if (at < 0) return undefined;
          return (
            state[name]?.[at] ?? source.constants?.[name]?.is[at % (source.constants[name]?.is.length ?? 1)]
          );
        }
        if (source.state[name] !== undefined) return state[name]?.[0];
        if (variables.has(name)) return variables.get(name);
        if (name === 'true' || name === 'false') return name === 'true';
        if (words.has(name)) return name;
        throw new Error(`Unknown name ${name}`);
      }
      case 'binary': {
        const [left, right] = [value(node.left, state, variables), value(node.right, state, variables)];
        if (node.operator === 'and') return left === true && right === true;
        if (node.operator === 'or') return left === true || right === true;
        if (node.operator === '=') return left !== undefined && left === right;
        if (node.operator === '!=') return left === undefined || left !== right;
        const [a, b] = [rank(left), rank(right)];
        if (node.operator === '+' || node.operator === '-') return node.operator === '+' ? a + b : a - b;
        return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[node.operator];
      }
      case 'fold': {
        const inner = domain(node.over).map((member) => new Map([...variables, [node.variable, member]]));
        const kept = inner.filter(
          (each) => node.where === undefined || value(node.where, state, each) === true,
        );
        const values = kept.map((each) => value(node.body, state, each));
        if (node.fold === 'sum') return values.reduce<number>((sum, each) => sum + Number(each), 0);
        if (node.fold === 'count') return values.filter((each) => each === true).length;
        return node.fold === 'all' ? values.every((each) => each === true) : values.includes(true);
      }
    }
  };
  const choices = (choose: Readonly<Record<string, string>> | undefined) =>
    Object.entries(choose ?? {}).reduce<readonly ReadonlyMap<string, Value>[]>(
      (all, [name, of]) =>
        all.flatMap((before) => domain(of).map((each) => new Map([...before, [name, each]]))),
      [new Map()],
    );
  const parsed = new Map<string, Node>();
  const read = (text: string): Node => {
    const node = parsed.get(text) ?? parseExpression(text);
    parsed.set(text, node);
    return node;
  };
  const successors = (state: State): readonly State[] =>
    source.steps.flatMap((step) => {
      if (step.by !== undefined && !step.by.some((each) => attackers.has(each))) return [];
      const asked = Object.entries(step.checks ?? {})
        .filter(([check]) => !missing.has(check))
        .flatMap(([, texts]) => texts);
      return choices(step.choose).flatMap((variables): State[] => {
        if (![...(step.when ?? []), ...asked].every((text) => value(read(text), state, variables) === true))
          return [];
        const next = structuredClone(state) as Record<string, Value[]>;
        for (const [target, text] of Object.entries(step.set)) {
          const place = read(target) as Node & { kind: 'name' };
          const { of, holds } = source.state[place.name] as WorkflowSource['state'][string];
          const at =
            of === undefined || place.index === undefined
              ? 0
              : domain(of).indexOf(value(place.index, state, variables));
          const result = value(read(text), state, variables);
          if (at < 0 || !(domain(holds).includes(result) || (isSet(holds) && result === 'none'))) return [];
          (next[place.name] as Value[])[at] = result;
        }
        return [next];
      });
    });
  const depths = new Map([[JSON.stringify(initial), 0]]);
  const queue: State[] = [initial];
  const broken = new Map<number, number>();
  for (const state of queue) {
    const depth = depths.get(JSON.stringify(state)) as number;
    source.holds.forEach(({ each, that }, at) => {
      const holds = choices(each).every((variables) => value(read(that), state, variables) === true);
      if (!holds && !broken.has(at)) broken.set(at, depth);
    });
    for (const next of successors(state)) {
      const key = JSON.stringify(next);
      if (depths.has(key)) continue;
      depths.set(key, depth + 1);
      queue.push(next);
      if (queue.length > most) return undefined;
    }
  }
  return { states: queue.length, broken };
}
