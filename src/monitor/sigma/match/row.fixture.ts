// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';

/** Records of few names, some with dots, as a parser gives them: a name of any kind is an own one. */
export const perhapsNested = fc
  .dictionary(
    fc.constantFrom('a', 'b', 'c', 'a.b', 'b.c', '__proto__', '7'),
    fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.jsonValue({ maxDepth: 3 })),
    { maxKeys: 6 },
  )
  .map((record) => JSON.parse(JSON.stringify(record)) as Record<string, unknown>);
