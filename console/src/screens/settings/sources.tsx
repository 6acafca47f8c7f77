// SPDX-License-Identifier: Apache-2.0
// Where events come from, how often, and who is silent.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sourcesQuery } from '../../api/queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { OutcomeMark } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { duration } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';

export function Sources() {
  const { say, language } = useWords();
  const sources = useQuery(sourcesQuery);
  return (
    <Answered query={sources}>
      {({ sources: all }) =>
        all.length === 0 ? (
          <Empty text={say('sources.empty')} action={<Link to="/events">{say('live.empty.action')}</Link>} />
        ) : (
          <Sheet name={say('settings.sources')}>
            <ul className="lines">
              {all.map(({ name, kind, format, cadenceSeconds, silentSeconds, silent }) => (
                <li key={name} className="source">
                  <strong>{visible(name)}</strong>
                  <span className="soft">
                    {kind}
                    {format === undefined ? '' : ` · ${format}`}
                  </span>
                  <span className="soft">
                    {cadenceSeconds === null
                      ? say('sources.uncounted')
                      : say('sources.cadence', { every: duration(language, cadenceSeconds) })}
                  </span>
                  <OutcomeMark outcome={silent ? 'INSECURE' : cadenceSeconds === null ? 'UNKNOWN' : 'SECURE'}>
                    {silentSeconds === null
                      ? say('sources.unknown')
                      : say(silent ? 'sources.silent' : 'sources.heard', {
                          for: duration(language, silentSeconds),
                        })}
                  </OutcomeMark>
                </li>
              ))}
            </ul>
          </Sheet>
        )
      }
    </Answered>
  );
}
