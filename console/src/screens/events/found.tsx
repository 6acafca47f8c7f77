// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { eventRows } from '../../parts/event-rows.ts';
import { Fields } from '../../parts/fields.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { visible, visibleValue } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { type Language, useWords } from '../../words/index.ts';

type Stored = Answer<'events'>['events'][number];
type Pages = UseInfiniteQueryResult<InfiniteData<Answer<'events'>>>;

export function Found({ events, isFiltered }: { readonly events: Pages; readonly isFiltered: boolean }) {
  const { say } = useWords();
  return (
    <Answered query={events}>
      {({ pages }) => {
        const found = pages.flatMap((page) => page.events);
        return (
          <>
            {found.length > 0 ? (
              <Rows events={found} />
            ) : events.hasNextPage ? null : (
              <Nothing isFiltered={isFiltered} />
            )}
            {events.hasNextPage ? (
              <Button
                variant="default"
                className="older"
                loading={events.isFetchingNextPage}
                onClick={() => void events.fetchNextPage()}
              >
                {say(pages.at(-1)?.complete === false ? 'events.on' : 'events.older')}
              </Button>
            ) : null}
          </>
        );
      }}
    </Answered>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  const { say } = useWords();
  return isFiltered ? (
    <Empty
      text={say('events.none')}
      action={
        <Link to="/events" search={{}}>
          {say('events.all')}
        </Link>
      }
    />
  ) : (
    <Empty text={say('events.empty')} action={<Link to="/">{say('lost.action')}</Link>} />
  );
}

function Rows({ events }: { readonly events: readonly Stored[] }) {
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  return (
    <ul className="lines" ref={list}>
      {events.map((stored) => (
        <Row key={stored.offset} stored={stored} />
      ))}
    </ul>
  );
}

function Row({ stored: { observed, source, event } }: { readonly stored: Stored }) {
  const { language } = useWords();
  const parts = typeof event === 'object' && event !== null ? (event as Record<string, unknown>) : {};
  return (
    <li>
      <details>
        <summary className="event" data-row>
          <span className="soft">{instant(language, observed, true)}</span>
          <span>{visibleValue(parts['type'] ?? '–')}</span>
          <span className="mono soft">{visible(source)}</span>
          <span className="mono soft short">{visible(inShort(language, parts['data'] ?? event))}</span>
        </summary>
        <Fields event={event} />
      </details>
    </li>
  );
}

const SHORT = 160;

/** Names and values on a line. */
function inShort(language: Language, value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value).slice(0, SHORT);
  const told = eventRows(value).map(({ path, value: each, instant: moment }) => {
    const said = moment === undefined ? each : instant(language, moment, true);
    return `${path.join('.')}: ${typeof said === 'string' ? said : JSON.stringify(said)}`;
  });
  return told.join(' · ').slice(0, SHORT);
}
