// SPDX-License-Identifier: Apache-2.0

/** Codes of files of sources, with what each means in one line. */
export const SOURCE_CODES: Readonly<Record<string, string>> = {
  SOURCE_BAD_VALUE: 'A value of a source is not one of those that it can have',
  SOURCE_DUPLICATE_NAME: 'Two sources have the same name',
  SOURCE_EXPOSED: 'A source would listen to others than this machine without proof of who sends',
  SOURCE_MISSING_KEY: 'A key that a source needs is missing',
  SOURCE_UNKNOWN_KEY: 'A source has a key that there is not',
  SOURCE_WRONG_TYPE: 'A part of a source is of another kind than expected',
};
