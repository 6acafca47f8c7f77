// SPDX-License-Identifier: Apache-2.0
// What can be written at a place of a model: keys of the format, ids of the model itself, words of its pack.
import type { Pack } from '../pack/pack.ts';
import type { Text } from '../pack/schema.ts';
import {
  ELEMENT_SECTIONS,
  type ElementKind,
  ID_ROWS,
  type Section,
  WORD_ROWS,
  type WordRow,
} from '../reference-table.ts';
import { type AllowedKey, allowedAt } from './allowed.ts';
import { cursorAt, type Way } from './cursor.ts';

export interface Suggestion {
  readonly kind: 'key' | 'word' | 'id';
  /** What is shown, and what is written in place of what was typed. */
  readonly label: string;
  readonly insert: string;
  /** What it means or names, in a few words; may be empty. */
  readonly text: string;
  readonly isRequired: boolean;
}

export interface Completion {
  /** Column at which `insert` begins, 1-based; it ends at the cursor. */
  readonly from: number;
  readonly suggestions: readonly Suggestion[];
}

/** More than these nobody reads; the next letter makes them fewer. */
const MOST = 50;

/**
 * @param line and column: of the cursor, 1-based, in characters of JavaScript.
 * @param pack Undefined: its words are not offered.
 */
export function complete(text: string, line: number, column: number, pack?: Pack): Completion {
  const cursor = cursorAt(text, line, column);
  if (cursor === undefined) return { from: column, suggestions: [] };
  const { way, place, typed, from, taken } = cursor;
  const allowed = allowedAt(way);
  const keys = place === 'value' ? [] : allowed.keys.filter(({ name }) => !taken.includes(name)).map(keyOf);
  const words = allowed.words.map((label) => wordOf(label, ''));
  const isItem = way.at(-1) === '[]';
  const named = place === 'value' || isItem ? [...idsAt(text, way), ...wordsAt(way, pack)] : [];
  const suggestions = ranked([...keys, ...(place === 'value' || isItem ? words : []), ...named], typed);
  return { from, suggestions: suggestions.slice(0, MOST) };
}

function keyOf({ name, text, isRequired, holds }: AllowedKey): Suggestion {
  const insert = holds === 'value' ? `${name}: ` : `${name}:`;
  return { kind: 'key', label: name, insert, text, isRequired };
}

function wordOf(label: string, text: string, kind: Suggestion['kind'] = 'word'): Suggestion {
  return { kind, label, insert: label, text, isRequired: false };
}

/** Those that begin as what is typed, then those that hold it; what must be there first. */
function ranked(all: readonly Suggestion[], typed: string): readonly Suggestion[] {
  const wanted = typed.toLowerCase();
  const rank = ({ label, isRequired }: Suggestion): number =>
    (label.toLowerCase().startsWith(wanted) ? 0 : 2) + (isRequired ? 0 : 1);
  return all
    .filter(({ label }) => label.toLowerCase().includes(wanted) && label !== typed)
    .toSorted((left, right) => rank(left) - rank(right));
}

function isAt(way: Way, section: string, place: string): boolean {
  if (way[0] !== section) return false;
  const inside = way.slice(1).filter((step, at) => step !== '[]' || at > 0);
  // `grants[].on` in a row is `grants`, `[]`, `on` on the way; a list of words ends with an item, or not yet.
  const steps = place === '' ? [] : place.replaceAll('[]', '.[]').split('.');
  const ends = inside.at(-1) === '[]' && steps.at(-1) !== '[]' ? inside.slice(0, -1) : inside;
  return ends.join() === steps.join();
}

function idsAt(text: string, way: Way): readonly Suggestion[] {
  const rows = ID_ROWS.filter(({ section, place }) => isAt(way, section, place));
  if (rows.length === 0) return [];
  const kinds = new Set(rows.flatMap((row) => row.kinds));
  const ids = elementsIn(text).filter(({ kind }) => kinds.has(kind));
  const all = rows.some((row) => row.all === true) ? [wordOf('all', '')] : [];
  return [...all, ...ids.map(({ id, name }) => wordOf(id, name, 'id'))];
}

function wordsAt(way: Way, pack: Pack | undefined): readonly Suggestion[] {
  if (pack === undefined) return [];
  const kinds = WORD_ROWS.filter(({ section, place }) => isAt(way, section, place)).map(({ kind }) => kind);
  return kinds.flatMap((kind) => vocabularyOf(pack, kind));
}

function vocabularyOf(pack: Pack, kind: WordRow['kind']): readonly Suggestion[] {
  if (kind === 'attack') return titled(pack.attacks);
  if (kind === 'attacker') return titled(pack.attackers);
  if (kind === 'workflow') return titled(pack.workflows);
  return [...pack.words[kind].values()].map(({ id, name }) => wordOf(id, name['en'] ?? ''));
}

function titled(items: readonly { readonly id: string; readonly title: Text }[]): readonly Suggestion[] {
  return items.map(({ id, title }) => wordOf(id, title['en'] ?? ''));
}

/** Ids and names as they are written, whether or not the text is a model already. */
function elementsIn(
  text: string,
): readonly { readonly id: string; readonly name: string; readonly kind: ElementKind }[] {
  const found: { id: string; name: string; kind: ElementKind }[] = [];
  let kind: ElementKind | undefined;
  for (const line of text.split('\n')) {
    const section = /^([a-z]+):/i.exec(line)?.[1];
    if (section !== undefined)
      kind = Object.hasOwn(ELEMENT_SECTIONS, section) ? ELEMENT_SECTIONS[section as Section] : undefined;
    const id = /^\s*-\s+(?:\{\s*)?id:\s+["']?([a-z0-9._/-]+)/.exec(line)?.[1];
    if (id !== undefined && kind !== undefined) found.push({ id, name: nameIn(line), kind });
  }
  return found;
}

function nameIn(line: string): string {
  return /\bname:\s+["']?([^"',}]+)/.exec(line)?.[1]?.trim() ?? '';
}
