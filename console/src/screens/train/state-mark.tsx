// SPDX-License-Identifier: Apache-2.0
import { useWords } from '../../words/index.ts';
import { Mark } from '../respond/marks.tsx';

const MARKS = { 'to-come': 'open', running: 'begun', open: 'begun', over: 'done' } as const;

/** Where a campaign stands, or a test of it. */
export function StateMark({ state }: { readonly state: keyof typeof MARKS }) {
  const { say } = useWords();
  return <Mark state={MARKS[state]}>{say(`train.state.${state}`)}</Mark>;
}
