// SPDX-License-Identifier: Apache-2.0
// A run: how far it is, and for each command what it waits for and who may let it go on.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { runQuery } from '../../api/respond-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { useMayRecord } from './case.tsx';
import { EffectRow } from './effect.tsx';
import { Graph, progressOf } from './graph.tsx';
import { Mark } from './marks.tsx';
import { refreshCase } from './record.tsx';

export function Run({ id, run }: { readonly id: string; readonly run: string }) {
  const { say } = useWords();
  const query = useQuery(runQuery(run));
  return (
    <article className="stack">
      <Link to="/respond/$id/playbooks" params={{ id }} search={{}} className="up" activeProps={{}}>
        {say('book.back')}
      </Link>
      <Answered query={query}>{(data) => <Whole run={data} />}</Answered>
    </article>
  );
}

function Whole({ run }: { readonly run: Answer<'run'> }) {
  const { say, language } = useWords();
  const may = useMayRecord();
  const { report, outline, people } = run;
  const names = new Map(people.map(({ id, name }) => [id, visible(name)]));
  const { name, simulated, state, begun, by, why, due, effects } = report;
  const isOver = state === 'success' || state === 'failure';
  const waiting = effects.filter((each) => !isOver && (each.state === 'asked' || each.state === 'parked'));
  const others = effects.filter((each) => !waiting.includes(each));
  const row = (each: (typeof effects)[number]) => (
    <EffectRow key={each.key} run={report.run} effect={each} names={names} may={may} isOver={isOver} />
  );
  return (
    <>
      <header className="stack">
        <h2 className="incident-title">{visible(name)}</h2>
        <p className="row">
          <Mark state={state}>{say(`run.state.${state}`)}</Mark>
          <strong>{say(simulated ? 'run.simulated' : 'run.earnest')}</strong>
          <span className="soft">
            {say('run.begun', { at: instant(language, begun), who: names.get(by) ?? visible(by) })}
          </span>
          {due === undefined ? null : (
            <span className="soft">{say('run.due', { at: instant(language, due) })}</span>
          )}
        </p>
        {why === '' ? null : <p>{visible(why)}</p>}
      </header>
      {waiting.length === 0 ? null : (
        <Sheet name={say('run.waits')}>
          <ol className="lines">{waiting.map(row)}</ol>
        </Sheet>
      )}
      <Sheet name={say('graph.title')}>
        <Graph outline={outline} progress={progressOf(effects)} />
      </Sheet>
      <Sheet name={say('run.effects')}>
        {others.length === 0 ? <p className="soft">{say('run.effects.none')}</p> : null}
        <ol className="lines">{others.toReversed().map(row)}</ol>
      </Sheet>
      {may && !isOver ? <Stop run={report.run} /> : null}
    </>
  );
}

function Stop({ run }: { readonly run: string }) {
  const { say } = useWords();
  const [reason, setReason] = useState('');
  const stop = useMutation({
    mutationFn: () => ask('stopRun', { params: { id: run }, body: { reason } }),
    onSuccess: refreshCase,
  });
  return (
    <Sheet name={say('run.stop.name')}>
      <p className="soft">{say('run.stop.text')}</p>
      <div className="asked">
        <TextInput
          label={say('run.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
          {say('run.stop')}
        </Button>
        <Wrong error={stop.error} />
      </div>
    </Sheet>
  );
}
