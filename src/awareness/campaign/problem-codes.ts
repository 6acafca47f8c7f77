// SPDX-License-Identifier: Apache-2.0

/** Codes of files of campaigns, with what each means in one line. */
export const CAMPAIGN_CODES: Readonly<Record<string, string>> = {
  CAMPAIGN_BAD_VALUE: 'A value of a campaign is not one of those that it can have',
  CAMPAIGN_MISSING_KEY: 'A key that a campaign needs is missing',
  CAMPAIGN_PLAN: 'Times, messages, languages or people of a campaign do not go together',
  CAMPAIGN_SMALL: 'Too few people are asked for results to be told',
  CAMPAIGN_UNKNOWN_KEY: 'A campaign has a key that there is not',
  CAMPAIGN_WRONG_TYPE: 'A part of a campaign is of another kind than expected',
};
