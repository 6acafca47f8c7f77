// SPDX-License-Identifier: Apache-2.0
// What to do now in a case, the most pressing first: what waits for people, what the law waits for, then the next phase.
import type { Answer } from '../../../../src/server/api/contract/index.ts';

type Case = Answer<'case'>;
type Run = Answer<'runs'>['runs'][number];
type Clock = Answer<'clocks'>['clocks'][number];

export type Todo =
  | {
      readonly kind: 'approve' | 'answer';
      readonly run: string;
      readonly what: string;
      readonly count: number;
    }
  | { readonly kind: 'clock'; readonly clock: Clock }
  | { readonly kind: 'decide'; readonly count: number }
  | { readonly kind: 'task'; readonly what: string; readonly who: string | null; readonly overdue: boolean }
  | { readonly kind: 'advance'; readonly phase: Case['phase'] };

/** Clocks that are told here; the obligations have all. */
const CLOCKS = 3;
const OVER: readonly string[] = ['closed', 'false-positive', 'merged'];
/** Ways aside: they are chosen, they are not what comes next. */
const ASIDE: readonly string[] = ['merged', 'false-positive', 'reopened'];

export function todosOf(led: Case, runs: readonly Run[], clocks: readonly Clock[]): readonly Todo[] {
  if (OVER.includes(led.phase)) return [];
  const own = runs.filter((run) => run.case === led.id);
  const mine = clocks.filter((clock) => clock.case === led.id);
  const sure = mine.filter(({ applies }) => applies);
  const undecided = mine.length - sure.length;
  const next = led.moves.find(({ to }) => !ASIDE.includes(to));
  return [
    ...own.flatMap(waiting),
    ...sure.slice(0, CLOCKS).map((clock): Todo => ({ kind: 'clock', clock })),
    ...(undecided === 0 ? [] : [{ kind: 'decide', count: undecided } as const]),
    ...led.tasks
      .filter(({ done }) => done === null)
      .map(({ text, owner, overdue }): Todo => ({ kind: 'task', what: text, who: owner, overdue })),
    ...(next === undefined ? [] : [{ kind: 'advance', phase: next.to } as const]),
  ];
}

function waiting({ run, asked, parked, first }: Run): readonly Todo[] {
  const what = first ?? '';
  if (asked > 0) return [{ kind: 'approve', run, what, count: asked }];
  return parked > 0 ? [{ kind: 'answer', run, what, count: parked }] : [];
}
