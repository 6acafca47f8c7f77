// SPDX-License-Identifier: Apache-2.0
// Campaigns, where each stands; and playing, which is for everybody.
import './train.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { useMe } from '../../api/session.ts';
import { campaignsQuery } from '../../api/train-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { StateMark } from './state-mark.tsx';

type Listed = Answer<'campaigns'>['campaigns'][number];

export function Train() {
  const { say } = useWords();
  const may = useMe()?.may ?? [];
  return (
    <div className="stack train">
      <h1 className="title">{say('screen.train')}</h1>
      {may.includes('campaigns') ? (
        <>
          <Campaigns mayMake={may.includes('createCampaign')} />
          <Sheet name={say('train.play')}>
            <p className="soft">{say('train.play.text')}</p>
            <div>
              <PlayNow isFirst={false} />
            </div>
          </Sheet>
        </>
      ) : (
        <Empty text={say('train.play.text')} action={<PlayNow isFirst />} />
      )}
    </div>
  );
}

/** The page of the games is outside of the console: it asks nobody who they are. */
function PlayNow({ isFirst }: { readonly isFirst: boolean }) {
  const { say } = useWords();
  return (
    <a href="/play">
      <Button component="span" variant={isFirst ? 'filled' : 'default'}>
        {say('train.play')}
      </Button>
    </a>
  );
}

function Campaigns({ mayMake }: { readonly mayMake: boolean }) {
  const { say } = useWords();
  const query = useQuery(campaignsQuery);
  const make = mayMake ? (
    <Link to="/train/new">
      <Button component="span">{say('train.make')}</Button>
    </Link>
  ) : null;
  return (
    <Answered query={query}>
      {({ campaigns }) =>
        campaigns.length === 0 ? (
          <Empty text={say(mayMake ? 'train.empty' : 'train.empty.results')} action={make} />
        ) : (
          <Sheet name={say('train.campaigns')} aside={make}>
            <Rows campaigns={campaigns} />
          </Sheet>
        )
      }
    </Answered>
  );
}

function Rows({ campaigns }: { readonly campaigns: readonly Listed[] }) {
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  return (
    <ul className="lines" ref={list}>
      {campaigns.map((each) => (
        <li key={each.id}>
          <Row campaign={each} />
        </li>
      ))}
    </ul>
  );
}

function Row({ campaign }: { readonly campaign: Listed }) {
  const { say, language } = useWords();
  const { id, title, state, people, tests, trial } = campaign;
  const open = tests.find((test) => test.state === 'open');
  const next = tests.find((test) => test.state === 'to-come');
  return (
    <Link to="/train/campaigns/$id" params={{ id }} className="campaign" data-row>
      <span className="row small">
        <StateMark state={state} />
        <span className="soft">{say('train.people', { count: people })}</span>
        {trial ? <span className="soft">{say('train.trial')}</span> : null}
      </span>
      <span className="campaign-name">{visible(title)}</span>
      {open === undefined ? null : (
        <span>
          {say('train.test.open', {
            day: open.day,
            at: instant(language, open.shuts),
            finished: open.finished,
            people,
          })}
        </span>
      )}
      {next === undefined ? null : (
        <span className="soft">
          {say('train.test.next', { day: next.day, at: instant(language, next.opens) })}
        </span>
      )}
    </Link>
  );
}
