// SPDX-License-Identifier: Apache-2.0
// Pipelines on rules that are read: fields renamed, conditions added, log sources changed.
import type { Parsed, Problem } from '../../../core/problem.ts';
import type { Expression, LogSource, SigmaCorrelation, SigmaRule, Test } from '../rule.ts';
import type { Choice, FieldCondition, Pipeline, RuleCondition, Step } from './pipeline.ts';

/** The document as the pipelines make it; a problem when one refuses it. */
export function applyPipelines<T extends SigmaRule | SigmaCorrelation>(
  pipelines: readonly Pipeline[],
  document: T,
): Parsed<T> {
  let current: SigmaRule | SigmaCorrelation = document;
  const applied = new Set<string>();
  const ordered = pipelines.toSorted((left, right) => left.priority - right.priority);
  for (const { steps, name } of ordered)
    for (const step of steps) {
      if (!holds(step.rules, (each) => meets(each, current, applied))) continue;
      if (step.id !== undefined) applied.add(step.id);
      const next: SigmaRule | SigmaCorrelation | string =
        current.kind === 'rule' ? onRule(step, current) : onCorrelation(step, current);
      if (typeof next === 'string') return { problems: [refused(current, name, next)] };
      current = next;
    }
  return { value: current as T, problems: [] };
}

function refused({ at, title }: SigmaRule | SigmaCorrelation, pipeline: string, why: string): Problem {
  return {
    code: 'SIGMA_PIPELINE',
    severity: 'error',
    message: `The pipeline ${pipeline} refuses \`${title}\`: ${why}`,
    at,
  };
}

function holds<T>({ of, any, negated }: Choice<T>, test: (each: T) => boolean): boolean {
  if (of.length === 0) return true;
  return (any ? of.some(test) : of.every(test)) !== negated;
}

function meets(
  condition: RuleCondition,
  document: SigmaRule | SigmaCorrelation,
  applied: ReadonlySet<string>,
): boolean {
  switch (condition.kind) {
    case 'logsource':
      return document.kind === 'rule' && states(document.logsource, condition.logsource);
    case 'contains_field':
      return document.kind === 'rule' && hasField(document.expression, condition.field);
    case 'tag':
      return document.tags.includes(condition.tag);
    case 'applied':
      return applied.has(condition.step);
    case 'is':
      return document.kind === condition.document;
  }
}

function states(logsource: LogSource, wanted: LogSource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (key) => wanted[key] === undefined || wanted[key] === logsource[key],
  );
}

function hasField(expression: Expression, field: string): boolean {
  if (expression.kind === 'test') return expression.field === field;
  if (expression.kind === 'not') return hasField(expression.of, field);
  return expression.of.some((each) => hasField(each, field));
}

function isMeant(fields: Choice<FieldCondition>, field: string): boolean {
  return holds(fields, (each) => each.fields.has(field) !== each.isExcluded);
}

/** The rule after a step, or why it is refused. */
function onRule({ action, fields }: Step, rule: SigmaRule): SigmaRule | string {
  switch (action.kind) {
    case 'fail':
      return action.message;
    case 'source':
      return { ...rule, logsource: action.logsource };
    case 'add':
      return { ...rule, expression: { kind: 'and', of: [action.expression, rule.expression] } };
    case 'drop':
      return changed(rule, (test) => (isMeant(fields, test.field ?? '') ? undefined : test));
    case 'rename': {
      const rename = (field: string): readonly string[] =>
        isMeant(fields, field) ? action.rename(field) : [field];
      return changed(rule, (test) => renamed(test, rename));
    }
  }
}

function changed(rule: SigmaRule, change: (test: Test) => Expression | undefined): SigmaRule | string {
  // Selections are parts of the expression, and stay so.
  const done = new Map<Expression, Expression | undefined>();
  const expression = mapTests(rule.expression, change, done);
  if (expression === undefined) return 'nothing is left of its detection';
  const selections = new Map(
    [...rule.selections].flatMap(([id, each]) => {
      const kept = mapTests(each, change, done);
      return kept === undefined ? [] : [[id, kept] as const];
    }),
  );
  return { ...rule, expression, selections };
}

function mapTests(
  expression: Expression,
  change: (test: Test) => Expression | undefined,
  done: Map<Expression, Expression | undefined>,
): Expression | undefined {
  if (!done.has(expression)) done.set(expression, mapped(expression, change, done));
  return done.get(expression);
}

function mapped(
  expression: Expression,
  change: (test: Test) => Expression | undefined,
  done: Map<Expression, Expression | undefined>,
): Expression | undefined {
  if (expression.kind === 'test') return change(expression);
  if (expression.kind === 'not') {
    const of = mapTests(expression.of, change, done);
    return of === undefined ? undefined : { kind: 'not', of };
  }
  const of = expression.of.flatMap((each) => mapTests(each, change, done) ?? []);
  return of.length > 1 ? { kind: expression.kind, of } : of[0];
}

/** Keywords have no field to rename. */
function renamed(test: Test, rename: (field: string) => readonly string[]): Expression {
  if (test.field === undefined) return test;
  const others = test.match.kind === 'fieldref' ? rename(test.match.field) : [undefined];
  const tests = rename(test.field).flatMap((field) =>
    others.map((other): Test => {
      const match =
        test.match.kind === 'fieldref' && other !== undefined ? { ...test.match, field: other } : test.match;
      return { kind: 'test', field, match };
    }),
  );
  return tests.length === 1 ? (tests[0] as Test) : { kind: 'or', of: tests };
}

/** Only names of fields can change, and only to one name: a group has one value for each of its fields. */
function onCorrelation({ action, fields }: Step, given: SigmaCorrelation): SigmaCorrelation | string {
  if (action.kind === 'fail') return action.message;
  if (action.kind !== 'rename') return given;
  let many: string | undefined;
  const rename = (field: string): string => {
    const names = isMeant(fields, field) ? action.rename(field) : [field];
    if (names.length !== 1) many = field;
    return names[0] ?? field;
  };
  const aliases = new Map(
    [...given.aliases].map(
      ([alias, byRule]) =>
        [alias, new Map([...byRule].map(([rule, field]) => [rule, rename(field)]))] as const,
    ),
  );
  const next = {
    ...given,
    aliases,
    groupBy: given.groupBy.map((field) => (aliases.has(field) ? field : rename(field))),
    valueFields: given.valueFields.map(rename),
  };
  return many === undefined ? next : `its field \`${many}\` has not exactly one name`;
}
