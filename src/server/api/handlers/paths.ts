// SPDX-License-Identifier: Apache-2.0
import { HttpRefusal } from '../../../platform/index.ts';
import type { VerdictState } from '../../analysis/verdict.ts';
import type { Answer, Query } from '../contract/index.ts';

/** Verdicts of one attacker on one target. @throws HttpRefusal 409 while there is no verdict. */
export function pathsIn(state: VerdictState, { from, to }: Query<'paths'>): Answer<'paths'> {
  if (state.state !== 'ready') throw new HttpRefusal(409, `There is no verdict yet: it is ${state.state}`);
  const asked = state.report.verdicts.filter(
    ({ attacker, target, attack }) =>
      (from === undefined || isNamed(attacker, from)) &&
      (to === undefined || isNamed(target, to) || isNamed(attack, to)),
  );
  return {
    paths: asked
      .filter(({ verdict }) => verdict !== 'SECURE')
      .toSorted(
        (left, right) =>
          Number(left.verdict === 'UNKNOWN') - Number(right.verdict === 'UNKNOWN') || left.days - right.days,
      ),
    held: asked.filter(({ verdict }) => verdict === 'SECURE'),
  };
}

function isNamed(id: string, typed: string): boolean {
  return id === typed || id.endsWith(`/${typed}`);
}
