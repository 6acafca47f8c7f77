// SPDX-License-Identifier: Apache-2.0

/** Every code that reading the record of an incident can report. */
export const INCIDENT_CODES: Readonly<Record<string, string>> = {
  INCIDENT_BAD_VALUE: 'A value of an incident record is of another type than its field, or passes a bound',
  INCIDENT_EMPTY: 'The file of an incident record holds nothing',
  INCIDENT_MISSING_KEY: 'A key that an incident record needs is missing',
  INCIDENT_UNKNOWN_KEY: 'A key is not part of the format of incident records',
  INCIDENT_UNKNOWN_NAME: 'A field, obligation or step is not one that the pack defines',
  NOTIFY_CONTACT:
    'A line of a file of contacts is not one person with an address, or the person stands twice',
  NOTIFY_MISSING_KEY: 'A key that a query for the people affected needs is missing',
  NOTIFY_UNKNOWN_KEY: 'A key is not part of a query for the people affected',
  NOTIFY_WRONG_TYPE: 'A value of a query for the people affected is of another kind than expected',
  NOTIFY_BAD_VALUE: 'A value of a query for the people affected is not one that it can have',
  INCIDENT_WRONG_TYPE: 'A value of an incident record is of another kind than expected',
};
