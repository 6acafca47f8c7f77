// SPDX-License-Identifier: Apache-2.0
// One incident that is being worked: where it stands, and its parts, each with an address.
import './respond.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet } from '@tanstack/react-router';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { caseQuery } from '../../api/respond-queries.ts';
import { useMe } from '../../api/session.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Record } from './record.tsx';

const route = getRouteApi('/respond/$id');

const TABS = [
  ['/respond/$id', 'tab.now'],
  ['/respond/$id/playbooks', 'tab.playbooks'],
  ['/respond/$id/recovery', 'tab.recovery'],
  ['/respond/$id/obligations', 'tab.duties'],
  ['/respond/$id/people', 'tab.people'],
  ['/respond/$id/evidence', 'tab.evidence'],
] as const;

export type CaseAnswer = Answer<'case'>;

/** The case that the address names. */
export function useCase() {
  const { id } = route.useParams();
  return useQuery(caseQuery(id));
}

/** Whether whoever is signed in may change something about it. */
export function useMayRecord(): boolean {
  return useMe()?.may.includes('recordCase') ?? false;
}

export function Case() {
  const { say } = useWords();
  const { id } = route.useParams();
  const query = useCase();
  return (
    <div className="stack respond">
      <Link to="/respond" className="up">
        {say('respond.back')}
      </Link>
      <Answered query={query}>
        {(led) => (
          <>
            <Head led={led} />
            <nav className="row tabs" aria-label={say('tab.name')}>
              {TABS.map(([to, word]) => (
                <Link
                  key={to}
                  to={to}
                  params={{ id }}
                  className="filter"
                  activeOptions={{ exact: to === '/respond/$id', includeSearch: false }}
                >
                  {say(word)}
                </Link>
              ))}
            </nav>
            <Outlet />
          </>
        )}
      </Answered>
    </div>
  );
}

function Head({ led }: { readonly led: CaseAnswer }) {
  const { say, language } = useWords();
  const me = useMe();
  const may = useMayRecord();
  const titles = useTitles();
  const { id, title, phase, tlp, owner, found, at } = led;
  return (
    <header className="stack">
      <h1 className="incident-title">{titles.found(title)}</h1>
      <p className="row">
        <strong>{say(`phase.${phase}`)}</strong>
        <span>TLP:{tlp.toUpperCase()}</span>
        <span className="mono soft">{visible(id)}</span>
        <span className="soft">{say('case.at', { at: instant(language, at) })}</span>
        {found === null ? null : (
          <Link to="/live/$id" params={{ id: found.incident }}>
            {say('case.found')}
          </Link>
        )}
        <span className="soft">
          {owner === null ? say('case.nobody') : say('case.owner', { owner: visible(owner) })}
        </span>
        {may && me?.name !== undefined && owner !== me.name ? (
          <Record id={id} event={{ name: 'assigned', body: { owner: me.name } }}>
            {say('case.lead')}
          </Record>
        ) : null}
      </p>
    </header>
  );
}
