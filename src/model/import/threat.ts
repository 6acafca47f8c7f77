// SPDX-License-Identifier: Apache-2.0
// Threats that people wrote into a threat model. One that is open is a question nobody has answered: a gap.
import type { Gap } from '../schema.ts';

/** STRIDE, and the other lists of Threat Dragon, in the kinds of gaps: what would have to be known to answer the threat. */
const UNKNOWN_OF_CATEGORY: readonly (readonly [RegExp, Gap['unknown']])[] = [
  [/^(?:spoof|identif|account)/i, 'credentials'],
  [
    /^(?:tamper|integrity|elevation|confidentiality|information disclosure|disclosure|linkab|detectab)/i,
    'privileges',
  ],
  [/^(?:denial|availability|distributed)/i, 'exposure'],
];

/** The kind of gap that an open threat of a category is; measures, when the category says nothing. */
export function unknownOfThreat(category: string | undefined): Gap['unknown'] {
  return UNKNOWN_OF_CATEGORY.find(([pattern]) => pattern.test(category ?? ''))?.[1] ?? 'measures';
}
