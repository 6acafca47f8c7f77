// SPDX-License-Identifier: Apache-2.0
import { parseExact, writeExact } from '../exact-json.ts';

/**
 * What an answer says of the variables that a step sets: the fields of a JSON object, with or without the underscores of the
 * name; a single variable without such a field takes the whole text.
 */
export function answerValues(
  outArgs: Readonly<Record<string, string>>,
  answer: string,
): Readonly<Record<string, string>> {
  const names = Object.keys(outArgs);
  const fields = objectIn(answer);
  const found = names.flatMap((name): [string, string][] => {
    const value = fields.get(name) ?? fields.get(name.replace(/^__|__$/g, ''));
    if (value === undefined || value === null) return [];
    return [[name, typeof value === 'string' ? value : writeExact(value)]];
  });
  const [only] = names;
  return names.length === 1 && only !== undefined && found.length === 0 && answer.trim() !== ''
    ? { [only]: answer.trim() }
    : Object.fromEntries(found);
}

function objectIn(text: string): ReadonlyMap<string, unknown> {
  try {
    const value = parseExact(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? new Map(Object.entries(value))
      : new Map();
  } catch {
    return new Map();
  }
}
