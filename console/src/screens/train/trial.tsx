// SPDX-License-Identifier: Apache-2.0
// The verdict of a trial in words, and apart from it whether people only became more doubtful or more trusting.
import { OutcomeMark } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { estimateText } from './say-estimate.ts';
import type { Settled } from './told.ts';

const OUTCOME = {
  improved: 'SECURE',
  worse: 'INSECURE',
  'not-shown': 'UNKNOWN',
  'too-few': 'UNKNOWN',
} as const;

export function TrialSheet({ tests }: { readonly tests: readonly Settled[] }) {
  const { say } = useWords();
  const judged = tests.flatMap(({ day, trial }) => (trial === undefined ? [] : [{ day, trial }]));
  return (
    <Sheet name={say('train.trial.name')}>
      {judged.length === 0 ? (
        <p>{say('train.trial.first')}</p>
      ) : (
        <ul className="lines">
          {judged.map(({ day, trial }) => (
            <li key={day}>
              <Verdict day={day} trial={trial} />
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function Verdict({ day, trial }: { readonly day: number; readonly trial: NonNullable<Settled['trial']> }) {
  const words = useWords();
  const { say, language } = words;
  const { verdict, people, sensitivity, bias, biasShift } = trial;
  const plain = (value: number): string => number(language, value, 2, 2);
  return (
    <div className="verdict">
      <p className="lead row">
        <strong>{say('train.day', { day })}</strong>
        <OutcomeMark outcome={OUTCOME[verdict]}>{say(`train.verdict.${verdict}`)}</OutcomeMark>
      </p>
      <p>
        {say(`train.verdict.${verdict}.text`)}{' '}
        {sensitivity === undefined
          ? null
          : say('train.verdict.by', { change: estimateText(words, sensitivity, plain) })}
      </p>
      {biasShift === undefined ? null : (
        <p>
          {say(`train.shift.${biasShift}`)}{' '}
          {bias === undefined ? null : say('train.shift.by', { change: estimateText(words, bias, plain) })}
        </p>
      )}
      <p className="soft">{say('train.verdict.people', { ...people })}</p>
    </div>
  );
}
