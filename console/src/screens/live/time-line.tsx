// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useTitles } from '../../api/titles.ts';
import { Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';

export function TimeLine({ incident: { timeline, folded } }: { readonly incident: Answer<'incident'> }) {
  const { say, language } = useWords();
  const { found } = useTitles();
  return (
    <Sheet name={say('incident.timeline')}>
      <ol className="lines">
        {timeline.map(({ rule, kind, title, level, about, from, count, at }) => (
          <li key={`${rule} ${about} ${from} ${at.line}`} className="step">
            <span className="row small">
              <Severity level={level} />
              <span className="soft">{instant(language, from, true)}</span>
              <span className="soft">{say(`kind.${kind}`)}</span>
              {count > 1 ? <span className="soft">{say('incident.times', { count })}</span> : null}
            </span>
            <span>{found(title)}</span>
            <span className="mono soft">
              {visible(rule)} · {visible(about)}
            </span>
          </li>
        ))}
      </ol>
      {folded === 0 ? null : <p className="soft">{say('incident.folded', { count: folded })}</p>}
    </Sheet>
  );
}
