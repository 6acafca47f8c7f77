// SPDX-License-Identifier: Apache-2.0
// Learnt conditions in the language of policies (docs/explanation/policies.md).
import type { PolicyPattern } from '../../model/index.ts';
import type { Column, Condition } from '../induce/table.ts';
import type { Feature } from '../table/feature.ts';
import type { WindowSpec } from '../table/positions.ts';

export interface Written {
  /** About the event alone, with plain names. */
  readonly own: readonly string[];
  /** About windows; the event is `on`. */
  readonly around: readonly string[];
  readonly windows: Readonly<Record<string, PolicyPattern>>;
  /** Keys that the event must carry. */
  readonly per: readonly string[];
}

const SIGNS = { eq: '=', le: '<=', ge: '>=' } as const;

/** @param columns Columns of the features, for the words of categories. */
export function writeConditions(
  rule: readonly Condition[],
  features: readonly Feature[],
  columns: readonly Column[],
): Written {
  const windows = new Map<string, string>();
  const patterns: Record<string, PolicyPattern> = {};
  const [own, around]: [string[], string[]] = [[], []];
  const nameOf = (spec: WindowSpec): string => {
    const key = JSON.stringify(spec);
    const name = windows.get(key) ?? `w${windows.size + 1}`;
    windows.set(key, name);
    patterns[name] = patternOf(spec);
    return name;
  };
  for (const { column, op, value } of rule) {
    const feature = features[column] as Feature;
    if (feature.kind === 'field' || feature.kind === 'trust') {
      const name = feature.kind === 'trust' ? 'trust' : feature.field;
      const word = columns[column]?.categories?.[value];
      own.push(`${name} ${SIGNS[op]} ${word === undefined ? value : literal(feature, word)}`);
    } else around.push(aggregate(feature, nameOf(feature.window), op, value));
  }
  const per = [...new Set([...windows.keys()].map((key) => (JSON.parse(key) as WindowSpec).by))];
  return { own, around, windows: patterns, per };
}

function literal(feature: Feature, word: string): string {
  const isTruth = (word === 'true' || word === 'false') && feature.kind === 'field';
  return isTruth ? word : quoted(word);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function aggregate(
  feature: Exclude<Feature, { kind: 'field' | 'trust' }>,
  window: string,
  op: Condition['op'],
  value: number,
): string {
  if (feature.kind === 'count') return `count(${window}) ${SIGNS[op]} ${value}`;
  if (feature.kind === 'distinct') return `distinct(${window}.${feature.name}) ${SIGNS[op]} ${value}`;
  const excess = `on.${feature.field} - sum(${window}.${feature.field})`;
  return `${excess} ${SIGNS[op]} ${value}`;
}

/** `field = value`. */
export function conditionOf({ field, value }: NonNullable<WindowSpec['where']>): string {
  return `${field} = ${typeof value === 'string' ? quoted(value) : value}`;
}

export function patternOf({ event, by, before, where }: WindowSpec): PolicyPattern {
  return {
    event,
    by: [by],
    before: lengthOf(before),
    self: false,
    ...(where === undefined ? {} : { where: conditionOf(where) }),
  };
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A length of time as policies write it. */
export function lengthOf(milliseconds: number): string {
  for (const [unit, size] of UNITS) if (milliseconds % size === 0) return `${milliseconds / size}${unit}`;
  return `${milliseconds}ms`;
}
