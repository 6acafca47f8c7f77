// SPDX-License-Identifier: Apache-2.0
// Why a reader stops, or what it reports; the sentences are the same for YAML and JSON.
import { FORBIDDEN_KEY } from './bare-record.ts';
import type { ReadLimits } from './document.ts';

/** Ends the reading of a document; `readDocuments` turns it into a problem, so it never leaves this folder. */
export class Refusal extends Error {
  readonly code: string;
  /** Offset in the text, in UTF-16 code units. */
  readonly offset: number;
  readonly hint: string | undefined;

  constructor(code: string, message: string, offset: number, hint?: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.offset = offset;
    this.hint = hint;
  }
}

/** Nesting past the limit. */
export function tooDeep(limits: ReadLimits, offset: number): Refusal {
  return new Refusal(
    'DOCUMENT_TOO_DEEP',
    `Lists and sections nest too deep: expected at most ${limits.maxDepth} levels`,
    offset,
  );
}

/** A key that could change a prototype. */
export function forbiddenKey(offset: number): Refusal {
  return new Refusal(
    'DOCUMENT_FORBIDDEN_KEY',
    `Refused the key \`${FORBIDDEN_KEY}\`: it could change how objects behave`,
    offset,
  );
}

/** A second equal key. */
export function duplicateKey(key: string, offset: number): Refusal {
  return new Refusal(
    'DOCUMENT_DUPLICATE_KEY',
    `The key \`${key}\` occurs twice in the same section: expected it once`,
    offset,
  );
}

/** A number that is not finite. */
export function badNumber(source: string, offset: number): Refusal {
  return new Refusal(
    'DOCUMENT_BAD_NUMBER',
    `Cannot keep the number \`${source.slice(0, 40)}\`: expected a finite one`,
    offset,
  );
}

/** Half a character. */
export function loneSurrogate(offset: number): Refusal {
  return new Refusal(
    'DOCUMENT_LONE_SURROGATE',
    'Half of a surrogate pair in a text: expected whole characters',
    offset,
  );
}
