// SPDX-License-Identifier: Apache-2.0
// Atoms of the rule language: `reaches(Zone, '443/tcp')`. Variables start with a capital letter or `_`; all else is a constant.

export type Term =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string };

export interface Atom {
  readonly predicate: string;
  readonly terms: readonly Term[];
}

/** Longest text of an atom; a longer one is refused before it is read. */
const MAX_ATOM_CHARACTERS = 2_000;

const TOKEN =
  /\s*(?:([a-z][a-z0-9-]*)\s*\(|([A-Z_][A-Za-z0-9_]*)|([a-z0-9][A-Za-z0-9._/:@%+~-]*)|'((?:[^']|'')*)')\s*/y;

/** The atom written in `text`, or a sentence that says what is wrong with it and where. */
export function parseAtom(text: string): Atom | string {
  if (text.length > MAX_ATOM_CHARACTERS)
    return `Atom of ${text.length} characters, expected at most ${MAX_ATOM_CHARACTERS}`;
  TOKEN.lastIndex = 0;
  const head = TOKEN.exec(text);
  if (head?.[1] === undefined) return `Cannot read \`${text}\`: expected \`predicate(term, …)\``;
  const terms: Term[] = [];
  for (;;) {
    const at = TOKEN.lastIndex;
    const term = readTerm(TOKEN.exec(text));
    if (term === undefined)
      return `Cannot read \`${text}\` at character ${at + 1}: expected a variable or a constant`;
    terms.push(term);
    const next = text[TOKEN.lastIndex];
    if (next === ')') break;
    if (next !== ',')
      return `Cannot read \`${text}\` at character ${TOKEN.lastIndex + 1}: expected \`,\` or \`)\``;
    TOKEN.lastIndex += 1;
  }
  const rest = text.slice(TOKEN.lastIndex + 1);
  if (rest.trim() !== '')
    return `Cannot read \`${text}\`: nothing may follow the closing bracket, found \`${rest.trim()}\``;
  return { predicate: head[1], terms };
}

function readTerm(match: RegExpExecArray | null): Term | undefined {
  if (match === null || match[1] !== undefined) return undefined;
  if (match[2] !== undefined) return { kind: 'variable', name: match[2] };
  return { kind: 'constant', value: match[3] ?? (match[4] ?? '').replaceAll("''", "'") };
}

const PLAIN = /^[a-z0-9][A-Za-z0-9._/:@%+~-]*$/;

/** A constant as the rule language writes it: plain when it can be, else in `'`, `'` doubled. */
export function formatConstant(value: string): string {
  return PLAIN.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
}

/** Text of a ground atom; `parseAtom` reads it back. */
export function formatGround(predicate: string, args: readonly string[]): string {
  return `${predicate}(${args.map(formatConstant).join(', ')})`;
}

/** Text of an atom; `parseAtom` reads it back. */
export function formatAtom(atom: Atom): string {
  const terms = atom.terms.map((term) => (term.kind === 'variable' ? term.name : formatConstant(term.value)));
  return `${atom.predicate}(${terms.join(', ')})`;
}

/** Names of the variables of an atom, in order, without `_`. */
export function variablesOf(atom: Atom): readonly string[] {
  const names: string[] = [];
  for (const term of atom.terms) {
    if (term.kind === 'variable' && term.name !== '_' && !names.includes(term.name)) names.push(term.name);
  }
  return names;
}
