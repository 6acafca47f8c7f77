// SPDX-License-Identifier: Apache-2.0

/** Every code that reading a description of traffic reports. */
export const TRAFFIC_CODES: Readonly<Record<string, string>> = {
  TRAFFIC_BAD_VALUE: 'A value of a description of traffic is not one of those allowed',
  TRAFFIC_MISSING_KEY: 'A key that a description of traffic must have is missing',
  TRAFFIC_UNKNOWN_EVENT:
    'A step makes an event of a type that the pack does not define, or with a key it does not carry',
  TRAFFIC_UNKNOWN_KEY: 'A description of traffic has a key that is not known there',
  TRAFFIC_WRONG_TYPE: 'A value of a description of traffic is of another kind than expected',
};
