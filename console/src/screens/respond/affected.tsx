// SPDX-License-Identifier: Apache-2.0
// The people affected: who was hit, by a query over the events, and what they are told in their language.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask } from '../../api/ask.ts';
import { namesQuery, noticesQuery } from '../../api/respond-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { instantOf } from '../../parts/local-time.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { type CaseAnswer, useCase, useMayRecord } from './case.tsx';
import { Mark } from './marks.tsx';
import { Record, refreshCase } from './record.tsx';

export function Affected() {
  const query = useCase();
  return <Answered query={query}>{(led) => <Whole led={led} />}</Answered>;
}

/** Where telling people may stand next (the table of `src/respond/incident`; the server has the last word). */
const NEXT: Readonly<Record<CaseAnswer['regions']['persons'], readonly CaseAnswer['regions']['persons'][]>> =
  {
    unknown: ['none', 'identified'],
    none: ['identified'],
    identified: ['informing', 'none'],
    informing: ['informed'],
    informed: [],
  };

function Whole({ led }: { readonly led: CaseAnswer }) {
  const { say } = useWords();
  const may = useMayRecord();
  const { id, regions, notices } = led;
  return (
    <>
      <Sheet name={say('persons.name')}>
        <p className="row">
          <Mark state={regions.persons === 'none' || regions.persons === 'informed' ? 'done' : 'waiting'}>
            {say(`persons.${regions.persons}`)}
          </Mark>
          <span>{say('notices.sent', { ...notices })}</span>
        </p>
        {may ? (
          <p className="row">
            {NEXT[regions.persons].map((to) => (
              <Record key={to} id={id} event={{ name: 'persons', body: { to } }}>
                {say('persons.go', { to: say(`persons.${to}`) })}
              </Record>
            ))}
          </p>
        ) : null}
      </Sheet>
      <Hit led={led} may={may} />
      <Notices id={id} />
    </>
  );
}

function Hit({ led, may }: { readonly led: CaseAnswer; readonly may: boolean }) {
  const { say, language } = useWords();
  const { id, affected } = led;
  return (
    <Sheet name={say('affected.name')}>
      {affected === null ? (
        <p className="soft">{say('affected.none')}</p>
      ) : (
        <>
          <dl className="numbers">
            {Object.entries(affected.counts).map(([key, count]) => (
              <div key={key}>
                <dt>{visible(key)}</dt>
                <dd>{number(language, count)}</dd>
              </div>
            ))}
          </dl>
          <p className="small soft">
            {say('affected.matches', { count: affected.matches })}{' '}
            <span className="mono">{affected.sha256}</span>
          </p>
          <Names id={id} />
        </>
      )}
      {may ? <Query id={id} /> : null}
    </Sheet>
  );
}

function Names({ id }: { readonly id: string }) {
  const { say } = useWords();
  const names = useQuery(namesQuery(id));
  return (
    <>
      <p className="row">
        <Button
          variant="default"
          size="compact-sm"
          loading={names.isFetching}
          onClick={() => void names.refetch()}
        >
          {say('affected.show')}
        </Button>
        <span className="soft">{say('affected.recorded')}</span>
      </p>
      {names.error === null ? null : <Wrong error={names.error} />}
      {names.data === undefined ? null : (
        <>
          <p>{say(names.data.same ? 'affected.same' : 'affected.changed')}</p>
          <dl className="fields">
            {names.data.values.map(({ key, values, count }) => (
              <div key={key}>
                <dt>
                  {visible(key)} ({count})
                </dt>
                <dd>{values.map(visible).join(', ')}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </>
  );
}

const FIELDS = ['types', 'from', 'to', 'via', 'keys'] as const;

function Query({ id }: { readonly id: string }) {
  const { say } = useWords();
  const [written, setWritten] = useState<Readonly<Record<(typeof FIELDS)[number], string>>>({
    types: '',
    from: '',
    to: '',
    via: '',
    keys: 'account, order',
  });
  const find = useMutation({
    mutationFn: () => {
      const { types, from, to, via, keys } = written;
      return ask('findAffected', {
        params: { id },
        body: {
          ...(types.trim() === '' ? {} : { types: listOf(types) }),
          ...timed('from', from),
          ...timed('to', to),
          ...(via.trim() === '' ? {} : { via: via.trim() }),
          keys: listOf(keys),
        },
      });
    },
    onSuccess: refreshCase,
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    find.mutate();
  };
  return (
    <form className="stack" onSubmit={send}>
      <div className="question">
        {FIELDS.map((name) => (
          <TextInput
            key={name}
            label={say(`affected.${name}`)}
            type={name === 'from' || name === 'to' ? 'datetime-local' : 'text'}
            value={written[name]}
            onChange={(event) => {
              const text = event.currentTarget.value;
              setWritten((before) => ({ ...before, [name]: text }));
            }}
          />
        ))}
      </div>
      <p>
        <Button type="submit" variant="default" loading={find.isPending}>
          {say('affected.ask')}
        </Button>
      </p>
      <Wrong error={find.error} />
    </form>
  );
}

function timed(name: 'from' | 'to', local: string): { readonly from?: string; readonly to?: string } {
  const at = instantOf(local);
  return at === undefined ? {} : { [name]: at };
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function Notices({ id }: { readonly id: string }) {
  const { say, language } = useWords();
  const notices = useQuery(noticesQuery(id, language));
  return (
    <Sheet name={say('notices.name')}>
      <p className="soft">{say('notices.how')}</p>
      <Answered query={notices}>
        {(data) => (
          <>
            {data.missing.length === 0 ? null : (
              <p>{say('notices.missing', { fields: data.missing.join(', ') })}</p>
            )}
            {data.notices.map(({ id: notice, languages, subject, text, language: in_ }) => (
              <details key={notice}>
                <summary>
                  {visible(subject)} <span className="soft">{languages.join(', ')}</span>
                </summary>
                <p className="letter" lang={in_}>
                  {text.split('\n').map(visible).join('\n')}
                </p>
              </details>
            ))}
          </>
        )}
      </Answered>
    </Sheet>
  );
}
