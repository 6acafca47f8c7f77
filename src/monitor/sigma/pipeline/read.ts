// SPDX-License-Identifier: Apache-2.0
// A pipeline from YAML. A step that is not known here refuses the pipeline: leaving it out would change what rules mean.
import type { Parsed, Problem } from '../../../core/problem.ts';
import { isRecord, type Path, readDocuments } from '../../../model/index.ts';
import { type Draft, kindOf, refuse, textAt, textsAt } from '../parse/report.ts';
import { ACTIONS, type Source } from './actions.ts';
import type { Choice, FieldCondition, Pipeline, RuleCondition, Step } from './pipeline.ts';

const KEYS = ['name', 'priority', 'vars', 'transformations', 'allowed_backends'];

/** One pipeline of a file; undefined when anything in it was refused. */
export function parsePipeline(bytes: Uint8Array, file: string): Parsed<Pipeline> {
  const read = readDocuments(bytes, file);
  const document = read.value?.[0];
  const problems: Problem[] = [...read.problems];
  if (document === undefined) return { problems };
  const draft: Draft = { document, problems };
  const pipeline = isRecord(document.value)
    ? readPipeline(draft, document.value, file)
    : refuse(draft, 'SIGMA_WRONG_TYPE', [], 'The document is not a section: expected a pipeline');
  return pipeline === undefined || problems.some(({ severity }) => severity === 'error')
    ? { problems }
    : { value: pipeline, problems };
}

function readPipeline(draft: Draft, value: Record<string, unknown>, file: string): Pipeline {
  unknownKeys(draft, value, [], KEYS, 'pipeline');
  const { priority = 0, transformations = [] } = value;
  if (typeof priority !== 'number')
    refuse(draft, 'SIGMA_WRONG_TYPE', ['priority'], 'The priority is no number');
  if (!Array.isArray(transformations))
    refuse(draft, 'SIGMA_WRONG_TYPE', ['transformations'], '`transformations` is not a list');
  const list: readonly unknown[] = Array.isArray(transformations) ? transformations : [];
  const sources = list.map((each, at) => sourceOf(draft, each, ['transformations', at]));
  return {
    name: textAt(draft, value, [], 'name') ?? file,
    priority: typeof priority === 'number' ? priority : 0,
    steps: sources.flatMap((source) => (source === undefined ? [] : (readStep(draft, source) ?? []))),
    placeholder: readPlaceholders(draft, value['vars'], sources),
  };
}

function sourceOf(draft: Draft, value: unknown, path: Path): Source | undefined {
  if (isRecord(value)) return { value, path, type: textAt(draft, value, path, 'type') ?? '' };
  return refuse(draft, 'SIGMA_WRONG_TYPE', path, `Cannot use a ${kindOf(value)} as a transformation`);
}

const STEP_KEYS = [
  'id',
  'type',
  'rule_conditions',
  'rule_cond_op',
  'rule_cond_not',
  'field_name_conditions',
  'field_name_cond_op',
  'field_name_cond_not',
];
const PLACEHOLDERS = ['value_placeholders', 'wildcard_placeholders'];

function readStep(draft: Draft, { value, path, type }: Source): Step | undefined {
  if (PLACEHOLDERS.includes(type)) {
    unknownKeys(draft, value, path, ['id', 'type', 'include', 'exclude'], type);
    return undefined;
  }
  const known = Object.hasOwn(ACTIONS, type) ? ACTIONS[type] : undefined;
  if (known === undefined)
    return refuse(
      draft,
      'SIGMA_BAD_VALUE',
      [...path, 'type'],
      `The transformation is \`${type}\`, expected one of ${[...Object.keys(ACTIONS), ...PLACEHOLDERS].join(', ')}`,
    );
  unknownKeys(draft, value, path, [...STEP_KEYS, ...known.keys], type);
  const action = known.read(draft, { value, path, type });
  return (
    action && {
      id: textAt(draft, value, path, 'id'),
      rules: readChoice(draft, { value, path, type }, 'rule', readRuleCondition),
      fields: readChoice(draft, { value, path, type }, 'field_name', readFieldCondition),
      action,
      at: draft.document.locate(path, 'value'),
    }
  );
}

