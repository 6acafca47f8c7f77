// SPDX-License-Identifier: Apache-2.0
// Verdicts that turn because a step was taken or a measure was tried: one analysis is kept current while facts come and go.
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

/** Facts beside those of the model, and facts of it that do not hold. */
export interface Edit {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

type Input = AnalysisInput & { readonly loaded: { readonly sha256: Analysis['report']['model']['sha256'] } };

interface Kept {
  readonly of: string;
  readonly live: LiveAnalysis;
  added: ReadonlySet<string>;
  removed: ReadonlySet<string>;
}

/** @throws TypeError when a fact is none of the pack. */
export function createTurns(): (input: Input, from: Edit, to: Edit) => readonly Turn[] {
  let kept: Kept | undefined;
  return (input, from, to) => {
    const of = `${input.loaded.sha256} ${input.today}`;
    if (kept?.of !== of) kept = { of, live: createLive(input), added: new Set(), removed: new Set() };
    const current = kept;
    // The thread may have ended and begun anew since the last time.
    move(current, from, input);
    return move(current, to, input).map(({ question: { attack, attacker, target }, ...turn }) => ({
      attack: attack.id,
      title: attack.title['en'] ?? attack.id,
      attacker,
      target,
      ...turn,
    }));
  };
}

/** From what is edited now to another edit. What the model says anyway is no edit, so it stays when that one goes. */
function move(
  kept: Kept,
  { add = [], remove = [] }: Edit,
  { compiled }: Input,
): ReturnType<LiveAnalysis['apply']> {
  const { live, added: wasAdded, removed: wasRemoved } = kept;
  const added = new Set(
    add.filter((fact) => wasAdded.has(fact) || !(live.holds(fact) || wasRemoved.has(fact))),
  );
  const removed = new Set(
    remove.filter((fact) => wasRemoved.has(fact) || (live.holds(fact) && !wasAdded.has(fact))),
  );
  const edit = {
    add: [...less(added, wasAdded), ...less(wasRemoved, removed)],
    remove: [...less(wasAdded, added), ...less(removed, wasRemoved)],
  };
  const delta = readDelta(JSON.stringify(edit), compiled);
  if (Array.isArray(delta)) throw new TypeError(delta.join('; '));
  const lost = strangerIn(live, delta as Parameters<LiveAnalysis['apply']>[0], remove, removed);
  if (lost !== undefined) throw new TypeError(`There is no \`${lost}\` in the model`);
  Object.assign(kept, { added, removed });
  return live.apply(delta as Parameters<LiveAnalysis['apply']>[0]);
}

/** A measure on what is not there, or one that is to be taken away and is not there. */
function strangerIn(
  live: LiveAnalysis,
  { add = [] }: Parameters<LiveAnalysis['apply']>[0],
  remove: readonly string[],
  removed: ReadonlySet<string>,
): string | undefined {
  const measures = add.filter(({ predicate }) => predicate === 'measure');
  const [element] = measures.flatMap(({ args }) => args.slice(0, 1)).filter((each) => !live.names(each));
  return element ?? remove.find((fact) => !removed.has(fact));
}

function less(these: ReadonlySet<string>, those: ReadonlySet<string>): readonly string[] {
  return [...these].filter((fact) => !those.has(fact));
}
