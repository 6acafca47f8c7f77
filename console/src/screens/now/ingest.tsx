// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { number } from '../../words/format.ts';
import { useWords, type Word } from '../../words/index.ts';

/** Whether events arrive and are kept. What should be zero and is not stands out. */
export function Ingest({ status: { ingest, health } }: { readonly status: Answer<'status'> }) {
  const { say, language } = useWords();
  const facts: readonly (readonly [Word, number, boolean])[] = [
    ['ingest.perSecond', ingest.perSecond, false],
    ['ingest.stored', ingest.stored, false],
    ['ingest.lag', ingest.lag, false],
    ['ingest.lost', ingest.lost, ingest.lost > 0],
    ['ingest.refused', ingest.refused, ingest.refused > 0],
  ];
  return (
    <Sheet name={say('ingest.name')}>
      <dl className="facts">
        {facts.map(([word, value, bad]) => (
          <div key={word} className={bad ? 'bad' : ''}>
            <dt>{say(word)}</dt>
            <dd>{number(language, value, 1)}</dd>
          </div>
        ))}
      </dl>
      {health.well ? null : (
        <p className="bad" role="alert">
          {say('ingest.ill', { why: health.why ?? '' })}
        </p>
      )}
    </Sheet>
  );
}
