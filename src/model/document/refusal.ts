// SPDX-License-Identifier: Apache-2.0

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
