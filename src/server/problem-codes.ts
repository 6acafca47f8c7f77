// SPDX-License-Identifier: Apache-2.0

/** Codes of the file of access, with what each means in one line. */
export const ACCESS_CODES: Readonly<Record<string, string>> = {
  ACCESS_BAD_ADDRESS: 'The public address or the issuer is not an address that can be one',
  ACCESS_BAD_VALUE: 'A value is not one of those that it can have',
  ACCESS_MISSING_KEY: 'A key that is needed is missing',
  ACCESS_UNKNOWN_KEY: 'The file of access has a key that there is not',
  ACCESS_WRONG_TYPE: 'A part of the file of access is of another kind than expected',
};

/** Codes of files that say how long events are kept, with what each means in one line. */
export const KEEP_CODES: Readonly<Record<string, string>> = {
  KEEP_BAD_TYPE: 'What is to be kept is no type of event',
  KEEP_BAD_VALUE: 'A time is no number of days',
  KEEP_UNKNOWN_KEY: 'The file has a key that there is not',
  KEEP_WRONG_TYPE: 'A part of the file is of another kind than expected',
};

/** Codes of files of sources, with what each means in one line. */
export const SOURCE_CODES: Readonly<Record<string, string>> = {
  SOURCE_BAD_VALUE: 'A value of a source is not one of those that it can have',
  SOURCE_DUPLICATE_NAME: 'Two sources have the same name',
  SOURCE_EXPOSED: 'A source would listen to others than this machine without proof of who sends',
  SOURCE_MISSING_KEY: 'A key that a source needs is missing',
  SOURCE_UNKNOWN_KEY: 'A source has a key that there is not',
  SOURCE_WRONG_TYPE: 'A part of a source is of another kind than expected',
};
