// SPDX-License-Identifier: Apache-2.0
// What proves or sees a threat cites its number, so the number must be one that a catalogue has.
import type { Problem } from '../../core/problem.ts';
import type { PackItems, Placed } from './pack.ts';

interface Citing {
  readonly threats?: readonly number[] | undefined;
}

/** Numbers that no threat has. A pack that loads no catalogue, such as common ground, may cite those of others. */
export function threatMentions(all: PackItems, own: PackItems): Problem[] {
  const known = new Set(all.threats.map(({ number }) => number));
  if (known.size === 0) return [];
  const citing: readonly Placed<Citing>[] = [
    ...own.rules,
    ...own.attacks,
    ...own.detections,
    ...own.policies,
  ];
  return citing.flatMap((item) =>
    (item.threats ?? []).flatMap((number, index): Problem[] =>
      known.has(number)
        ? []
        : [
            {
              code: 'PACK_UNKNOWN_THREAT',
              severity: 'error',
              message: `Cannot find the threat ${number}: expected the \`number\` of a threat that this pack or one it uses defines`,
              at: item.locate(['threats', index]),
            },
          ],
    ),
  );
}
