// SPDX-License-Identifier: Apache-2.0
// What zod found → problems a person can act on: where, what stands there, what was expected, which name comes nearest.
import type { z } from 'zod';
import type { Problem } from '../core/problem.ts';
import type { Path, SourceDocument } from './document/index.ts';
import { nearest } from './nearest.ts';
import { expectedAt, keysAt, valuesAt } from './shape.ts';
import { subject, valueAt, written } from './words.ts';

/** Issues of one document that are put into words. */
const MAX_ISSUES = 1_000;

type Issue = z.core.$ZodIssue;

/** Problems of `document` against `schema`; `prefix` starts their codes: `MODEL`, `PACK`. */
export function shapeProblems(
  issues: readonly Issue[],
  schema: z.ZodType,
  document: SourceDocument,
  prefix: string,
): Problem[] {
  // More than a person mends at once; whoever lists them says that there are more.
  const first = issues.slice(0, MAX_ISSUES);
  return first.flatMap((issue) => explain(narrow(issue), schema, document, prefix));
}

/** Of a value that fits no alternative, the issues of the alternative it was meant to be. */
function narrow(issue: Issue, above: Path = []): Issue[] {
  const path = [...above, ...(issue.path as Path)];
  if (issue.code !== 'invalid_union') return [{ ...issue, path }];
  const meant = issue.errors.filter(
    (errors) => !errors.some((error) => error.path.length === 0 && isOfOtherKind(error)),
  );
  const best = meant.sort((a, b) => a.length - b.length)[0];
  if (best === undefined || best.length === 0) return [{ ...issue, path, errors: [] }];
  return best.flatMap((error) => narrow(error as Issue, path));
}

function isOfOtherKind(issue: { readonly code?: string | undefined }): boolean {
  return issue.code === 'invalid_type' || issue.code === 'invalid_value';
}

function explain(
  issues: readonly Issue[],
  schema: z.ZodType,
  document: SourceDocument,
  prefix: string,
): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path as Path;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => unknownKey([...path, key], schema, document, prefix));
    if (isMissing(issue, document)) return [missingKey(path, schema, document, prefix)];
    const type = issue.code === 'invalid_type' || (issue.code === 'invalid_union' && !isOfNoKind(issue));
    return [badValue(issue, path, `${prefix}_${type ? 'WRONG_TYPE' : 'BAD_VALUE'}`, schema, document)];
  });
}

/** The value that says which of several sections it is says none of them. */
function isOfNoKind(issue: Issue): boolean {
  return issue.code === 'invalid_union' && issue.discriminator !== undefined;
}

function unknownKey(path: Path, schema: z.ZodType, document: SourceDocument, prefix: string): Problem {
  const parent = path.slice(0, -1);
  const key = String(path[path.length - 1]);
  const allowed = keysAt(schema, parent, document.value);
  return {
    code: `${prefix}_UNKNOWN_KEY`,
    severity: 'error',
    message: `Unknown key \`${key}\` in ${subject(parent, document.value)}: expected ${allowed.join(', ')}`,
    at: document.locate(path, 'key'),
    ...didYouMean(nearest(key, allowed)),
  };
}

/** The hint of a near miss. */
export function didYouMean(name: string | undefined): { readonly hint?: string } {
  return name === undefined ? {} : { hint: `Did you mean \`${name}\`?` };
}

function isMissing(issue: Issue, document: SourceDocument): boolean {
  const path = issue.path as Path;
  return typeof path[path.length - 1] === 'string' && valueAt(document.value, path) === undefined;
}

function missingKey(path: Path, schema: z.ZodType, document: SourceDocument, prefix: string): Problem {
  const parent = path.slice(0, -1);
  return {
    code: `${prefix}_MISSING_KEY`,
    severity: 'error',
    message: `The key \`${String(path[path.length - 1])}\` is missing in ${subject(parent, document.value)}: expected ${expectedAt(schema, path, document.value)}`,
    at: document.locate(parent, 'value'),
  };
}

function badValue(
  issue: Issue,
  path: Path,
  code: string,
  schema: z.ZodType,
  document: SourceDocument,
): Problem {
  // A key that is not allowed is itself the value.
  const isKey = issue.code === 'invalid_key';
  const value = isKey ? path[path.length - 1] : valueAt(document.value, path);
  const as = isKey ? `a key of ${subject(path.slice(0, -1), document.value)}` : subject(path, document.value);
  const named = isOfNoKind(issue) ? valuesAt(schema, path, document.value) : [];
  const candidates = issue.code === 'invalid_value' ? issue.values.map(String) : named;
  return {
    code,
    severity: 'error',
    message: `Cannot use ${written(value)} as ${as}: ${expectation(issue, () => expectedAt(schema, path, document.value))}`,
    at: document.locate(path, isKey ? 'key' : 'value'),
    ...(typeof value === 'string' ? spelling(value, candidates) : {}),
  };
}

function spelling(value: string, candidates: readonly string[]): { readonly hint?: string } {
  return candidates.includes(value)
    ? { hint: 'Write it without quotes' }
    : didYouMean(nearest(value, candidates));
}

/** The bound or pattern that was missed; the whole shape when the kind of value is wrong. */
function expectation(issue: Issue, shape: () => string): string {
  switch (issue.code) {
    case 'too_small':
      return `expected at least ${issue.minimum}${unit(issue.origin, Number(issue.minimum))}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${unit(issue.origin, Number(issue.maximum))}`;
    case 'invalid_format':
      return `expected ${formatOf(issue)}`;
    case 'invalid_key':
      return `expected ${issue.issues.map((inner) => formatOf(inner as Issue)).join(' and ')}`;
    case 'custom':
      return issue.message;
    default:
      return `expected ${shape()}`;
  }
}

/** The schema says in words what most patterns mean; the others are shown as they are. */
function formatOf(issue: Issue): string {
  if (issue.code !== 'invalid_format') return 'another text';
  if (issue.format === 'date') return 'a day such as 2027-01-31';
  return issue.message.startsWith('Invalid') ? `a text that matches ${issue.pattern}` : issue.message;
}

function unit(origin: string, count: number): string {
  const noun = { string: 'character', array: 'item', set: 'item', map: 'entry' }[origin];
  return noun === undefined ? '' : ` ${noun}${count === 1 ? '' : 's'}`;
}
