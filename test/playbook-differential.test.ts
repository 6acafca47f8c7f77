// SPDX-License-Identifier: Apache-2.0
// The executor against a naive evaluator: random playbooks of all kinds of steps, stopped at random writes, must have the
// effects that a walk over the tree they were made of has.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogRecord } from '../src/core/ports/index.ts';
import { idOf } from '../src/respond/playbook/playbook.fixture.ts';
import { Stopped } from '../src/respond/playbook/run/ports.ts';
import { readRuns } from '../src/respond/playbook/run/recorder.ts';
import { memoryLog, memoryWorld, playbookFrom } from '../src/respond/playbook/run/run.fixture.ts';
import { beginRun, goOn } from '../src/respond/playbook/run/run.ts';
import { type Points, pointsUntil, portsAt } from './fault/playbook-crash.ts';

type Tree =
  | { readonly kind: 'act' }
  | {
      readonly kind: 'if';
      readonly holds: boolean;
      readonly yes: readonly Tree[];
      readonly no: readonly Tree[];
    }
  | { readonly kind: 'loop'; readonly rounds: number; readonly body: readonly Tree[] }
  | { readonly kind: 'together'; readonly branches: readonly (readonly Tree[])[] }
  | { readonly kind: 'switch'; readonly value: string; readonly cases: readonly (readonly Tree[])[] };

