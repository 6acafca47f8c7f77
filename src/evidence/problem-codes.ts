// SPDX-License-Identifier: Apache-2.0

/** Every code that reading records reports. */
export const EVIDENCE_CODES: Readonly<Record<string, string>> = {
  EVIDENCE_RECORD:
    'A record for the log of evidence is no JSON object with a `kind` and a `body`, is too large, or has a key that is not known',
};
