// SPDX-License-Identifier: Apache-2.0
// The way of a case from report to close, and what stands against the next step.
import { useTitles } from '../../api/titles.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { told } from '../../words/told.ts';
import type { CaseAnswer } from './case.tsx';
import { Mark } from './marks.tsx';
import { Record } from './record.tsx';

type Phase = CaseAnswer['phase'];

const WAY: readonly Phase[] = [
  'reported',
  'triaged',
  'declared',
  'contained',
  'eradicated',
  'recovering',
  'monitored',
  'closed',
];

export function Phases({ led, may }: { readonly led: CaseAnswer; readonly may: boolean }) {
  const { say, language } = useWords();
  const { title } = useTitles();
  const { id, phase, moves, reached } = led;
  const at = new Map(reached.map((each) => [each.phase, each.at]));
  const here = WAY.indexOf(phase);
  const reasonSaid = (reason: string): string =>
    visible(told('move', reason, (clock) => title('obligations', clock) ?? clock));
  // Into which case one is merged, people choose on the command line.
  const choices = moves.filter(({ to }) => to !== 'merged');
  return (
    <Sheet name={say('phase.name')}>
      <ol className="way">
        {WAY.map((each, step) => (
          <li key={each} aria-current={each === phase ? 'step' : undefined}>
            <Mark state={each === phase ? 'parked' : step < here ? 'done' : 'open'}>
              {say(`phase.${each}`)}
            </Mark>
            <span className="small soft">{instant(language, at.get(each) ?? null)}</span>
          </li>
        ))}
      </ol>
      {WAY.includes(phase) ? null : <p>{say(`phase.${phase}`)}</p>}
      <ul className="lines">
        {choices.map(({ to, csf, refused }) => (
          <li key={to} className="move">
            <span className="row">
              {may ? (
                <Record
                  id={id}
                  event={{ name: 'advanced', body: { to } }}
                  variant={refused.length === 0 ? 'filled' : 'default'}
                >
                  {say('phase.go', { phase: say(`phase.${to}`) })}
                </Record>
              ) : (
                <span>{say(`phase.${to}`)}</span>
              )}
              <span className="mono soft">{csf}</span>
            </span>
            {refused.length === 0 ? null : (
              <details>
                <summary>{say('phase.refused', { count: refused.length })}</summary>
                <ul className="bullets">
                  {refused.map((reason) => (
                    <li key={reason}>{reasonSaid(reason)}</li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