function readChoice<T>(
  draft: Draft,
  { value, path }: Source,
  name: 'rule' | 'field_name',
  read: (draft: Draft, source: Source) => T | undefined,
): Choice<T> {
  const conditions = value[`${name}_conditions`] ?? [];
  const list: readonly unknown[] = Array.isArray(conditions) ? conditions : [conditions];
  const of = list.flatMap((each, at) => {
    const source = sourceOf(draft, each, [...path, `${name}_conditions`, at]);
    return source === undefined ? [] : (read(draft, source) ?? []);
  });
  const op = value[`${name}_cond_op`] ?? 'and';
  if (op !== 'and' && op !== 'or')
    refuse(draft, 'SIGMA_BAD_VALUE', [...path, `${name}_cond_op`], 'Expected `and` or `or`');
  return { of, any: op === 'or', negated: value[`${name}_cond_not`] === true };
}

function readRuleCondition(draft: Draft, { value, path, type }: Source): RuleCondition | undefined {
  switch (type) {
    case 'logsource': {
      unknownKeys(draft, value, path, ['type', 'category', 'product', 'service'], type);
      const entries = ['category', 'product', 'service'].flatMap((key) => {
        const text = textAt(draft, value, path, key);
        return text === undefined ? [] : [[key, text.toLowerCase()]];
      });
      return { kind: 'logsource', logsource: Object.fromEntries(entries) };
    }
    case 'contains_field':
      return { kind: 'contains_field', field: textAt(draft, value, path, 'field') ?? '' };
    case 'tag':
      return { kind: 'tag', tag: textAt(draft, value, path, 'tag') ?? '' };
    case 'processing_item_applied':
      return { kind: 'applied', step: textAt(draft, value, path, 'processing_item_id') ?? '' };
    case 'is_sigma_rule':
      return { kind: 'is', document: 'rule' };
    case 'is_sigma_correlation_rule':
      return { kind: 'is', document: 'correlation' };
  }
  return refuse(
    draft,
    'SIGMA_BAD_VALUE',
    [...path, 'type'],
    `The rule condition is \`${type}\`, expected logsource, contains_field, tag, processing_item_applied, is_sigma_rule or is_sigma_correlation_rule`,
  );
}

function readFieldCondition(draft: Draft, { value, path, type }: Source): FieldCondition | undefined {
  unknownKeys(draft, value, path, ['type', 'fields'], type);
  if (type === 'include_fields' || type === 'exclude_fields')
    return {
      fields: new Set(textsAt(draft, value, path, 'fields')),
      isExcluded: type === 'exclude_fields',
    };
  return refuse(
    draft,
    'SIGMA_BAD_VALUE',
    [...path, 'type'],
    `The field condition is \`${type}\`, expected include_fields or exclude_fields`,
  );
}

function readPlaceholders(
  draft: Draft,
  vars: unknown,
  sources: readonly (Source | undefined)[],
): Pipeline['placeholder'] {
  if (vars !== undefined && !isRecord(vars))
    refuse(draft, 'SIGMA_WRONG_TYPE', ['vars'], '`vars` is not a section of names and values');
  const values = new Map(
    Object.entries(isRecord(vars) ? vars : {}).map(([name, value]) => [name, [value].flat().map(String)]),
  );
  const steps = sources.filter((source) => source !== undefined && PLACEHOLDERS.includes(source.type));
  const covers = ({ value, path }: Source, name: string): boolean =>
    (value['include'] === undefined || textsAt(draft, value, path, 'include').includes(name)) &&
    !textsAt(draft, value, path, 'exclude').includes(name);
  return (name) => {
    for (const step of steps as readonly Source[]) {
      if (!covers(step, name)) continue;
      const found = step.type === 'wildcard_placeholders' ? ['*'] : values.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function unknownKeys(
  draft: Draft,
  value: Record<string, unknown>,
  path: Path,
  known: readonly string[],
  what: string,
): void {
  for (const key of Object.keys(value).filter((each) => !known.includes(each)))
    refuse(
      draft,
      'SIGMA_BAD_VALUE',
      [...path, key],
      `${what} has \`${key}\`, expected one of ${known.join(', ')}`,
      'key',
    );
}
