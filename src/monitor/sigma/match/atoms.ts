// SPDX-License-Identifier: Apache-2.0
// From the expressions of many rules to one table of distinct questions. A list of texts for one field is one question.
import type { Expression, Folding, Match, Test } from '../rule.ts';
import { longestRun } from './glob.ts';

/** A test that one pass over a value decides: it has text to look for. */
export type Sought = Extract<Match, { kind: 'text' | 'glob' | 'regex' }>;

/** Any of `matches` on the field, found while the value is scanned. */
export interface SoughtAtom {
  readonly field: string | undefined;
  readonly folding: Folding;
  readonly matches: readonly Sought[];
}

/** Anything else; decided when a rule comes to it. */
export interface LazyAtom {
  readonly field: string | undefined;
  readonly match: Match;
}

/** An expression over atom numbers. Sought atoms come first; lazy ones have `sought.length` added. */
export type Node =
  | { readonly kind: 'sought' | 'lazy'; readonly atom: number }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Node[] }
  | { readonly kind: 'not'; readonly of: Node };

export interface AtomTable {
  readonly sought: SoughtAtom[];
  readonly lazy: LazyAtom[];
  readonly known: Map<string, number>;
}

export function createAtomTable(): AtomTable {
  return { sought: [], lazy: [], known: new Map() };
}

/** Replaces the tests of an expression by atoms; the cheap ones stand first, so that they decide first. */
export function internExpression(table: AtomTable, expression: Expression): Node {
  if (expression.kind === 'test') return internGroup(table, [expression]);
  if (expression.kind === 'not') return { kind: 'not', of: internExpression(table, expression.of) };
  const nodes =
    expression.kind === 'or'
      ? internAlternatives(table, expression.of)
      : expression.of.map((each) => internExpression(table, each));
  return nodes.length === 1 ? (nodes[0] as Node) : { kind: expression.kind, of: nodes.toSorted(byCost) };
}

function internAlternatives(table: AtomTable, of: readonly Expression[]): readonly Node[] {
  const groups = new Map<string, Test[]>();
  const nodes: Node[] = [];
  for (const each of flatten(of)) {
    if (each.kind !== 'test' || !isSought(each.match)) {
      nodes.push(internExpression(table, each));
      continue;
    }
    const key = JSON.stringify([each.field ?? null, foldingOf(each.match)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...[...groups.values()].map((group) => internGroup(table, group)), ...nodes];
}

function flatten(of: readonly Expression[]): readonly Expression[] {
  return of.flatMap((each) => (each.kind === 'or' ? flatten(each.of) : [each]));
}

function internGroup(table: AtomTable, tests: readonly Test[]): Node {
  const { field, match } = tests[0] as Test;
  const matches = tests.map((test) => test.match);
  if (!matches.every(isSought)) return { kind: 'lazy', atom: intern(table, table.lazy, { field, match }) };
  const atom = { field, folding: foldingOf(match), matches: matches as readonly Sought[] };
  return { kind: 'sought', atom: intern(table, table.sought, atom) };
}

function intern<T extends object>(table: AtomTable, list: T[], atom: T): number {
  const key = JSON.stringify([atom, 'field' in atom && atom.field === undefined]);
  const found = table.known.get(key);
  if (found !== undefined) return found;
  table.known.set(key, list.length);
  list.push(atom);
  return list.length - 1;
}

/** True when a value can only match if it contains a certain text, or equals one. */
export function isSought(match: Match): match is Sought {
  if (match.kind === 'text') return match.mode === 'equals' || match.text !== '';
  if (match.kind === 'glob') return longestRun(match.tokens) !== undefined;
  return match.kind === 'regex' && match.needs !== undefined;
}

const DEFAULT_FOLDING: Folding = { cased: false, dash: false };

export function foldingOf(match: Match): Folding {
  return 'cased' in match ? { cased: match.cased, dash: match.dash } : DEFAULT_FOLDING;
}

const COST = { sought: 0, and: 1, or: 1, not: 2, lazy: 3 } as const;

function byCost(left: Node, right: Node): number {
  return COST[left.kind] - COST[right.kind];
}
