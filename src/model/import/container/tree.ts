// SPDX-License-Identifier: Apache-2.0
// Documents as trees whose every node knows its place, so that parts of several files can be merged and still be found.
import type { Position, Problem } from '../../../core/problem.ts';
import { isRecord, type Path, type SourceDocument } from '../../document/index.ts';
import type { Source } from '../../schema.ts';
import { written } from '../../words.ts';

/** One value of a document: a section has `entries`, a list has `items`, all else has neither. */
export interface Tree {
  readonly value: unknown;
  readonly entries?: ReadonlyMap<string, Tree>;
  readonly items?: readonly Tree[];
  /** Where it is written; its key when it is the value of a section (the default), or the value itself. */
  at(on?: 'key' | 'value'): Position;
}

/** Collects problems of one format; codes start with the prefix: `COMPOSE`, `KUBERNETES`. */
export interface Reporter {
  readonly problems: Problem[];
  readonly prefix: string;
}

/** The whole document. Cost: its size. */
export function treeOf(document: SourceDocument, path: Path = [], value: unknown = document.value): Tree {
  const at = (on: 'key' | 'value' = 'key') => document.locate(path, on);
  if (Array.isArray(value)) {
    return { value, items: value.map((item, index) => treeOf(document, [...path, index], item)), at };
  }
  if (!isRecord(value)) return { value, at };
  const entries = Object.entries(value).map(
    ([key, item]) => [key, treeOf(document, [...path, key], item)] as const,
  );
  return { value, entries: new Map(entries), at };
}

/** A section made of parts of others, at the place of one of them. */
export function sectionTree(entries: ReadonlyMap<string, Tree>, at: Tree['at']): Tree {
  return { value: Object.fromEntries([...entries].map(([key, tree]) => [key, tree.value])), entries, at };
}

/** A list made of parts of others, at the place of one of them. */
export function listTree(items: readonly Tree[], at: Tree['at']): Tree {
  return { value: items.map((item) => item.value), items, at };
}

/** What `keys` lead to; undefined when it is absent or null. */
export function get(tree: Tree | undefined, ...keys: string[]): Tree | undefined {
  let node = tree;
  for (const key of keys) node = node?.entries?.get(key);
  return node === undefined || node.value === null ? undefined : node;
}

/** The entries of a section; none, and a problem, when it is something else. */
export function entriesOf(
  tree: Tree | undefined,
  what: string,
  to: Reporter,
): readonly (readonly [string, Tree])[] {
  if (tree === undefined || tree.value === null) return [];
  if (tree.entries !== undefined) return [...tree.entries];
  wrongType(tree, what, 'a section', to);
  return [];
}

/** The items of a list; none, and a problem, when it is something else. */
export function itemsOf(tree: Tree | undefined, what: string, to: Reporter): readonly Tree[] {
  if (tree === undefined || tree.value === null) return [];
  if (tree.items !== undefined) return tree.items;
  wrongType(tree, what, 'a list', to);
  return [];
}

/** The text of a scalar, numbers and booleans written out; none, and a problem, when it is a list or section. */
export function textOf(tree: Tree | undefined, what: string, to: Reporter): string | undefined {
  if (tree === undefined || tree.value === null) return undefined;
  if (tree.entries === undefined && tree.items === undefined) return String(tree.value);
  wrongType(tree, what, 'text', to);
  return undefined;
}

/** The text of a scalar; undefined for nothing, lists and sections, which have no text. */
export function scalarOf(tree: Tree | undefined): string | undefined {
  const hasText =
    tree !== undefined && tree.value !== null && tree.entries === undefined && tree.items === undefined;
  return hasText ? String(tree.value) : undefined;
}

/** `true` and `false`, also as text; a problem for all else. */
export function flagOf(tree: Tree | undefined, what: string, to: Reporter): boolean | undefined {
  if (tree === undefined || tree.value === null) return undefined;
  const text = scalarOf(tree)?.toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  wrongType(tree, what, '`true` or `false`', to);
  return undefined;
}

/** Reports a value of the wrong kind. */
export function wrongType(tree: Tree, what: string, expected: string, to: Reporter): void {
  report(
    to,
    'error',
    'WRONG_TYPE',
    `Cannot use ${written(tree.value)} as ${what}: expected ${expected}`,
    tree.at('value'),
  );
}

/** Adds a problem, with the code prefix of the format. */
export function report(
  to: Reporter,
  severity: Problem['severity'],
  code: string,
  message: string,
  at: Position,
  hint?: string,
): void {
  to.problems.push({
    code: `${to.prefix}_${code}`,
    severity,
    message,
    at,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The source of a fact that stands at a node; the key of a section entry, the item of a list. */
export function sourceOf(tree: Tree, how: Source['how'] = 'declared', confidence = 1): Source {
  const { file, line, column } = tree.at();
  return { file, line, column, how, confidence };
}
