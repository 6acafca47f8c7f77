// SPDX-License-Identifier: Apache-2.0
// Sentences of the rules of a pack in another language: the names are found in the English one and put into the other.
// Without patterns, so that no name, however long, costs more than its length.

export interface Sentence {
  /** `In {Z} the attacker walks up to {A}.` as what stands before, between and after the names. */
  readonly parts: readonly string[];
  readonly names: readonly string[];
  readonly said: string;
}

export function sentenceOf(english: string, said: string): Sentence {
  const pieces = english.split(/\{(\w+)\}/);
  return {
    parts: pieces.filter((_, at) => at % 2 === 0),
    names: pieces.filter((_, at) => at % 2 === 1),
    said,
  };
}

/**
 * Undefined: the text is no such sentence.
 * @param as What is said for a name.
 */
export function saidAs(
  { parts, names, said }: Sentence,
  text: string,
  as: (name: string, value: string) => string = (_, value) => value,
): string | undefined {
  const values = valuesIn(text, parts);
  if (values === undefined) return undefined;
  const byName = new Map<string, string>();
  for (const [at, name] of names.entries()) {
    const value = values[at] ?? '';
    // Only a name that begins the sentence has a capital that is not its own.
    const before = byName.get(name);
    if (before !== undefined && before.toLowerCase() !== value.toLowerCase()) return undefined;
    byName.set(name, value);
  }
  return said.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = byName.get(name);
    return value === undefined ? whole : as(name, value);
  });
}

function valuesIn(text: string, [first = '', ...rest]: readonly string[]): readonly string[] | undefined {
  if (rest.length === 0) return text === first ? [] : undefined;
  if (!text.startsWith(first)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const end = isLast ? text.length - part.length : text.indexOf(part, at + 1);
    if (end <= at || !text.startsWith(part, end)) return undefined;
    values.push(text.slice(at, end));
    at = end + part.length;
  }
  return values;
}
