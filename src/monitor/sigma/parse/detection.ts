// SPDX-License-Identifier: Apache-2.0
// The section `detection` of a rule, or `filter` of a filter (rules specification 2.0.0, "Detection").
import { isRecord, type Path } from '../../../model/index.ts';
import type { Expression } from '../rule.ts';
import { readCondition } from './condition.ts';
import { join, type Refused, readItem, readKeyword } from './item.ts';
import type { Placeholders } from './placeholders.ts';
import { type Draft, kindOf, refuse } from './report.ts';

export interface Detection {
  readonly expression: Expression;
  readonly conditions: readonly string[];
  readonly selections: ReadonlyMap<string, Expression>;
}

/** A detection; undefined when something in it was refused. Several conditions are alternatives. */
export function readDetection(
  draft: Draft,
  section: Record<string, unknown>,
  path: Path,
  placeholders: Placeholders,
  reserved: readonly string[],
): Detection | undefined {
  const items = new Map<string, Expression>();
  const before = draft.problems.length;
  for (const [id, value] of Object.entries(section)) {
    if (id === 'condition' || reserved.includes(id)) continue;
    if (id === 'timeframe') {
      refuse(draft, 'SIGMA_ITEM', [...path, id], LEFT_SIGMA, 'key');
      continue;
    }
    const item = readIdentifier(draft, value, [...path, id], placeholders);
    if (item !== undefined) items.set(id, item);
  }
  // A condition over identifiers that could not be read would only repeat what is already told.
  if (draft.problems.length > before) return undefined;
  const conditions = conditionsOf(section['condition']);
  if (conditions.length === 0)
    return refuse(draft, 'SIGMA_MISSING_KEY', path, 'The detection has no `condition`');
  const alternatives = conditions.map((condition, at) => {
    const place = Array.isArray(section['condition']) ? [...path, 'condition', at] : [...path, 'condition'];
    if (typeof condition !== 'string')
      return refuse(
        draft,
        'SIGMA_WRONG_TYPE',
        place,
        `Cannot use a ${kindOf(condition)} as condition: expected text`,
      );
    const read = readCondition(condition, items);
    return 'refused' in read
      ? refuse(draft, 'SIGMA_CONDITION', place, `The condition ${read.refused}`)
      : read;
  });
  if (!alternatives.every((each) => each !== undefined)) return undefined;
  return { expression: join('or', alternatives), conditions: conditions.map(String), selections: items };
}

const LEFT_SIGMA = '`timeframe` left Sigma with version 2, expected a correlation rule with `timespan`';

function conditionsOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** A map: all of it. A list: any of it, maps or keywords. A text alone: a keyword. */
function readIdentifier(
  draft: Draft,
  value: unknown,
  path: Path,
  placeholders: Placeholders,
): Expression | undefined {
  if (isRecord(value)) return readMap(draft, value, path, placeholders);
  if (!Array.isArray(value)) return readWord(draft, value, path, placeholders);
  if (value.length === 0)
    return refuse(
      draft,
      'SIGMA_ITEM',
      path,
      'The search identifier has an empty list, expected at least one value',
    );
  const parts = (value as readonly unknown[]).map((each, at) =>
    isRecord(each)
      ? readMap(draft, each, [...path, at], placeholders)
      : readWord(draft, each, [...path, at], placeholders),
  );
  return parts.every((part) => part !== undefined) ? join('or', parts) : undefined;
}

/** A keyword is text, or a whole number. */
function readWord(
  draft: Draft,
  value: unknown,
  path: Path,
  placeholders: Placeholders,
): Expression | undefined {
  return typeof value === 'string' || Number.isInteger(value)
    ? told(draft, readKeyword(value, placeholders), path)
    : refuse(
        draft,
        'SIGMA_ITEM',
        path,
        `Cannot use a ${kindOf(value)} as a keyword: expected text or a whole number`,
      );
}

function readMap(
  draft: Draft,
  map: Record<string, unknown>,
  path: Path,
  placeholders: Placeholders,
): Expression | undefined {
  const keys = Object.keys(map);
  if (keys.length === 0)
    return refuse(draft, 'SIGMA_ITEM', path, 'The search identifier is empty, expected at least one field');
  const parts = keys.map((key) => told(draft, readItem(key, map[key], placeholders), [...path, key], key));
  return parts.every((part) => part !== undefined) ? join('and', parts) : undefined;
}

function told(draft: Draft, read: Expression | Refused, path: Path, key?: string): Expression | undefined {
  if (!('refused' in read)) return read;
  const what = key === undefined ? 'The keyword' : `The item \`${key}\``;
  return refuse(draft, 'SIGMA_ITEM', path, `${what} ${read.refused}`, key === undefined ? 'value' : 'key');
}
