// SPDX-License-Identifier: Apache-2.0
// The first screen: what is true, what to do first, what changed, and whether events arrive.
import './now.css';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { statusQuery, summaryQuery } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { useTitles } from '../../api/titles.ts';
import { useScreens } from '../../app/screens.ts';
import { Answered } from '../../parts/answer.tsx';
import { Numbers } from '../../parts/numbers.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { keyOf } from '../paths/question.ts';
import { Chain, LiveChain } from './chain.tsx';
import { ChangesList } from './changes-list.tsx';
import { Clocks } from './clocks.tsx';
import { Fixes } from './fixes.tsx';
import { Ingest } from './ingest.tsx';

/** The first screen of a role, which need not be this one. */
export function Now() {
  const may = useMe()?.may ?? [];
  const [first] = useScreens();
  if (may.includes('summary') || first === undefined) return <Verdict may={may} />;
  return <Navigate to={first.to} replace />;
}

function Verdict({ may }: { readonly may: readonly string[] }) {
  const verdict = useQuery(summaryQuery);
  const status = useQuery(statusQuery);
  const { say } = useWords();
  const summary = verdict.data?.state === 'ready' ? verdict.data.summary : undefined;
  return (
    <div className="stack now">
      <Answered query={verdict}>{(state) => <Sentence state={state} />}</Answered>
      {may.includes('clocks') ? <Clocks /> : null}
      <Answered query={status}>{(data) => <Five status={data} />}</Answered>
      {summary === undefined ? null : (
        <Sheet name={say('chain.name')}>
          {may.includes('incidents') ? (
            <LiveChain links={summary.chain} />
          ) : (
            <Chain links={summary.chain} open={new Map()} />
          )}
        </Sheet>
      )}
      <div className="columns">
        {summary === undefined ? null : <Fixes cuts={summary.cuts} />}
        {may.includes('incidents') ? <ChangesList /> : null}
      </div>
      <Answered query={status}>{(data) => <Ingest status={data} />}</Answered>
    </div>
  );
}

function Sentence({ state }: { readonly state: Answer<'summary'> }) {
  const { say, language } = useWords();
  const { titled } = useTitles();
  if (state.state !== 'ready')
    return (
      <h1 className="sentence">
        {state.state === 'failed' ? say('verdict.failed', { why: state.why }) : say(`verdict.${state.state}`)}
      </h1>
    );
  const { summary, at, stale } = state;
  const { insecure, unknown, all } = summary.attacks;
  const { worst, model } = summary;
  return (
    <div className="stack">
      <h1 className="sentence">
        <b>{say('verdict.insecure', { count: insecure, all })}</b>{' '}
        {worst === null ? (
          say(unknown > 0 ? 'verdict.open' : 'verdict.holds')
        ) : (
          <Link to="/paths" search={{ open: keyOf(worst) }} className="worst">
            {say('verdict.worst', {
              title: titled('attacks', worst.attack, worst.title),
              count: worst.steps,
            })}
          </Link>
        )}
      </h1>
      <p className="soft small">
        {say('verdict.about', { model, at: instant(language, at) })}
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
