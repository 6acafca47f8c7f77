// SPDX-License-Identifier: Apache-2.0
// Verdicts that turn because a step was taken: one analysis is kept current while steps come and go.
import {
  type Analysis,
  type AnalysisInput,
  createLive,
  type LiveAnalysis,
  readDelta,
  type VerdictChangeLine,
} from '../../analyse/index.ts';

/** A verdict that turned, or another way to the same one, as plain data. */
export type Turn = Pick<
  VerdictChangeLine,
  'attack' | 'attacker' | 'target' | 'before' | 'after' | 'oldPath' | 'newPath'
> & { readonly title: string };

type Input = AnalysisInput & { readonly loaded: { readonly sha256: Analysis['report']['model']['sha256'] } };

/** @throws TypeError when a fact is none of the pack. */
export function createTurns(): (
  input: Input,
  from: readonly string[],
  to: readonly string[],
) => readonly Turn[] {
  let kept: { readonly of: string; readonly live: LiveAnalysis; taken: readonly string[] } | undefined;
  return (input, from, to) => {
    const of = `${input.loaded.sha256} ${input.today}`;
    if (kept?.of !== of) kept = { of, live: createLive(input), taken: [] };
    const { live } = kept;
    const move = (next: readonly string[]): ReturnType<LiveAnalysis['apply']> => {
      const before = kept?.taken ?? [];
      const edit = {
        add: next.filter((fact) => !before.includes(fact)),
        remove: before.filter((fact) => !next.includes(fact)),
      };
      const delta = readDelta(JSON.stringify(edit), input.compiled);
      if (Array.isArray(delta)) throw new TypeError(delta.join('; '));
      if (kept !== undefined) kept.taken = next;
      return live.apply(delta as Parameters<LiveAnalysis['apply']>[0]);
    };
    // The thread may have ended and begun anew since the last time.
    move(from);
    return move(to).map(({ question: { attack, attacker, target }, ...turn }) => ({
      attack: attack.id,
      title: attack.title['en'] ?? attack.id,
      attacker,
      target,
      ...turn,
    }));
  };
}
