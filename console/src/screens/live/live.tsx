// SPDX-License-Identifier: Apache-2.0
// What is going on: incidents in groups, the worst first, and beside them the one that is open.
import './live.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useMatchRoute } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { incidentsQuery } from '../../api/queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { type Group, groups } from './group.ts';
import { GroupRow, IncidentLink } from './rows.tsx';

const STATES = [undefined, 'open', 'quiet', 'closed'] as const;
const route = getRouteApi('/live');

export function Live() {
  const { say } = useWords();
  const { state } = route.useSearch();
  const incidents = useQuery(incidentsQuery(state));
  const isOpen = useMatchRoute()({ to: '/live/$id' }) !== false;
  return (
    <div className={isOpen ? 'live one' : 'live'}>
      <h1 className="unseen">{say('screen.live')}</h1>
      <div className="list">
        <nav className="row" aria-label={say('live.states')}>
          {STATES.map((each) => (
            <Link
              key={each ?? 'all'}
              to="/live"
              search={each === undefined ? {} : { state: each }}
              className="filter"
              activeOptions={{ exact: true, explicitUndefined: true }}
              aria-current={each === state ? 'true' : undefined}
            >
              {say(`state.${each ?? 'all'}`)}
            </Link>
          ))}
        </nav>
        <Answered query={incidents}>{(data) => <List data={data} />}</Answered>
      </div>
      <div className="detail">{isOpen ? <Outlet /> : <p className="soft">{say('live.choose')}</p>}</div>
    </div>
  );
}

function List({ data: { incidents, more } }: { readonly data: Answer<'incidents'> }) {
  const { say, language } = useWords();
  const { state } = route.useSearch();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  if (incidents.length === 0)
    return (
      <Empty
        text={
          state === undefined ? say('live.empty') : say('live.empty.state', { state: say(`state.${state}`) })
        }
        action={
          <Link to="/events">
            <Button component="span">{say('live.empty.action')}</Button>
          </Link>
        }
      />
    );
  return (
    <>
      <ul className="lines" ref={list}>
        {groups(incidents).map((group) => (
          <Rows key={group.name} group={group} />
        ))}
      </ul>
      {more === 0 ? null : (
        <p className="soft">{say('live.more', { count: more, more: number(language, more) })}</p>
      )}
    </>
  );
}

function Rows({ group }: { readonly group: Group }) {
  const [first, ...others] = group.incidents;
  return <li>{others.length === 0 ? <IncidentLink incident={first} /> : <GroupRow group={group} />}</li>;
}
