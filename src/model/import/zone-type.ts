// SPDX-License-Identifier: Apache-2.0
import type { TypeGuess } from './importer.ts';

const TYPES: readonly (readonly [RegExp, string, number])[] = [
  [/\b(?:internet|public network|world wide web|untrusted|external network)\b/, 'internet', 0.8],
  [/\bcloud\b|\bvpc\b|\baws\b|\bazure\b|\bgcp\b/, 'cloud', 0.8],
  [/\b(?:kubernetes|k8s|cluster)\b/, 'cluster-network', 0.8],
  [/\b(?:building|plant|factory|office)\b/, 'building', 0.6],
  [/\b(?:vehicle|truck)\b/, 'vehicle', 0.6],
];

/** The zone type that the name of a trust boundary or trust zone speaks of; a network when it says nothing. */
export function zoneTypeOf(name: string): TypeGuess {
  const words = name
    .slice(0, 500)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
  const found = TYPES.find(([pattern]) => pattern.test(words));
  return found === undefined
    ? { type: 'network', confidence: 0.6 }
    : { type: found[1], confidence: found[2] };
}
