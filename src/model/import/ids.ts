// SPDX-License-Identifier: Apache-2.0
// Names of people and tools → ids of the model.

/** Longest id, less room for a suffix that tells two apart. */
const MAX_ID = 112;

/** Lower-case letters, digits and `. _ / -`; undefined when nothing of the text is left. */
export function slugOf(text: string): string | undefined {
  const slug = text
    .slice(0, 1_000)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    // A slash between words joins two names; one inside a word is a path.
    .replace(/\s+\/|\/\s+/g, '-')
    .replace(/[^a-z0-9._/-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .slice(0, MAX_ID)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return slug === '' ? undefined : slug;
}

/** Hands out ids that differ from all it handed out before: `db`, `db-2`, `db-3` … */
export interface Ids {
  take(text: string, fallback: string): string;
}

/** A fresh set of ids, for one part of a model. */
export function createIds(): Ids {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return {
    take(text, fallback) {
      const base = slugOf(text) ?? fallback;
      let id = base;
      for (let count = next.get(base) ?? 2; taken.has(id); count++) {
        id = `${base}-${count}`;
        next.set(base, count + 1);
      }
      taken.add(id);
      return id;
    },
  };
}

/** The first words of a sentence, for an id that a person can still type. */
export function headOf(sentence: string): string {
  const plain = sentence.replace(/\s+/g, ' ').trim();
  return plain.length <= 48 ? plain : plain.slice(0, 48).replace(/ \S*$/, '');
}

/** The name of a file without its folder and its last extensions: `scans/lan.nmap.xml` gives `lan`. */
export function stemOf(file: string): string {
  const name = file.split(/[\\/]/).pop() ?? file;
  return name.replace(/(?:\.[a-z0-9_-]{1,12}){1,3}$/i, '') || name;
}

/** Text cut to the bound of a text in the model, with a mark that says so; undefined when nothing is left. */
export function textOf(text: string, max: number = 2_000): string | undefined {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain === '') return undefined;
  return plain.length <= max ? plain : `${plain.slice(0, max - 1).toWellFormed()}…`;
}
