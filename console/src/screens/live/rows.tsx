// SPDX-License-Identifier: Apache-2.0
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTitles } from '../../api/titles.ts';
import { Severity } from '../../parts/severity.tsx';
import { visible } from '../../parts/visible.ts';
import { instant, number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import type { Group, IncidentRow } from './group.ts';

const route = getRouteApi('/live');

export function IncidentLink({ incident }: { readonly incident: IncidentRow }) {
  const { say, language } = useWords();
  const { found } = useTitles();
  const search = route.useSearch();
  const { id, title, level, state, last, alerts } = incident;
  return (
    <Link to="/live/$id" params={{ id }} search={search} className="incident" data-row>
      <span className="row small">
        <Severity level={level} />
        <span className="soft">{say(`state.${state}`)}</span>
        <span className="soft">{instant(language, last)}</span>
        <span className="soft">{say('live.alerts', { count: alerts })}</span>
      </span>
      <span className="title">{found(title)}</span>
    </Link>
  );
}

/** Incidents of one fingerprint, folded to one row; the address says which group is unfolded. */
export function GroupRow({ group }: { readonly group: Group }) {
  const { say, language } = useWords();
  const { found } = useTitles();
  const { group: unfolded, ...search } = route.useSearch();
  const isUnfolded = unfolded === group.name;
  const [first] = group.incidents;
  return (
    <>
      <Link
        to="."
        search={isUnfolded ? search : { ...search, group: group.name }}
        className="incident"
        aria-expanded={isUnfolded}
        role="button"
        data-row
      >
        <span className="row small">
          <Severity level={first.level} />
          <strong>{say('live.group', { count: group.incidents.length })}</strong>
          <span className="soft">{instant(language, group.last)}</span>
        </span>
        <span className="title">{found(withoutKey(first.title))}</span>
        <span className="mono soft">{visible(group.name)}</span>
      </Link>
      {isUnfolded ? (
        <ul className="lines members">
          {group.incidents.slice(0, SHOWN).map((incident) => (
            <li key={incident.id}>
              <IncidentLink incident={incident} />
            </li>
          ))}
          {group.incidents.length > SHOWN ? (
            <li className="soft">
              {say('live.folded', { more: number(language, group.incidents.length - SHOWN) })}
            </li>
          ) : null}
        </ul>
      ) : null}
    </>
  );
}

const SHOWN = 100;

/** The title without what it is about, which differs within the group. */
function withoutKey(title: string): string {
  return title.replace(/ \([^()]*\)(?=$|,)/, '');
}
