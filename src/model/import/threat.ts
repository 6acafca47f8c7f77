// SPDX-License-Identifier: Apache-2.0
// Threats that people wrote into a threat model. One that is open is a question nobody has answered: a gap.
import type { Gap } from '../schema.ts';

/** STRIDE, and the other lists of Threat Dragon, in the kinds of gaps: what would have to be known to answer the threat. */
const UNKNOWN_OF_CATEGORY: readonly (readonly [RegExp, Gap['unknown']])[] = [
  [
    /^(?:spoof|identif|account|confidentiality|information disclosure|disclosure|linkab|detectab)/i,
    'credentials',
  ],
  [/^(?:tamper|integrity)/i, 'credentials'],
  [/^elevation/i, 'software'],
  [/^(?:denial|availability|distributed)/i, 'exposure'],
];

/**
 * The kind of gap that an open threat of a category is: who is let in, what the software allows, or who can reach it.
 * What protects it, when the category says nothing, and for a flow, which has nothing else.
 */
export function unknownOfThreat(category: string | undefined, element: 'asset' | 'flow'): Gap['unknown'] {
  if (element === 'flow') return 'measures';
  return UNKNOWN_OF_CATEGORY.find(([pattern]) => pattern.test(category ?? ''))?.[1] ?? 'measures';
}
