// SPDX-License-Identifier: Apache-2.0

/** Codes of policies, with what each means in one line. */
export const POLICY_CODES: Readonly<Record<string, string>> = {
  POLICY_BOUND: 'A window of a policy has no bounds, or bounds that make no sense',
  POLICY_EXPRESSION: 'An expression of a policy cannot be read, or names what there is not',
  POLICY_KEY: 'A policy joins events by what one of them does not have',
  POLICY_NAME: 'A window of a policy has a name that expressions use for something else',
  POLICY_UNKNOWN_WINDOW: 'A window of a policy begins or ends with one that there is not',
  POLICY_UNUSED_WINDOW: 'No obligation or exception of a policy asks for one of its windows',
};
