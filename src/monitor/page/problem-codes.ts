// SPDX-License-Identifier: Apache-2.0

/** Codes of inventories of pages, of logs of checks and of steps. */
export const PAGE_CODES: Readonly<Record<string, string>> = {
  PAGE_BAD_VALUE: 'A value of an inventory of pages or of steps is not one that it may have',
  PAGE_CHECK_LOG: 'A line of the log of checks cannot be read, or was changed after it was written',
  PAGE_DUPLICATE_ID: 'Two pages of an inventory have the same id',
  PAGE_MISSING_KEY: 'An inventory of pages, or a step, lacks a key that it must have',
  PAGE_UNKNOWN_KEY: 'An inventory of pages, or a step, has a key that there is not',
  PAGE_WRONG_TYPE: 'A part of an inventory of pages or of steps is of another kind than expected',
};
