// SPDX-License-Identifier: Apache-2.0
// Legal clocks that run, the nearest deadline first; nothing when there is none.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { clocksQuery } from '../../api/respond-queries.ts';
import { useTitles } from '../../api/titles.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { useWords } from '../../words/index.ts';
import { ClockText, stepId } from '../respond/clock.tsx';

const SHOWN = 4;

export function Clocks() {
  const { say } = useWords();
  const { titled, found } = useTitles();
  const { data } = useQuery(clocksQuery);
  if (data === undefined || data.clocks.length === 0) return null;
  const more = data.clocks.length - SHOWN + data.more;
  return (
    <Sheet name={say('clocks.name')} aside={<Link to="/respond">{say('clocks.all')}</Link>}>
      <ul className="lines">
        {data.clocks.slice(0, SHOWN).map((clock) => (
          <li key={`${clock.case} ${clock.obligation} ${clock.step}`} className="change">
            <ClockText clock={clock} at={data.at} />
            <Link
              to="/respond/$id/obligations"
              params={{ id: clock.case }}
              className="change-title"
              aria-label={`${found(clock.title)}: ${titled('obligations', stepId(clock), clock.report)}`}
            >
              {found(clock.title)}
            </Link>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="soft small">{say('clocks.more', { count: more })}</p> : null}
    </Sheet>
  );
}
