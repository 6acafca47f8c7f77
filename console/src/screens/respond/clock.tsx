// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useTitles } from '../../api/titles.ts';
import { duration, instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Mark } from './marks.tsx';

type Clock = Answer<'clocks'>['clocks'][number];

/** By which the pack calls the report. */
export function stepId({ obligation, step }: Pick<Clock, 'obligation' | 'step'>): string {
  return `${obligation}/${step}`;
}

/** One report that the law waits for, and how much time is left. @param at Now, as the server sees it. */
export function ClockText({ clock, at }: { readonly clock: Clock; readonly at: string }) {
  const { say, language } = useWords();
  const { titled } = useTitles();
  const { obligation, report, regime, article, state, due, applies } = clock;
  const left = due === null ? undefined : (Date.parse(due) - Date.parse(at)) / 1000;
  const when =
    left === undefined || due === null
      ? say(`duty.state.${state}`)
      : left < 0
        ? say('clock.over', { time: duration(language, -left) })
        : say('clock.left', { time: duration(language, left), at: instant(language, due) });
  return (
    <span className="row">
      <Mark state={left !== undefined && left < 0 ? 'failed' : applies ? 'waiting' : 'open'}>{when}</Mark>
      <span>{titled('obligations', stepId(clock), report)}</span>
      <span className="soft">{titled('obligationLaws', obligation, `${regime}, ${article}`)}</span>
      {applies ? null : <span className="soft">{say('clock.undecided')}</span>}
    </span>
  );
}
