// SPDX-License-Identifier: Apache-2.0

/** Every code that reading a recovery file can report. */
export const RECOVERY_CODES: Readonly<Record<string, string>> = {
  RECOVERY_ASSET: 'A recovery file names an asset that the model does not have, or one twice',
  RECOVERY_BAD_VALUE: 'A value of a recovery file passes a bound',
  RECOVERY_EMPTY: 'The recovery file holds nothing',
  RECOVERY_MISSING_KEY: 'A key that a recovery file needs is missing',
  RECOVERY_UNKNOWN_KEY: 'A key is not part of the format of recovery files',
  RECOVERY_WRONG_TYPE: 'A value of a recovery file is of another kind than expected',
};