const { trees } = fc.letrec<{ tree: Tree; trees: readonly Tree[] }>((tie) => ({
  trees: fc.array(tie('tree'), { maxLength: 3 }),
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant({ kind: 'act' as const }),
    fc.record({ kind: fc.constant('if' as const), holds: fc.boolean(), yes: tie('trees'), no: tie('trees') }),
    fc.record({
      kind: fc.constant('loop' as const),
      rounds: fc.integer({ min: 0, max: 3 }),
      body: tie('trees'),
    }),
    fc.record({
      kind: fc.constant('together' as const),
      branches: fc.array(tie('trees'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('switch' as const),
      value: fc.constantFrom('0', '1', 'other'),
      cases: fc.array(tie('trees'), { minLength: 2, maxLength: 2 }),
    }),
  ),
}));

/** The same tree as a playbook, and as the effects that it has. */
interface Made {
  readonly workflow: Record<string, object>;
  readonly variables: Record<string, object>;
  readonly answers: Record<string, Record<string, string>[]>;
  /** Variable → value, as the naive evaluator has them. */
  readonly values: Map<string, number>;
  ids: number;
}

type Walk = () => readonly string[];

const action = (command: string, next: string, more: object = {}) => ({
  type: 'action',
  agent: idOf('individual', 1),
  commands: [{ type: 'http-api', command }],
  on_completion: next,
  ...more,
});

/** Adds the steps of a sequence; returns the first, and a walk that gives the effects in order. */
function sequence(made: Made, trees: readonly Tree[]): { readonly first: string; readonly walk: Walk } {
  const end = idOf('end', ++made.ids);
  made.workflow[end] = { type: 'end' };
  let first = end;
  const walks: Walk[] = [];
  for (const tree of trees.toReversed()) {
    const one = step(made, tree, first);
    first = one.first;
    walks.unshift(one.walk);
  }
  return { first, walk: () => walks.flatMap((walk) => walk()) };
}

function step(made: Made, tree: Tree, next: string): { readonly first: string; readonly walk: Walk } {
  const number = ++made.ids;
  const add = (type: string, value: object) => {
    const id = idOf(type, number);
    made.workflow[id] = { type, on_completion: next, ...value };
    return id;
  };
  switch (tree.kind) {
    case 'act':
      return { first: add('action', action(`POST /${number}`, next)), walk: () => [`POST /${number}`] };
    case 'if': {
      const [yes, no] = [sequence(made, tree.yes), sequence(made, tree.no)];
      const condition = `__flag__:value = ${tree.holds ? 1 : 2}`;
      const first = add('if-condition', { condition, on_true: yes.first, on_false: no.first });
      return { first, walk: () => (tree.holds ? yes : no).walk() };
    }
    case 'together': {
      const branches = tree.branches.map((each) => sequence(made, each));
      const first = add('parallel', { next_steps: branches.map((each) => each.first) });
      return { first, walk: () => branches.flatMap((each) => each.walk()) };
    }
    case 'switch': {
      const cases = tree.cases.map((each) => sequence(made, each));
      made.variables[`__s${number}__`] = { type: 'string', value: tree.value };
      const first = add('switch-condition', {
        switch: `__s${number}__:value`,
        cases: Object.fromEntries(cases.map((each, at) => [String(at), each.first])),
      });
      return { first, walk: () => cases[Number(tree.value)]?.walk() ?? [] };
    }
    case 'loop':
      return loop(made, tree, number, add);
  }
}

/** A loop counts down a variable of its own; once at zero it stays there, also when an outer loop comes again. */
function loop(
  made: Made,
  { rounds, body }: Tree & { kind: 'loop' },
  number: number,
  add: (type: string, value: object) => string,
) {
  const [name, count] = [`__n${number}__`, idOf('action', 1000 + number)];
  const inner = sequence(made, body);
  made.variables[name] = { type: 'integer', value: String(rounds) };
  made.values.set(name, rounds);
  made.workflow[count] = action(`POST /count/${number}/${name}:value`, inner.first, { out_args: [name] });
  if (rounds > 0)
    made.answers[count] = Array.from({ length: rounds }, (_, at) => ({ [name]: String(rounds - 1 - at) }));
  const first = add('while-condition', { condition: `${name}:value > 0`, on_true: count });
  const walk: Walk = () => {
    const effects: string[] = [];
    for (let left = made.values.get(name) as number; left > 0; left--) {
      effects.push(`POST /count/${number}/${left}`);
      made.values.set(name, left - 1);
      effects.push(...inner.walk());
    }
    return effects;
  };
  return { first, walk };
}

function make(trees: readonly Tree[]) {
  const made: Made = {
    workflow: {},
    variables: { __flag__: { type: 'integer', value: '1' } },
    answers: {},
    values: new Map(),
    ids: 0,
  };
  const last = idOf('end', ++made.ids);
  made.workflow[last] = { type: 'end' };
  // At least one action, as the standard wants.
  const { first, walk } = sequence(made, [{ kind: 'act' }, ...trees]);
  const start = idOf('start', 1);
  made.workflow[start] = { type: 'start', on_completion: first };
  delete made.workflow[last];
  const playbook = playbookFrom({
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: idOf('playbook', 1),
    name: 'Random',
    created_by: idOf('identity', 1),
    created: '2026-03-02T09:00:00.000Z',
    modified: '2026-03-02T09:00:00.000Z',
    workflow_start: start,
    playbook_variables: made.variables,
    agent_definitions: { [idOf('individual', 1)]: { type: 'individual', name: 'Person' } },
    workflow: made.workflow,
  });
  return { playbook, answers: made.answers, effects: walk().toSorted() };
}

async function outcomeOf({ playbook, answers }: ReturnType<typeof make>, deaths: readonly number[]) {
  const records: LogRecord[] = [];
  const world = memoryWorld({ answers });
  for (const deadly of [...deaths, Number.POSITIVE_INFINITY]) {
    const points: Points = pointsUntil(deadly);
    const disk = { open: async () => ({ ...memoryLog(records), close: async () => undefined }), world };
    const log = await disk.open();
    const ports = portsAt(log, disk, deadly % 2 === 0 ? 'probeable' : 'idempotent', points, 0);
    try {
      const before = (await readRuns(log)).get('r');
      const begin = () => beginRun({ run: 'r', playbook, library: [], values: {}, simulated: true }, ports);
      const state = before?.started === undefined ? await begin() : before;
      const end = await goOn(state, ports);
      return {
        end,
        effects: world
          .read()
          .effects.map(({ text }) => text)
          .toSorted(),
      };
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }
  throw new Error('The last process was stopped');
}

test('random playbooks have the effects of the tree they were made of, through random stops', async () => {
  let effects = 0;
  await fc.assert(
    fc.asyncProperty(
      trees,
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
      async (tree, deaths) => {
        const made = make(tree);
        effects += made.effects.length;
        expect(await outcomeOf(made, deaths)).toEqual({ end: 'success', effects: made.effects });
      },
    ),
    { numRuns: 300 },
  );
  expect(effects).toBeGreaterThan(600);
});
