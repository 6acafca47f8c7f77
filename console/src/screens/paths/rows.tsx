// SPDX-License-Identifier: Apache-2.0
// The answers as a list: what several attackers do alike is said once, with a row for each of them below.
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useElementNames } from '../../api/element-names.ts';
import type { VerdictRow } from '../../api/report.ts';
import { useTitles } from '../../api/titles.ts';
import { Empty } from '../../parts/empty.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { type Outcome, OutcomeMark, Severity } from '../../parts/severity.tsx';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { keyOf, together } from './question.ts';

/** Rows beyond this are counted: the question is to be narrowed. */
const SHOWN = 100;

interface RowsOptions {
  readonly rows: readonly VerdictRow[];
  readonly open: VerdictRow | undefined;
  /** Outcome with what is tried, where it is another. */
  readonly turned: ReadonlyMap<string, Outcome>;
}

export function Rows({ rows, open, turned }: RowsOptions) {
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
  const shown = (row: VerdictRow): Omit<RowOptions, 'isMember'> => ({
    row,
    isOpen: row === open,
    after: turned.get(keyOf(row)),
  });
  return (
    <>
      <ul className="lines" ref={list}>
        {together(rows.slice(0, SHOWN)).map(([first, ...others]) =>
          first === undefined ? null : (
            <li key={keyOf(first)}>
              {others.length === 0 ? (
                <Row {...shown(first)} isMember={false} />
              ) : (
                <>
                  <Head row={first} />
                  <ul className="lines members">
                    {[first, ...others].map((row) => (
                      <li key={keyOf(row)}>
                        <Row {...shown(row)} isMember />
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </li>
          ),
        )}
      </ul>
      {rows.length > SHOWN ? (
        <p className="soft">{say('paths.more', { more: number(language, rows.length - SHOWN) })}</p>
      ) : null}
    </>
  );
}

/** What the rows of a group have in common. */
function Head({ row: { attack, title, severity, verdict, target } }: { readonly row: VerdictRow }) {
  const { named } = useWords();
  const { titled } = useTitles();
  const nameOf = useElementNames();
  return (
    <div className="incident shared">
      <span className="row small">
        <OutcomeMark outcome={verdict} />
        <Severity level={severity} />
      </span>
      <span>{titled('attacks', attack, title)}</span>
      <span className="small soft">→ {nameOf(target, named('target', target))}</span>
    </div>
  );
}

interface RowOptions {
  readonly row: VerdictRow;
  readonly isOpen: boolean;
  readonly after: Outcome | undefined;
  /** Below a head, which says the rest. */
  readonly isMember: boolean;
}

function Row({ row, isOpen, after, isMember }: RowOptions) {
  const { say, named } = useWords();
  const { titled } = useTitles();
  const nameOf = useElementNames();
  const { attack, title, severity, verdict, attacker, target } = row;
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
        {isMember ? (
          <span className="whole">{named('attacker', attacker)}</span>
        ) : (
          <OutcomeMark outcome={verdict} />
        )}
        <Turned after={after === verdict ? undefined : after} />
        {isMember ? null : <Severity level={severity} />}
        <Effort row={row} />
      </span>
      {isMember ? null : (
        <>
          <span>{titled('attacks', attack, title)}</span>
          <span className="small soft">
            {say('paths.way', {
              from: named('attacker', attacker),
              to: nameOf(target, named('target', target)),
            })}
          </span>
        </>
      )}
    </Link>
  );
}

function Turned({ after }: { readonly after: Outcome | undefined }) {
  const { say } = useWords();
  if (after === undefined) return null;
  return (
    <span className="turned changed">
      <span aria-hidden="true">→ </span>
      <OutcomeMark outcome={after}>{say(`whatIf.${after}`)}</OutcomeMark>
    </span>
  );
}

function Effort({ row: { steps, days } }: { readonly row: VerdictRow }) {
  const { say, language } = useWords();
  return (
    <>
      {steps.length === 0 ? null : (
        <span className="soft">{say('paths.steps', { count: steps.length })}</span>
      )}
      {days === 0 ? null : (
        <span className="soft">
          {say('paths.days', { count: Number(days.toFixed(1)), days: number(language, days, 1) })}
        </span>
      )}
    </>
  );
}
