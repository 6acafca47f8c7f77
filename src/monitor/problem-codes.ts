// SPDX-License-Identifier: Apache-2.0

/** Codes of Sigma rules, with what each means in one line. */
export const SIGMA_CODES: Readonly<Record<string, string>> = {
  SIGMA_BAD_VALUE: 'A value of a Sigma document is not one of those that the specification knows',
  SIGMA_CONDITION: 'The condition of a Sigma document cannot be read',
  SIGMA_CYCLE: 'A correlation refers to itself, over others or directly',
  SIGMA_DUPLICATE_ID: 'Two Sigma documents have the same id; the second is left out',
  SIGMA_ITEM: 'A field, modifier, value or keyword of a detection cannot be used',
  SIGMA_MISSING_KEY: 'A key that a Sigma document needs is missing',
  SIGMA_PIPELINE: 'A pipeline refuses a Sigma document',
  SIGMA_UNKNOWN_RULE: 'A correlation or filter names a rule that is not loaded',
  SIGMA_WRONG_TYPE: 'A part of a Sigma document is of another kind than expected',
};

/** Codes of files of expectations. */
export const EXPECTATION_CODES: Readonly<Record<string, string>> = {
  EXPECTATION_BAD_VALUE: 'A value of an expectation is not one that it may have',
  EXPECTATION_MISSING_KEY: 'A file of expectations lacks a key that it must have',
  EXPECTATION_UNKNOWN_KEY: 'A file of expectations has a key that there is not',
  EXPECTATION_WRONG_TYPE: 'A part of a file of expectations is of another kind than expected',
};

/** Codes of files of exceptions. */
export const EXCEPTION_CODES: Readonly<Record<string, string>> = {
  EXCEPTION_BAD_VALUE: 'A value of an exception is not one that it may have',
  EXCEPTION_DUPLICATE_ID: 'Two exceptions have the same id',
  EXCEPTION_MISSING_KEY:
    'An exception lacks something; each needs a rule, what must hold, a last day and a reason',
  EXCEPTION_UNKNOWN_KEY: 'An exception has a key that there is not',
  EXCEPTION_WRONG_TYPE: 'A part of a file of exceptions is of another kind than expected',
};

/** Codes of baselines. */
export const BASELINE_CODES: Readonly<Record<string, string>> = {
  BASELINE_DETECTOR: 'A baseline names a detector that there is not',
  BASELINE_FIELD: 'A baseline names a key or field that its events do not have',
  BASELINE_PARAMETERS: 'The parameters of a baseline are not those of its detector',
};

/** Codes of feeds: advisories, and names that were seen. */
export const ADVISORY_CODES: Readonly<Record<string, string>> = {
  SIGHTING_UNREADABLE: 'An entry of a list of names is no domain, certificate or report',
  ADVISORY_SHAPE: 'A file of a feed is no advisory in the OSV format, and no catalogue of exploited flaws',
  ADVISORY_VERSION:
    'A range of an advisory has a version that its ecosystem does not know; every version counts as affected',
};
