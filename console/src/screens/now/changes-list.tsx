// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { incidentsQuery } from '../../api/queries.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { type Change, changesIn } from './changes.ts';

const SHOWN = 5;

export function ChangesList() {
  const { say } = useWords();
  const incidents = useQuery(incidentsQuery(undefined));
  return (
    <Sheet name={say('changed.name')} aside={<Link to="/live">{say('changed.all')}</Link>}>
      <Answered query={incidents}>
        {(data) => {
          const changes = changesIn(data.incidents, SHOWN);
          if (changes.length === 0) return <p className="soft">{say('changed.none')}</p>;
          return (
            <ol className="lines">
              {changes.map((change) => (
                <Row key={`${change.incident.id} ${change.what}`} change={change} />
              ))}
            </ol>
          );
        }}
      </Answered>
    </Sheet>
  );
}

function Row({ change: { time, what, incident } }: { readonly change: Change }) {
  const { say, language } = useWords();
  const { found } = useTitles();
  return (
    <li className="change changed">
      <span className="row small">
        <Severity level={incident.level} />
        <strong>{say(`changed.${what}`)}</strong>
        <span className="soft">{instant(language, time)}</span>
      </span>
      <Link to="/live/$id" params={{ id: incident.id }} className="change-title">
        {found(incident.title)}
      </Link>
    </li>
  );
}
