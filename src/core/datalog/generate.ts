// SPDX-License-Identifier: Apache-2.0
// A rule becomes a JavaScript function of nested loops over hash chains. The text holds only integers and names made
// here: nothing of a pack or a model, so data cannot become code.
import { type JoinStep, planJoin } from './plan.ts';
import { type AtomCode, type RuleCode, symbolOf } from './program.ts';
import { type ColumnIndex, hashOf, indexOn, insertRow, type Relation } from './relation.ts';

/** Ground instances of one rule: `stride` rows an instance, the row of the head first, then of each body atom. */
export interface Instances {
  readonly stride: number;
  count: number;
  rows: Int32Array;
}

/**
 * Joins the rule with rows `from` to `to` of the driver, adds heads and records every instance.
 * Body atom i uses rows below `limits[i]` only, which is how a join of two growing relations meets each pair once.
 */
export type Join = (from: number, to: number, limits: Int32Array) => void;

/** The join of `rule` that starts at body atom `driver`. `symbols` is the number of symbols. */
export function generateJoin(
  rule: RuleCode,
  driver: number,
  relations: readonly Relation[],
  symbols: number,
  instances: Instances,
): Join {
  const steps = planJoin(rule, driver, relations);
  const indexes = steps.map((step, depth) =>
    depth === 0 || step.bound.length === 0 ? undefined : lookup(rule, step, relations, symbols),
  );
  const body = steps.map((step) => relations[(rule.body[step.atom] as AtomCode).relation] as Relation);
  const head = relations[rule.head.relation] as Relation;
  const text = joinText(
    rule,
    steps,
    indexes,
    body.map((relation) => relation.code.derived),
  );
  const make = new Function(
    'body',
    'indexes',
    'head',
    'instances',
    'insertRow',
    'hashOf',
    'record',
    text,
  ) as MakeJoin;
  return make(body, indexes, head, instances, insertRow, hashOf, grow);
}

type MakeJoin = (
  body: readonly Relation[],
  indexes: readonly (ColumnIndex | undefined)[],
  head: Relation,
  instances: Instances,
  insert: typeof insertRow,
  hash: typeof hashOf,
  record: typeof grow,
) => Join;

function lookup(
  rule: RuleCode,
  step: JoinStep,
  relations: readonly Relation[],
  symbols: number,
): ColumnIndex {
  const code = rule.body[step.atom] as AtomCode;
  return indexOn(relations[code.relation] as Relation, step.lookup, symbols);
}

function grow(instances: Instances): Int32Array {
  const bigger = new Int32Array(Math.max(64, instances.rows.length * 2));
  bigger.set(instances.rows);
  instances.rows = bigger;
  return bigger;
}

/** @param grows per step, whether the relation grows while it is joined: then its columns are read anew for each row. */
function joinText(
  rule: RuleCode,
  steps: readonly JoinStep[],
  indexes: readonly (ColumnIndex | undefined)[],
  grows: readonly boolean[],
): string {
  const bound = new Set<number>();
  const open: string[] = [];
  const declare: string[] = [];
  steps.forEach((step, depth) => {
    const code = rule.body[step.atom] as AtomCode;
    const columns = code.args
      .map((_, place) => `const c${depth}_${place} = b${depth}.columns[${place}];`)
      .join(' ');
    const growing = grows[depth] === true;
    declare.push(`const b${depth} = body[${depth}], i${depth} = indexes[${depth}];`, growing ? '' : columns);
    open.push(
      loopText(code, step, depth, indexes[depth], growing),
      growing ? columns : '',
      ...matchText(code, step, depth, indexes[depth], bound),
    );
  });
  return [
    ...declare,
    'return function join(from, to, limits) {',
    '  let rows = instances.rows, count = instances.count;',
    ...open,
    emitText(rule, steps),
    '}'.repeat(steps.length),
    '  instances.count = count;',
    '};',
  ].join('\n');
}

/** The loop over the rows of one atom: all rows of the driver, a chain for a bound atom, all rows below the limit else. */
function loopText(
  code: AtomCode,
  step: JoinStep,
  depth: number,
  index: ColumnIndex | undefined,
  growing: boolean,
): string {
  const row = `r${depth}`;
  const limit = growing ? `if (${row} >= limits[${step.atom}]) continue;` : '';
  if (depth === 0) return `for (let ${row} = from; ${row} < to; ${row}++) {`;
  if (index === undefined) return `for (let ${row} = 0; ${row} < limits[${step.atom}]; ${row}++) {`;
  const keys = step.lookup.map((place) => argText(code.args[place] as number));
  const bucket = index.direct
    ? keys[0]
    : `hashOf(${[...keys, 0, 0, 0, 0].slice(0, 4).join(', ')}) & i${depth}.mask`;
  return `for (let ${row} = i${depth}.first[${bucket}]; ${row} >= 0; ${row} = i${depth}.next[${row}]) { ${limit}`;
}

/** Compares what the loop does not decide already, and binds the new variables. */
function matchText(
  code: AtomCode,
  step: JoinStep,
  depth: number,
  index: ColumnIndex | undefined,
  bound: Set<number>,
): readonly string[] {
  const lines: string[] = [];
  code.args.forEach((arg, place) => {
    const value = `c${depth}_${place}[r${depth}]`;
    if (arg >= 0 && !bound.has(arg)) {
      bound.add(arg);
      lines.push(`const v${arg} = ${value};`);
    } else if (!(index?.direct === true && step.lookup[0] === place)) {
      lines.push(`if (${value} !== ${argText(arg)}) continue;`);
    }
  });
  return lines;
}

function emitText(rule: RuleCode, steps: readonly JoinStep[]): string {
  const head = [...rule.head.args.map(argText), 0, 0, 0, 0].slice(0, 4).join(', ');
  const stride = rule.body.length + 1;
  const rows = steps.map((step, depth) => `rows[at + ${step.atom + 1}] = r${depth};`).join(' ');
  return [
    `const at = count * ${stride};`,
    `if (at + ${stride} > rows.length) rows = record(instances);`,
    `rows[at] = insertRow(head, ${head}); ${rows} count++;`,
  ].join('\n');
}

function argText(arg: number): string {
  return arg >= 0 ? `v${arg}` : String(symbolOf(arg));
}
