// SPDX-License-Identifier: Apache-2.0
// Playbooks of a case: those that fit, the dry run of one, or a run.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { playbooksQuery, runsQuery } from '../../api/respond-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Coded } from '../../parts/coded.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';
import { Plan } from './plan.tsx';
import { Runs } from './respond.tsx';
import { Run } from './run.tsx';

const route = getRouteApi('/respond/$id/playbooks');

export function Playbooks() {
  const { id } = route.useParams();
  const { playbook, run } = route.useSearch();
  if (run !== undefined) return <Run id={id} run={run} />;
  if (playbook !== undefined) return <Plan id={id} playbook={playbook} />;
  return <Book id={id} />;
}

function Book({ id }: { readonly id: string }) {
  const { say, language } = useWords();
  const book = useQuery(playbooksQuery(id, language));
  const runs = useQuery(runsQuery);
  return (
    <>
      <Sheet name={say('respond.runs')}>
        <Answered query={runs}>
          {(data) => <Runs runs={data.runs.filter((each) => each.case === id)} />}
        </Answered>
      </Sheet>
      <Answered query={book}>{(data) => <Lists id={id} rows={data.playbooks} />}</Answered>
    </>
  );
}

type Row = Answer<'playbooks'>['playbooks'][number];

function Lists({ id, rows }: { readonly id: string; readonly rows: readonly Row[] }) {
  const { say } = useWords();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const fitting = rows.filter(({ fits }) => fits);
  const others = rows.filter(({ fits }) => !fits);
  return (
    <div className="stack" ref={list}>
      <Sheet name={say('book.fits')}>
        {fitting.length === 0 ? <p className="soft">{say('book.none')}</p> : <Rows id={id} rows={fitting} />}
      </Sheet>
      <details>
        <summary>{say('book.others', { count: others.length })}</summary>
        <Rows id={id} rows={others} />
      </details>
    </div>
  );
}

function Rows({ id, rows }: { readonly id: string; readonly rows: readonly Row[] }) {
  const { say } = useWords();
  return (
    <ul className="lines">
      {rows.map(({ id: playbook, title, text, commands, byHand }) => (
        <li key={playbook}>
          <Link
            to="/respond/$id/playbooks"
            params={{ id }}
            search={{ playbook }}
            className="case-row"
            activeProps={{}}
            data-row
          >
            <strong>{visible(title)}</strong>
            <span>
              <Coded text={text} />
            </span>
            <span className="small soft">
              {say('book.commands', { count: commands })}, {say('book.byHand', { count: byHand })}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
