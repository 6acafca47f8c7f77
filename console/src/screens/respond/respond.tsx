// SPDX-License-Identifier: Apache-2.0
// Incidents that are being worked, and the playbooks that run for them.
import './respond.css';
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { casesQuery, runsQuery } from '../../api/respond-queries.ts';
import { useMe } from '../../api/session.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Mark } from './marks.tsx';
import { refreshCase } from './record.tsx';

export function Respond() {
  const { say } = useWords();
  const cases = useQuery(casesQuery);
  const runs = useQuery(runsQuery);
  const may = useMe()?.may ?? [];
  return (
    <div className="stack respond">
      <h1 className="title">{say('screen.respond')}</h1>
      <Answered query={cases}>{(data) => <Cases cases={data.cases} />}</Answered>
      {may.includes('openCase') ? <NewCase /> : null}
      <Sheet name={say('respond.runs')}>
        <Answered query={runs}>{(data) => <Runs runs={data.runs} />}</Answered>
      </Sheet>
    </div>
  );
}

function Cases({ cases }: { readonly cases: Answer<'cases'>['cases'] }) {
  const { say } = useWords();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  if (cases.length === 0)
    return (
      <Empty
        text={say('respond.empty')}
        action={
          <Link to="/live">
            <Button component="span">{say('respond.empty.action')}</Button>
          </Link>
        }
      />
    );
  return (
    <Sheet name={say('respond.cases')}>
      <ul className="lines" ref={list}>
        {cases.map((each) => (
          <li key={each.id}>
            <CaseRow row={each} />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function CaseRow({ row }: { readonly row: Answer<'cases'>['cases'][number] }) {
  const { say, language } = useWords();
  const { found } = useTitles();
  const { id, title, phase, tlp, owner, last, clocks, due } = row;
  return (
    <Link to="/respond/$id" params={{ id }} className="case-row" data-row>
      <span className="row small">
        <Mark state={phase === 'closed' || phase === 'false-positive' ? 'done' : 'parked'}>
          {say(`phase.${phase}`)}
        </Mark>
        <span className="soft">TLP:{tlp.toUpperCase()}</span>
        <span className="soft">{instant(language, last)}</span>
        <span className="soft">
          {owner === null ? say('case.nobody') : say('case.owner', { owner: visible(owner) })}
        </span>
        {clocks === 0 ? null : <span>{say('case.clocks', { count: clocks })}</span>}
        {due === null ? null : <span>{say('case.due', { at: instant(language, due) })}</span>}
      </span>
      <span>{found(title)}</span>
    </Link>
  );
}

function NewCase() {
  const { say } = useWords();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const open = useMutation({
    mutationFn: () =>
      ask('openCase', {
        body: { title, zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC' },
      }),
    onSuccess: async ({ id }) => {
      await refreshCase();
      await navigate({ to: '/respond/$id', params: { id } });
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    open.mutate();
  };
  return (
    <form className="asked" onSubmit={send}>
      <TextInput
        label={say('respond.new')}
        maxLength={500}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={title.trim() === ''} loading={open.isPending}>
        {say('respond.begin')}
      </Button>
      <Wrong error={open.error} />
    </form>
  );
}

export function Runs({ runs }: { readonly runs: Answer<'runs'>['runs'] }) {
  const { say, language } = useWords();
  if (runs.length === 0) return <p className="soft">{say('respond.runs.none')}</p>;
  return (
    <ul className="lines">
      {runs.map(({ run, case: id, name, simulated, state, begun, asked, parked, first }) => (
        <li key={run} className="case-row">
          <span className="row small">
            <Mark state={state}>{say(`run.state.${state}`)}</Mark>
            <span>{say(simulated ? 'run.simulated' : 'run.earnest')}</span>
            <span className="soft">{instant(language, begun)}</span>
            {asked === 0 ? null : <strong>{say('run.asked', { count: asked })}</strong>}
            {parked === 0 ? null : <strong>{say('run.parked', { count: parked })}</strong>}
          </span>
          {id === null ? (
            <span>{visible(name)}</span>
          ) : (
            <Link to="/respond/$id/playbooks" params={{ id }} search={{ run }}>
              {visible(name)}
            </Link>
          )}
          {first === null ? null : <span className="soft">{visible(first)}</span>}
        </li>
      ))}
    </ul>
  );
}
