// SPDX-License-Identifier: Apache-2.0
import type { Parsed, Position, Problem } from '../../core/problem.ts';
import { DEFAULT_READ_LIMITS, type Documents, type ReadLimits, type SourceDocument } from './document.ts';
import { readJson } from './json.ts';
import { positionsIn } from './lines.ts';
import { createPlaces, offsetFinder, type Places } from './places.ts';
import { Refusal } from './refusal.ts';
import { decodeUtf8 } from './utf8.ts';
import { readYaml } from './yaml.ts';

/** A file can hold a fault in every line; a person mends the first ones. Reading stops there. */
const MAX_PROBLEMS = 500;

/**
 * Reads the YAML (1.2.2, core schema, and merge keys) or JSON (RFC 8259) of a file, hostile or not. JSON is what is
 * called `.json` or, when the name says nothing, what starts with `{` or `[`. Never throws; has no value when the text
 * cannot be read at all, and a value together with errors for equal keys, unknown tags and other local faults.
 */
export function readDocuments(
  bytes: Uint8Array,
  file: string,
  options: Partial<ReadLimits> = {},
): Parsed<Documents> {
  const limits = { ...DEFAULT_READ_LIMITS, ...options };
  if (bytes.length > limits.maxBytes)
    return refused(
      'DOCUMENT_TOO_LARGE',
      `The file has ${bytes.length} bytes: expected at most ${limits.maxBytes}`,
      { file, line: 1, column: 1 },
    );
  const decoded = decodeUtf8(bytes);
  if ('invalidAt' in decoded) return notUtf8(bytes, decoded, file);
  const { text } = decoded;
  const position = positionsIn(text, file);
  const nul = text.indexOf('\0');
  if (nul !== -1)
    return refused('DOCUMENT_NUL_BYTE', `Byte 0 in the text: expected text only`, position(nul));
  return readText(text, isJson(text, file), limits, position);
}

function refused(
  code: string,
  message: string,
  at: Position,
  hint?: string,
): { readonly problems: readonly Problem[] } {
  return { problems: [{ code, severity: 'error', message, at, ...(hint === undefined ? {} : { hint }) }] };
}

function notUtf8(
  bytes: Uint8Array,
  found: { readonly invalidAt: number; readonly before: string },
  file: string,
): Parsed<Documents> {
  const at = positionsIn(found.before, file)(found.before.length);
  const byte = (bytes[found.invalidAt] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return refused(
    'DOCUMENT_NOT_UTF8',
    `Byte ${found.invalidAt} (0x${byte}) is not UTF-8: expected a UTF-8 text`,
    at,
    isUtf16 ? 'The file is UTF-16: save it as UTF-8' : undefined,
  );
}

function isJson(text: string, file: string): boolean {
  if (/\.json$/i.test(file)) return true;
  return !/\.ya?ml$/i.test(file) && /^\s*[{[]/.test(text);
}

function readText(
  text: string,
  json: boolean,
  limits: ReadLimits,
  position: (offset: number) => Position,
): Parsed<Documents> {
  const problems: Problem[] = [];
  const report = (refusal: Refusal): void => {
    problems.push(problemOf(refusal, position));
    if (problems.length >= MAX_PROBLEMS) {
      throw new Refusal(
        'DOCUMENT_TOO_MANY_PROBLEMS',
        `Stopped after ${MAX_PROBLEMS} problems`,
        refusal.offset,
      );
    }
  };
  const places = createPlaces();
  try {
    if (!json) refuseManySeparators(text, limits);
    const roots = json
      ? [{ value: readJson(text, limits, places, report), node: 0 }]
      : readYaml(text, limits, places, report);
    return { value: roots.map(({ value, node }) => sourceDocument(value, places, node, position)), problems };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problems: [...problems, problemOf(error, position)] };
  }
}

function problemOf(refusal: Refusal, position: (offset: number) => Position): Problem {
  return {
    code: refusal.code,
    severity: 'error',
    message: refusal.message,
    at: position(refusal.offset),
    ...(refusal.hint === undefined ? {} : { hint: refusal.hint }),
  };
}

function sourceDocument(
  value: unknown,
  places: Places,
  root: number,
  position: (offset: number) => Position,
): SourceDocument {
  const find = offsetFinder(places, root);
  return { value, locate: (path, on = 'value') => position(find(path, on)) };
}

/**
 * The YAML parser makes an object for each node before we see the first one, about 100 bytes each. What separates nodes
 * bounds their number, so a text of nothing but commas is refused before it fills the memory.
 */
function refuseManySeparators(text: string, limits: ReadLimits): void {
  if (text.length <= limits.maxNodes) return;
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (
      code === 0x0a ||
      code === 0x2c ||
      code === 0x5b ||
      code === 0x7b ||
      (code === 0x2d && text.charCodeAt(at + 1) === 0x20)
    )
      count++;
    if (count > limits.maxNodes) {
      throw new Refusal(
        'DOCUMENT_TOO_MANY_NODES',
        `More than ${limits.maxNodes} lines and separators: expected at most that many values`,
        at,
      );
    }
  }
}
