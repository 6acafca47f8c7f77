// SPDX-License-Identifier: Apache-2.0
// How many incidents are open at each link of the chain; a fingerprint begins with the link.
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import type { Level } from '../../parts/severity.tsx';

type Row = Pick<Answer<'incidents'>['incidents'][number], 'fingerprint' | 'level' | 'state'>;

export interface OpenAt {
  readonly count: number;
  /** Of the worst. */
  readonly level: Level;
}

const WORST_FIRST: readonly Level[] = ['critical', 'high', 'medium', 'low', 'informational'];

export function openAt(incidents: readonly Row[]): ReadonlyMap<string, OpenAt> {
  const found = new Map<string, OpenAt>();
  for (const { fingerprint, level, state } of incidents) {
    if (state !== 'open') continue;
    const stage = fingerprint.split(' / ')[0] ?? '';
    const { count, level: before } = found.get(stage) ?? { count: 0, level };
    const isWorse = WORST_FIRST.indexOf(level) < WORST_FIRST.indexOf(before);
    found.set(stage, { count: count + 1, level: isWorse ? level : before });
  }
  return found;
}
