// SPDX-License-Identifier: Apache-2.0
// YAML 1.2.2 for values without cycles. Written here, because a file for people wants short things on one line and long
// ones below each other, and because one function decides when text needs quotes.

/** Longest value that is written on the line of its key, in characters. */
const MAX_INLINE = 100;

/** The lines of a mapping, one key a line or more, each line behind `indent`. */
export function blockOf(record: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(record).flatMap(([key, value]) =>
    linesOf(`${indent}${scalarOf(key)}:`, value, indent),
  );
}

/** A value in flow style (YAML 1.2.2 §7), on one line. */
export function inlineOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inlineOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalarOf(value);
  const pairs = Object.entries(value).map(([key, part]) => `${scalarOf(key)}: ${inlineOf(part)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** True when a value may share a line with others: a scalar, or a few of them. */
export function isShort(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const parts = Object.values(value);
  return parts.length <= 8 && parts.every((part) => isShort(part)) && inlineOf(value).length <= MAX_INLINE;
}

function linesOf(head: string, value: unknown, indent: string): string[] {
  const items = Array.isArray(value) && value.some((item) => typeof item === 'object');
  if (isShort(value) && !items) return [`${head} ${inlineOf(value)}`];
  if (Array.isArray(value)) return [head, ...value.flatMap((item) => itemLines(item, `${indent}  `))];
  return isLeaf(value)
    ? [`${head} ${inlineOf(value)}`]
    : [head, ...blockOf(value as Readonly<Record<string, unknown>>, `${indent}  `)];
}

function itemLines(item: unknown, indent: string): string[] {
  if (isShort(item) || isLeaf(item) || Array.isArray(item)) return [`${indent}- ${inlineOf(item)}`];
  const lines = blockOf(item as Readonly<Record<string, unknown>>, `${indent}  `);
  return [`${indent}- ${lines[0]?.trimStart() ?? '{}'}`, ...lines.slice(1)];
}

/** A mapping of scalars only, such as a source, is easier to skip on one long line than on six short ones. */
function isLeaf(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((part) => typeof part !== 'object')
  );
}

/** What no YAML 1.1 or 1.2 reader takes for a number, a date, a keyword or an indicator, in block and in flow context. */
const PLAIN =
  /^[A-Za-z/](?:[A-Za-z0-9_./@+~%=-]|[:?&](?=[A-Za-z0-9/._-])|#(?=[A-Za-z0-9])| (?=[A-Za-z0-9(]))*$/;
const KEYWORD = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

function scalarOf(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? 'null' : JSON.stringify(value);
  if (value.length <= 200 && PLAIN.test(value) && !KEYWORD.test(value)) return value;
  // JSON text is YAML double-quoted text, but for characters that YAML does not print or takes for line breaks (§5.1, §5.4).
  return JSON.stringify(value.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
