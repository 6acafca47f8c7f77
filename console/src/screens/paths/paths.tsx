// SPDX-License-Identifier: Apache-2.0
// Who can get where, and how: a question of two choices, its answers, and the proof of the one that is open.
import '../live/live.css';
import './paths.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { verdictQuery } from '../../api/queries.ts';
import type { Report, VerdictRow } from '../../api/report.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { type Outcome, OutcomeMark, Severity } from '../../parts/severity.tsx';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Proof } from './proof.tsx';
import { answersTo, keyOf } from './question.ts';
import { QuestionForm } from './question-form.tsx';
import { useTrial } from './trial.ts';
import { WhatIf } from './what-if.tsx';

const route = getRouteApi('/paths');
/** Rows beyond this are counted: the question is to be narrowed. */
const SHOWN = 100;

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

interface RowsOptions {
  readonly rows: readonly VerdictRow[];
  readonly open: VerdictRow | undefined;
  /** Outcome with what is tried, where it is another. */
  readonly turned: ReadonlyMap<string, Outcome>;
}

function Rows({ rows, open, turned }: RowsOptions) {
  const { say, language } = useWords();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  if (rows.length === 0)
    return (
      <Empty
        text={say('paths.none')}
        action={
          <Link to="/paths" search={{}}>
            {say('paths.all')}
          </Link>
        }
      />
    );
  return (
    <>
      <ul className="lines" ref={list}>
        {rows.slice(0, SHOWN).map((row) => (
          <li key={keyOf(row)}>
            <Row row={row} isOpen={row === open} after={turned.get(keyOf(row))} />
          </li>
        ))}
      </ul>
      {rows.length > SHOWN ? (
        <p className="soft">{say('paths.more', { more: number(language, rows.length - SHOWN) })}</p>
      ) : null}
    </>
  );
}

interface RowOptions {
  readonly row: VerdictRow;
  readonly isOpen: boolean;
  readonly after: Outcome | undefined;
}

function Row({ row, isOpen, after }: RowOptions) {
  const { say, named, language } = useWords();
  const { title, severity, verdict, attacker, target, steps, days } = row;
  return (
    <Link
      to="/paths"
      search={(old) => ({ ...old, open: keyOf(row) })}
      className={isOpen ? 'incident open' : 'incident'}
      aria-current={isOpen ? 'true' : undefined}
      activeProps={{}}
      data-row
    >
      <span className="row small">
        <OutcomeMark outcome={verdict} />
        {after === undefined || after === verdict ? null : (
          <span className="turned changed">
            <span aria-hidden="true">→ </span>
            <OutcomeMark outcome={after}>{say(`whatIf.${after}`)}</OutcomeMark>
          </span>
        )}
        <Severity level={severity} />
        {steps.length === 0 ? null : (
          <span className="soft">{say('paths.steps', { count: steps.length })}</span>
        )}
        {days === 0 ? null : (
          <span className="soft">
            {say('paths.days', { count: Number(days.toFixed(1)), days: number(language, days, 1) })}
          </span>
        )}
      </span>
      <span>{title}</span>
      <span className="small soft">
        {say('paths.way', { from: named('attacker', attacker), to: named('target', target) })}
      </span>
    </Link>
  );
}
