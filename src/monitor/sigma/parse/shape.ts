// SPDX-License-Identifier: Apache-2.0
// What the JSON schemas of the specification ask of the keys that every document may have: whatever is accepted here is
// accepted there. Keys that nobody knows are for people ("arbitrary custom fields").
import { isRecord } from '../../../model/index.ts';
import { LEVELS } from '../rule.ts';
import { type Draft, refuse } from './report.ts';

/** What was expected, when the value is something else. */
type Check = (value: unknown) => string | undefined;

const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const RELATIONS = ['derived', 'obsolete', 'merged', 'renamed', 'similar'];
const DATE = /^\d{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$/;
const TAG = /^[a-z0-9_-]+\.[a-z0-9._-]+$/;

const SHAPE: Readonly<Record<string, Check>> = {
  title: text(256),
  id: text(),
  name: text(256),
  taxonomy: text(256),
  status: oneOf(STATUSES),
  description: text(65_535),
  license: text(),
  author: text(),
  references: texts(),
  date: matching(DATE, 'a date such as 2026-11-23'),
  modified: matching(DATE, 'a date such as 2026-11-23'),
  fields: texts(),
  level: oneOf(LEVELS),
  tags: texts(matching(TAG, 'lower-case words joined with dots, such as attack.t1059')),
  scope: texts(text(undefined, 2)),
  related,
};

/** Keys whose name is a plural. */
const LISTS = new Set(['references', 'fields', 'tags', 'falsepositives']);

/** Reports every key of a document whose value the schemas refuse. */
export function checkShape(draft: Draft, value: Record<string, unknown>): void {
  const falsepositives = texts(text(undefined, 2));
  // Correlations may state one false positive as a text.
  const isOne = value['correlation'] !== undefined && typeof value['falsepositives'] === 'string';
  const shape = { ...SHAPE, falsepositives: isOne ? text(undefined, 2) : falsepositives };
  for (const [key, check] of Object.entries(shape)) {
    if (value[key] === undefined) continue;
    const expected = check(value[key]);
    if (expected !== undefined)
      refuse(
        draft,
        'SIGMA_BAD_VALUE',
        [key],
        `The ${key} ${LISTS.has(key) ? 'are' : 'is'} \`${shown(value[key])}\`, expected ${expected}`,
      );
  }
  if (value['generate'] !== undefined && typeof value['generate'] !== 'boolean')
    refuse(draft, 'SIGMA_WRONG_TYPE', ['generate'], '`generate` is neither true nor false');
}

const MAX_SHOWN = 60;

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, MAX_SHOWN);
}

function text(most?: number, least = 0): Check {
  return (value) => {
    if (typeof value !== 'string') return 'text';
    // JSON Schema counts code points, not UTF-16 units.
    if (most !== undefined && value.length > most && [...value].length > most)
      return `at most ${most} characters`;
    return value.length < least ? `at least ${least} characters` : undefined;
  };
}

function matching(pattern: RegExp, expected: string): Check {
  return (value) => (typeof value === 'string' && pattern.test(value) ? undefined : expected);
}

function oneOf(values: readonly string[]): Check {
  return (value) => (values.includes(value as string) ? undefined : `one of ${values.join(', ')}`);
}

function texts(check: Check = text()): Check {
  return (value) => {
    if (!Array.isArray(value)) return 'a list of texts';
    if (new Set(value).size < value.length) return 'a list in which nothing stands twice';
    const expected = value.map(check).find((each) => each !== undefined);
    return expected === undefined ? undefined : `a list, each of it ${expected}`;
  };
}

function related(value: unknown): string | undefined {
  const isRelation = (each: unknown): boolean =>
    isRecord(each) && typeof each['id'] === 'string' && RELATIONS.includes(each['type'] as string);
  return Array.isArray(value) && value.every(isRelation)
    ? undefined
    : `a list of rules, each with \`id\` and a \`type\` of ${RELATIONS.join(', ')}`;
}
