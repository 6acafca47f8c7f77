// SPDX-License-Identifier: Apache-2.0
// Scenarios of the pack that hit the model, and attacks that are proved to succeed on it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { scenariosQuery } from '../../api/queries.ts';
import { useTitles } from '../../api/titles.ts';
import type { CascadeSearch } from '../../app/addresses.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useRowKeys } from '../../parts/row-keys.ts';
import { Severity } from '../../parts/severity.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';

type Choices = Answer<'scenarios'>;

export function Choose() {
  const query = useQuery(scenariosQuery);
  return <Answered query={query}>{(data) => <Lists choices={data} />}</Answered>;
}

function Lists({ choices: { scenarios, attacks, verdict } }: { readonly choices: Choices }) {
  const { say } = useWords();
  const { titled } = useTitles();
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const possible = scenarios.filter(({ hits }) => hits.length > 0);
  if (possible.length + attacks.length === 0 && verdict !== 'running')
    return (
      <Empty text={say('cascade.empty')} action={<Link to="/settings">{say('cascade.openModel')}</Link>} />
    );
  return (
    <>
      <p className="told-text">{say('cascade.ask')}</p>
      <div className="columns" ref={list}>
        <Sheet name={say('cascade.scenarios')}>
          <ul className="lines">
            {possible.map(({ id, title, text, hits }) => (
              <li key={id}>
                <Row
                  search={{ scenario: id }}
                  title={titled('scenarios', id, title)}
                  text={titled('scenarioTexts', id, text)}
                >
                  {say('cascade.hits', { what: hits.map(visible).join(', ') })}
                </Row>
              </li>
            ))}
          </ul>
          <Others scenarios={scenarios.filter(({ hits }) => hits.length === 0)} />
        </Sheet>
        <Sheet name={say('cascade.attacks')}>
          {attacks.length === 0 ? (
            <p className="soft">{say(verdict === 'running' ? 'verdict.running' : 'cascade.noAttack')}</p>
          ) : (
            <ul className="lines">
              {attacks.map((attack) => (
                <li key={attack.id}>
                  <Attack attack={attack} />
                </li>
              ))}
            </ul>
          )}
        </Sheet>
      </div>
    </>
  );
}

function Others({ scenarios }: { readonly scenarios: Choices['scenarios'] }) {
  const { say } = useWords();
  const { titled } = useTitles();
  if (scenarios.length === 0) return null;
  return (
    <p className="small soft">
      {say('cascade.cannot', {
        what: scenarios.map(({ id, title }) => titled('scenarios', id, title)).join('; '),
      })}
    </p>
  );
}

function Attack({ attack: { id, title, severity, days } }: { readonly attack: Choices['attacks'][number] }) {
  const { say, language } = useWords();
  const { titled } = useTitles();
  return (
    <Row search={{ attack: id }} title={titled('attacks', id, title)}>
      <span className="row small">
        <Severity level={severity} />
        <span>{say('paths.days', { count: Number(days.toFixed(1)), days: number(language, days, 1) })}</span>
      </span>
    </Row>
  );
}

interface RowOptions {
  readonly search: CascadeSearch;
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}

function Row({ search, title, text, children }: RowOptions) {
  return (
    <Link to="/cascade" search={search} className="choice" data-row>
      <strong>{title}</strong>
      {text === undefined ? null : <span>{text}</span>}
      <span className="small soft">{children}</span>
    </Link>
  );
}
