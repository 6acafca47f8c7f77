// SPDX-License-Identifier: Apache-2.0
// Who is asked: by group and language, and by name as long as names are kept.
import { TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { useMe } from '../../api/session.ts';
import { cohortQuery, refreshCampaigns } from '../../api/train-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { languageName, number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Sure } from './sure.tsx';
import { tally } from './tally.ts';

const route = getRouteApi('/train/campaigns/$id/people');
/** Rows that a page draws without being slow; a search finds the others. */
const SHOWN = 100;

type Person = Answer<'campaign'>['people'][number];

export function Cohort() {
  const { say, language } = useWords();
  const { id } = route.useParams();
  const query = useQuery(cohortQuery(id));
  return (
    <Answered query={query}>
      {({ people }) => (
        <>
          <div className="columns">
            <Counted
              name={say('train.groups')}
              counts={tally(
                people.map(({ group }) => (group === undefined ? say('train.group.rest') : visible(group))),
              )}
            />
            <Counted
              name={say('train.languages')}
              counts={tally(people.map((each) => languageName(language, each.language)))}
            />
          </div>
          <People id={id} people={people} />
        </>
      )}
    </Answered>
  );
}

function Counted({
  name,
  counts,
}: {
  readonly name: string;
  readonly counts: readonly (readonly [string, number])[];
}) {
  const { language } = useWords();
  return (
    <Sheet name={name}>
      <dl className="counts">
        {counts.map(([each, count]) => (
          <div key={each}>
            <dt>{each}</dt>
            <dd>{number(language, count)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}

function People({ id, people }: { readonly id: string; readonly people: readonly Person[] }) {
  const { say } = useWords();
  const { find = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const mayRemove = useMe()?.may.includes('removeParticipant') ?? false;
  const wanted = find.toLowerCase();
  const found = people.filter(({ name, group, email, person }) =>
    [name, group, email, person].some((text) => text?.toLowerCase().includes(wanted) === true),
  );
  const isErased = people.length > 0 && people.every(({ name }) => name === undefined);
  return (
    <Sheet
      name={say('train.tab.people')}
      aside={
        <span className="soft" role="status">
          {say('train.people', { count: found.length })}
        </span>
      }
    >
      {isErased ? <p className="soft">{say('train.erased')}</p> : null}
      <div className="asked">
        <TextInput
          label={say('train.find')}
          value={find}
          maxLength={200}
          onChange={(event) => {
            const written = event.currentTarget.value;
            void navigate({ search: written === '' ? {} : { find: written }, replace: true });
          }}
        />
      </div>
      <ul className="lines" ref={list}>
        {found.slice(0, SHOWN).map((each) => (
          <PersonRow key={each.person} id={id} person={each} mayRemove={mayRemove} />
        ))}
      </ul>
      {found.length > SHOWN ? (
        <p className="soft">{say('train.more', { count: found.length - SHOWN })}</p>
      ) : null}
    </Sheet>
  );
}

function PersonRow({
  id,
  person: { person, name, email, group, language: spoken },
  mayRemove,
}: {
  readonly id: string;
  readonly person: Person;
  readonly mayRemove: boolean;
}) {
  const { say, language } = useWords();
  const known = visible(name ?? person);
  const remove = useMutation({
    mutationFn: () => ask('removeParticipant', { params: { id, person } }),
    onSuccess: refreshCampaigns,
  });
  return (
    <li className="person" data-row tabIndex={-1}>
      {name === undefined ? <span className="mono">{known}</span> : <strong>{known}</strong>}
      <span>{group === undefined ? '' : visible(group)}</span>
      <span className="soft">{email === undefined ? '' : visible(email)}</span>
      <span className="soft">{languageName(language, spoken)}</span>
      {mayRemove ? (
        <Sure name={say('train.remove', { name: known })} text={say('train.remove.sure')} deed={remove} />
      ) : null}
    </li>
  );
}
