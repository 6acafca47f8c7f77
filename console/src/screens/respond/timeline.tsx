// SPDX-License-Identifier: Apache-2.0

import { useElementNames } from '../../api/element-names.ts';
import { useTitles } from '../../api/titles.ts';
import { useRefusal } from '../../parts/refusal.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { One } from './assets.tsx';
import type { CaseAnswer } from './case.tsx';
import { entrySaid } from './entry.ts';

/** Everything that was recorded, the youngest first, with its number in the log of evidence. */
export function Timeline({ led, may }: { readonly led: CaseAnswer; readonly may: boolean }) {
  const { say } = useWords();
  const refusal = useRefusal();
  return (
    <Sheet name={say('timeline.name')}>
      {may ? (
        <One
          id={led.id}
          label={say('timeline.note')}
          action={say('timeline.record')}
          event={(text) => ({ name: 'noted', body: { text } })}
        />
      ) : null}
      <Entries entries={led.timeline.slice(0, SHOWN)} />
      {led.timeline.length > SHOWN ? (
        <details>
          <summary>{say('timeline.older', { count: led.timeline.length - SHOWN })}</summary>
          <Entries entries={led.timeline.slice(SHOWN)} />
        </details>
      ) : null}
      {led.faults.map(({ entry, reasons }) => (
        <p key={entry} className="critical">
          #{entry}: {reasons.map(refusal).join('; ')}
        </p>
      ))}
    </Sheet>
  );
}

const SHOWN = 8;

function Entries({ entries }: { readonly entries: CaseAnswer['timeline'] }) {
  const words = useWords();
  const titles = useTitles();
  const nameOf = useElementNames();
  const { language, named } = words;
  return (
    <ol className="lines">
      {entries.map(({ entry, at, by, event, body }) => (
        <li key={entry} className="step changed">
          <span className="row small">
            <strong>{named('event', event)}</strong>
            <span className="soft">{instant(language, at, true)}</span>
            <span className="soft">{visible(by.name)}</span>
            <span className="mono soft">#{entry}</span>
          </span>
          <span className="told">{entrySaid({ event, body }, words, titles, nameOf).join(' · ')}</span>
        </li>
      ))}
    </ol>
  );
}
