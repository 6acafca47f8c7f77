// SPDX-License-Identifier: Apache-2.0
// One incident: the event to look at first, why it is one, how far the attack is, and all that was seen in order.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { incidentQuery } from '../../api/queries.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { Fields } from '../../parts/fields.tsx';
import { Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { RespondButton } from '../respond/respond-button.tsx';
import { Steps } from './steps.tsx';
import { TimeLine } from './time-line.tsx';
import { Touched } from './touched.tsx';
import { WhyTree } from './why.tsx';

export function Incident() {
  const { id } = getRouteApi('/live/$id').useParams();
  const { say } = useWords();
  const search = getRouteApi('/live').useSearch();
  const incident = useQuery(incidentQuery(id));
  return (
    <article className="stack">
      <Link to="/live" search={search} className="back">
        {say('incident.back')}
      </Link>
      <Answered query={incident}>{(data) => <Whole incident={data} />}</Answered>
    </article>
  );
}

function Whole({ incident }: { readonly incident: Answer<'incident'> }) {
  const { say, language } = useWords();
  const { found } = useTitles();
  const { id, title, level, state, first, last, alerts, fingerprint, example, cause, why } = incident;
  return (
    <>
      <header className="stack">
        <h2 className="incident-title">{found(title)}</h2>
        <p className="row">
          <Severity level={level} />
          <span>{say(`state.${state}`)}</span>
          <span className="soft">
            {say('incident.span', { from: instant(language, first), to: instant(language, last) })}
          </span>
          <span className="soft">{say('live.alerts', { count: alerts })}</span>
        </p>
        <p className="mono soft">{visible(fingerprint)}</p>
        <RespondButton incident={id} />
      </header>
      <Seen name={say('incident.example')} shown={example} />
      <Sheet name={say('incident.why')}>
        <WhyTree why={why} />
      </Sheet>
      <Steps steps={incident.steps} />
      {cause.at.line === example.at.line && cause.at.file === example.at.file ? null : (
        <Seen name={say('incident.cause')} shown={cause} />
      )}
      <TimeLine incident={incident} />
      <Touched incident={incident} />
    </>
  );
}

function Seen({ name, shown }: { readonly name: string; readonly shown: Answer<'incident'>['example'] }) {
  const { language } = useWords();
  const { found } = useTitles();
  return (
    <Sheet name={name} aside={<span className="soft">{instant(language, shown.time, true)}</span>}>
      <p>{found(shown.rule)}</p>
      <Fields event={shown.event} />
    </Sheet>
  );
}
