// SPDX-License-Identifier: Apache-2.0
// One command of a run, with the buttons that it waits for.

import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { Coded } from '../../parts/coded.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Mark } from './marks.tsx';
import { refreshCase } from './record.tsx';
import { restOf } from './rest-of.ts';

type Effect = Answer<'run'>['report']['effects'][number];

interface EffectOptions {
  readonly run: string;
  readonly effect: Effect;
  /** Of persons, by their id. */
  readonly names: ReadonlyMap<string, string>;
  readonly may: boolean;
  readonly isOver: boolean;
}

export function EffectRow({ run, effect, names, may, isOver }: EffectOptions) {
  const { say, language } = useWords();
  const { number, name, text, type, targets, risk, state, note, approvals, undo, expires } = effect;
  const rest = type === 'manual' ? restOf(text, name) : text;
  const who = approvals.by.map((id) => names.get(id) ?? visible(id)).join(', ');
  return (
    <li className="step changed">
      <span className="row small">
        <span className="mono soft">{number}</span>
        <Mark state={state}>{say(`effect.${state}`)}</Mark>
        <span>{say(`risk.${risk}`)}</span>
        {approvals.needed === 0 ? null : (
          <span>{say('run.approvals', { by: approvals.by.length, needed: approvals.needed, who })}</span>
        )}
        {undo === 'none' ? null : <span>{say(`undo.${undo}`)}</span>}
        {expires === undefined || undo === 'done' ? null : (
          <span className="soft">{say('run.expires', { at: instant(language, expires) })}</span>
        )}
      </span>
      <strong>
        <Coded text={name} />
      </strong>
      {rest === '' ? null : type === 'manual' ? (
        <span>
          <Coded text={rest} />
        </span>
      ) : (
        <span className="mono">{visible(rest)}</span>
      )}
      {targets.length === 0 ? null : <span className="small soft">{targets.map(visible).join(', ')}</span>}
      {note === '' || state === 'asked' ? null : <span className="small soft">{visible(note)}</span>}
      {may && !isOver && state === 'asked' ? <Approve run={run} number={number} /> : null}
      {may && !isOver && state === 'parked' ? <AnswerForm run={run} effect={effect} /> : null}
      {may && undo === 'parked' ? <AnswerForm run={run} effect={{ ...effect, sets: [] }} /> : null}
      {may && state === 'done' && (undo === 'none' || undo === 'failed') && type !== 'manual' ? (
        <Undo run={run} number={number} name={name} />
      ) : null}
    </li>
  );
}

function Approve({ run, number }: { readonly run: string; readonly number: number }) {
  const { say } = useWords();
  const params = { id: run };
  const approve = useMutation({
    mutationFn: () => ask('approveStep', { params, body: { number } }),
    onSettled: refreshCase,
  });
  const reject = useMutation({
    mutationFn: () => ask('answerStep', { params, body: { number, answer: 'failed', values: {}, note: '' } }),
    onSettled: refreshCase,
  });
  return (
    <span className="row">
      <Button size="compact-sm" loading={approve.isPending} onClick={() => approve.mutate()}>
        {say('run.approve', { number })}
      </Button>
      <Button size="compact-sm" variant="default" loading={reject.isPending} onClick={() => reject.mutate()}>
        {say('run.reject', { number })}
      </Button>
      <Wrong error={approve.error ?? reject.error} />
    </span>
  );
}

function AnswerForm({ run, effect }: { readonly run: string; readonly effect: Effect }) {
  const { say } = useWords();
  const { number, sets, type } = effect;
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [note, setNote] = useState('');
  const answer = useMutation({
    mutationFn: (how: 'done' | 'failed' | 'again') =>
      ask('answerStep', {
        params: { id: run },
        body: { number, answer: how, values: how === 'done' ? { ...values } : {}, note },
      }),
    onSuccess: refreshCase,
  });
  const fields = [...sets, 'note'];
  return (
    <div className="answer">
      {fields.map((name) => (
        <TextInput
          key={name}
          label={name === 'note' ? say('run.note', { number }) : named(name)}
          value={name === 'note' ? note : (values[name] ?? '')}
          onChange={(event) => {
            const written = event.currentTarget.value;
            if (name === 'note') setNote(written);
            else setValues((before) => ({ ...before, [name]: written }));
          }}
        />
      ))}
      <span className="row">
        <Button size="compact-sm" loading={answer.isPending} onClick={() => answer.mutate('done')}>
          {say('run.done', { number })}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => answer.mutate('failed')}>
          {say('run.failed', { number })}
        </Button>
        {type === 'manual' ? null : (
          <Button size="compact-sm" variant="default" onClick={() => answer.mutate('again')}>
            {say('run.again', { number })}
          </Button>
        )}
      </span>
      <Wrong error={answer.error} />
    </div>
  );
}

/** `__by_third_party__` as `by third party`. */
function named(variable: string): string {
  return visible(variable.replaceAll(/^__|__$/g, '').replaceAll('_', ' '));
}

function Undo({
  run,
  number,
  name,
}: {
  readonly run: string;
  readonly number: number;
  readonly name: string;
}) {
  const { say } = useWords();
  const undo = useMutation({
    mutationFn: () => ask('undoStep', { params: { id: run }, body: { number } }),
    onSuccess: refreshCase,
  });
  return (
    <span className="row">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`${say('run.undo', { number })}: ${visible(name)}`}
        loading={undo.isPending}
        onClick={() => undo.mutate()}
      >
        {say('run.undo', { number })}
      </Button>
      <Wrong error={undo.error} />
    </span>
  );
}
