// SPDX-License-Identifier: Apache-2.0

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** The fields of a row (RFC 4180 §2); undefined when quotes are not as they must be. */
export function splitRow(text: string, delimiter: string): readonly string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const end = text.charCodeAt(at) === 0x22 ? quotedEnd(text, at) : text.indexOf(delimiter, at);
    if (end === undefined) return undefined;
    const raw = end === -1 ? text.slice(at) : text.slice(at, end);
    if (raw.startsWith('"')) fields.push(raw.slice(1, -1).replaceAll('""', '"'));
    else if (raw.includes('"')) return undefined;
    else fields.push(raw);
    if (end === -1 || end >= text.length) return fields;
    if (text[end] !== delimiter) return undefined;
    at = end + 1;
  }
}

/** Position after the closing quote; undefined when it does not close. */
function quotedEnd(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    if (text.charCodeAt(at + 1) !== 0x22) return at + 1;
    at++;
  }
  return undefined;
}

/** The delimiter that gives the header the most fields. */
export function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((each) => splitRow(header, each)?.length ?? 0);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Whether two lines look like a header of names and a row under it. */
export function looksLikeCsv(first: string, second: string): boolean {
  const delimiter = delimiterOf(first);
  const names = splitRow(first, delimiter);
  const values = splitRow(second, delimiter);
  return (
    names !== undefined &&
    names.length >= 2 &&
    names.length === values?.length &&
    new Set(names).size === names.length &&
    names.every((name) => /^\s*[A-Za-z_][\w .:/()#-]{0,60}\s*$/.test(name))
  );
}
