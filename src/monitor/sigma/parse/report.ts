// SPDX-License-Identifier: Apache-2.0
// What is wrong with a Sigma document, each at its place.
import type { Problem } from '../../../core/problem.ts';
import type { Path, SourceDocument } from '../../../model/index.ts';

/** One document while it is read. Any error refuses the document, and only it. */
export interface Draft {
  readonly document: SourceDocument;
  readonly problems: Problem[];
}

export function refuse(
  draft: Draft,
  code: string,
  path: Path,
  message: string,
  on: 'key' | 'value' = 'value',
): undefined {
  draft.problems.push({ code, severity: 'error', message, at: draft.document.locate(path, on) });
  return undefined;
}

/** Text at a key of a section; undefined when absent; reported when it is something else. */
export function textAt(draft: Draft, section: object, path: Path, key: string): string | undefined {
  const value = (section as Record<string, unknown>)[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  return refuse(
    draft,
    'SIGMA_WRONG_TYPE',
    [...path, key],
    `Cannot use a ${kindOf(value)} as \`${key}\`: expected text`,
  );
}

/** A list of texts at a key; a text alone is a list of one. */
export function textsAt(draft: Draft, section: object, path: Path, key: string): readonly string[] {
  const value = (section as Record<string, unknown>)[key];
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return list.flatMap((each, at) => {
    if (typeof each === 'string') return [each];
    refuse(
      draft,
      'SIGMA_WRONG_TYPE',
      Array.isArray(value) ? [...path, key, at] : [...path, key],
      `Cannot use a ${kindOf(each)} in \`${key}\`: expected text`,
    );
    return [];
  });
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'section' : typeof value;
}
