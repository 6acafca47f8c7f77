// SPDX-License-Identifier: Apache-2.0
// The first screen: what is true, what to do first, what changed, and whether events arrive.
import './now.css';
import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { statusQuery, verdictQuery } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { Answered } from '../../parts/answer.tsx';
import { Numbers } from '../../parts/numbers.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Chain } from './chain.tsx';
import { ChangesList } from './changes-list.tsx';
import { Fixes } from './fixes.tsx';
import { Ingest } from './ingest.tsx';
import { attacksIn, chain, worst } from './sentence.ts';

export function Now() {
  const verdict = useQuery(verdictQuery);
  const status = useQuery(statusQuery);
  const may = useMe()?.may ?? [];
  const { say } = useWords();
  const report = verdict.data?.state === 'ready' ? verdict.data.report : undefined;
  return (
    <div className="stack now">
      <Answered query={verdict}>{(state) => <Sentence state={state} />}</Answered>
      <Answered query={status}>{(data) => <Five status={data} />}</Answered>
      {report === undefined ? null : (
        <Sheet name={say('chain.name')}>
          <Chain links={chain(report)} />
        </Sheet>
      )}
      <div className="columns">
        {report === undefined ? null : <Fixes cuts={report.cuts} />}
        {may.includes('incidents') ? <ChangesList /> : null}
      </div>
      <Answered query={status}>{(data) => <Ingest status={data} />}</Answered>
    </div>
  );
}

function Sentence({ state }: { readonly state: Answer<'verdict'> }) {
  const { say, language } = useWords();
  if (state.state !== 'ready')
    return (
      <h1 className="sentence">
        {state.state === 'failed' ? say('verdict.failed', { why: state.why }) : say(`verdict.${state.state}`)}
      </h1>
    );
  const { report, at, stale } = state;
  const { insecure, all } = attacksIn(chain(report));
  const first = worst(report);
  return (
    <div className="stack">
      <h1 className="sentence">
        <b>{say('verdict.insecure', { count: insecure, all })}</b>{' '}
        {first === undefined
          ? say(report.counts.unknown > 0 ? 'verdict.open' : 'verdict.holds')
          : say('verdict.worst', { title: first.title, count: first.steps.length })}
      </h1>
      <p className="soft small">
        {say('verdict.about', { model: report.model.name, at: instant(language, at) })}
        {stale ? ` ${say('verdict.stale')}` : ''}
      </p>
    </div>
  );
}

function Five({ status: { numbers } }: { readonly status: Answer<'status'> }) {
  const { say } = useWords();
  return (
    <Numbers
      numbers={[
        { name: say('numbers.insecure'), value: numbers.insecure, alarming: true },
        { name: say('numbers.undecided'), value: numbers.unknown, alarming: false },
        { name: say('numbers.incidents'), value: numbers.openIncidents, alarming: true },
        { name: say('numbers.silent'), value: numbers.silentSources, alarming: true },
        { name: say('numbers.unread'), value: numbers.unread, alarming: false },
      ]}
    />
  );
}
