// SPDX-License-Identifier: Apache-2.0
// Words that a rule asks for, against those that the pack defines: a mistyped one would make the rule hold never, or always.
import type { Problem } from '../../core/problem.ts';
import { nearest, type Pack, type WordKind } from '../../model/index.ts';
import { type Atom, formatAtom } from './atom.ts';
import type { Rule } from './rule.ts';
import type { Predicate } from './vocabulary.ts';

/** Sorts whose values are words of the kind of that name. */
const WORD_SORTS: ReadonlyMap<string, WordKind> = new Map(
  (['data', 'property', 'measure', 'right', 'class'] as const).map((kind) => [kind, kind]),
);

/** What `type` ranges over depends on the predicate. */
const TYPES_OF: ReadonlyMap<string, WordKind> = new Map([
  ['is', 'asset'],
  ['zone-is', 'zone'],
  ['person-is', 'person'],
  ['credential-is', 'credential'],
  ['supplier-is', 'supplier'],
]);

/** Problems with the words of one rule; a kind of which the pack defines no word is not looked at. */
export function unknownWords(
  rule: Rule,
  predicates: ReadonlyMap<string, Predicate>,
  words: Pack['words'],
): readonly Problem[] {
  return [...rule.when, ...rule.unless, rule.then].flatMap((atom) => {
    const sorts = predicates.get(atom.predicate)?.sorts ?? [];
    return atom.terms.flatMap((term, place) => {
      const kind = kindOf(atom, sorts[place]);
      if (term.kind === 'variable' || kind === undefined) return [];
      const known = words[kind];
      return known.size === 0 || known.has(term.value) ? [] : [problem(rule, atom, term.value, kind, known)];
    });
  });
}

function kindOf(atom: Atom, sort: string | undefined): WordKind | undefined {
  return sort === 'type' ? TYPES_OF.get(atom.predicate) : WORD_SORTS.get(sort ?? '');
}

function problem(
  rule: Rule,
  atom: Atom,
  word: string,
  kind: WordKind,
  known: ReadonlyMap<string, unknown>,
): Problem {
  const near = nearest(word, known.keys());
  const expected = kind === 'asset' ? 'an asset type' : kind === 'data' ? 'data' : `a ${kind}`;
  return {
    code: 'RULE_UNKNOWN_WORD',
    severity: 'error',
    message: `Cannot find \`${word}\` of ${formatAtom(atom)}: expected ${expected} that this pack or one it uses defines (rule ${rule.id})`,
    at: rule.at,
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  };
}
