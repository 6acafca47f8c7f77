// SPDX-License-Identifier: Apache-2.0
// Who can get where, and how: a question of two choices, its answers, and the proof of the one that is open.
import '../live/live.css';
import './paths.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { verdictQuery } from '../../api/queries.ts';
import type { Report } from '../../api/report.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useWords } from '../../words/index.ts';
import { Proof } from './proof.tsx';
import { answersTo, keyOf } from './question.ts';
import { QuestionForm } from './question-form.tsx';
import { Rows } from './rows.tsx';
import { useTrial } from './trial.ts';
import { WhatIf } from './what-if.tsx';

const route = getRouteApi('/paths');

export function Paths() {
  const { say } = useWords();
  const verdict = useQuery(verdictQuery);
  return (
    <div className="stack">
      <h1 className="title">{say('screen.paths')}</h1>
      <Answered query={verdict}>
        {(state) =>
          state.state === 'ready' ? (
            <Whole report={state.report} />
          ) : (
            <Empty
              text={
                state.state === 'failed'
                  ? say('verdict.failed', { why: state.why })
                  : say(`verdict.${state.state}`)
              }
              action={<Link to="/">{say('lost.action')}</Link>}
            />
          )
        }
      </Answered>
    </div>
  );
}

function Whole({ report }: { readonly report: Report }) {
  const { say } = useWords();
  const search = route.useSearch();
  const { paths, held } = answersTo(report, search);
  const rows = search.show === 'held' ? held : paths;
  const open = [...paths, ...held].find((row) => keyOf(row) === search.open);
  const trial = useTrial();
  const turned = new Map(trial.changes.map((change) => [keyOf(change), change.after] as const));
  return (
    <>
      <QuestionForm report={report} />
      <WhatIf report={report} trial={trial} />
      <div className={open === undefined ? 'live' : 'live one'}>
        <div className="list">
          <nav className="row" aria-label={say('paths.show')}>
            {([undefined, 'held'] as const).map((show) => (
              <Link
                key={show ?? 'paths'}
                to="/paths"
                search={({ open: _, show: __, ...old }) => (show === undefined ? old : { ...old, show })}
                className="filter"
                activeOptions={{ exact: true, explicitUndefined: true }}
                aria-current={show === search.show ? 'true' : undefined}
              >
                {show === 'held'
                  ? say('paths.held', { count: held.length })
                  : say('paths.found', { count: paths.length })}
              </Link>
            ))}
          </nav>
          <Rows rows={rows} open={open} turned={turned} />
        </div>
        <div className="detail">
          {open === undefined ? (
            <p className="soft">{say('paths.choose')}</p>
          ) : (
            <Proof row={open} report={report} trial={trial} after={turned.get(keyOf(open))} />
          )}
        </div>
      </div>
    </>
  );
}
