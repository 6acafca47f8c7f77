// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useTitles } from '../../api/titles.ts';
import { OutcomeMark } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';

/** Which steps of which proved attack were seen: how far it is. */
export function Steps({ steps }: { readonly steps: Answer<'incident'>['steps'] }) {
  const { say, language } = useWords();
  const { titled, found, step: stepSaid } = useTitles();
  if (steps.length === 0) return null;
  return (
    <Sheet name={say('incident.steps')}>
      <ol className="lines">
        {steps.map(({ attack, title, target, step, of, text, goal, time, seenBy }) => (
          <li key={`${attack} ${target} ${step}`} className="step">
            <span className="small soft">
              {titled('attacks', attack, title)} · {say('incident.step', { step, of })} ·{' '}
              {instant(language, time)}
            </span>
            <span>{goal ? titled('impacts', attack, text) : stepSaid(text)}</span>
            <span className="small soft">{say('incident.seenBy', { rule: found(seenBy) })}</span>
            {goal ? <OutcomeMark outcome="INSECURE">{say('incident.goal')}</OutcomeMark> : null}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
