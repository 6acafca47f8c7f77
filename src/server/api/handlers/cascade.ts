// SPDX-License-Identifier: Apache-2.0
// What could happen to the model, and what it would cost.
import type { RuleFile } from '../../../monitor/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import type { Analyst } from '../../analysis/analyst.ts';
import type { Question } from '../../analysis/cascade.ts';
import { createLatest } from '../../analysis/latest.ts';
import type { ModelFile } from '../../analysis/model-file.ts';
import type { VerdictState } from '../../analysis/verdict.ts';
import { RecipeError } from '../../detect/recipe.ts';
import type { Handlers } from '../bind.ts';
import type { Answer, Body } from '../contract/index.ts';
import type { Caller } from '../gate.ts';

export interface CascadeOptions {
  readonly file: ModelFile | undefined;
  readonly analyst: Pick<Analyst, 'scenarios' | 'simulate'>;
  readonly verdict: { state(): VerdictState };
  readonly now: () => number;
}

/** Callers who wait while one simulation runs: each takes tenths of a second of one processor. */
const MOST_WAITING = 8;

export function cascadeHandlers({
  file,
  analyst,
  verdict,
  now,
}: CascadeOptions): Pick<Handlers, 'scenarios' | 'simulate'> {
  const latest = createLatest(MOST_WAITING);
  const today = (): string => new Date(now()).toISOString().slice(0, 10);
  const model = (): RuleFile => {
    if (file === undefined) throw new HttpRefusal(409, 'No model is loaded: there is nothing to simulate');
    return { name: file.name, bytes: file.read().bytes };
  };
  return {
    scenarios: async () => {
      const scenarios = await usable(analyst.scenarios(model(), today()));
      const state = verdict.state();
      return { scenarios: [...scenarios], attacks: attacksIn(state), verdict: state.state };
    },
    simulate: ({ body, caller }) =>
      latest(nameOf(caller), async () => {
        const answer = await usable(analyst.simulate(model(), today(), questionOf(body)));
        if ('wrong' in answer) throw new HttpRefusal(422, answer.wrong);
        return { ...answer, offered: [...answer.offered] };
      }),
  };
}

/** @throws HttpRefusal 422 when the model has errors. */
async function usable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RecipeError) throw new HttpRefusal(422, error.message);
    throw error;
  }
}

function nameOf({ principal, address }: Caller): string {
  return principal === undefined ? address : `${principal.kind} ${principal.id}`;
}

export function questionOf({
  scenario,
  attack = '',
  detect,
  measures,
  runs,
  seed,
}: Body<'simulate' | 'startSimulation'>): Question {
  const play =
    scenario === undefined ? { attack, ...(detect === undefined ? {} : { detect }) } : { scenario };
  return { play, measures, runs, seed };
}

/** Each attack that succeeds once, by its quickest path; the quickest first. */
function attacksIn(state: VerdictState): Answer<'scenarios'>['attacks'] {
  if (state.state !== 'ready') return [];
  const proved = state.report.verdicts
    .filter(({ verdict }) => verdict === 'INSECURE')
    .toSorted((a, b) => a.days - b.days);
  const first = new Map(proved.toReversed().map((each) => [each.attack, each]));
  return [...first.values()]
    .toSorted((a, b) => a.days - b.days)
    .map(({ attack, title, severity, days }) => ({ id: attack, title, severity, days }));
}
