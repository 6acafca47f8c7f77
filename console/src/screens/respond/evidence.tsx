// SPDX-License-Identifier: Apache-2.0
// The chain of evidence: how long it is, who vouched for it and when, whether it holds, and a part of it for others.
import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Body } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { evidenceQuery } from '../../api/respond-queries.ts';
import { Answered } from '../../parts/answer.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { duration } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { told } from '../../words/told.ts';
import { type CaseAnswer, useCase, useMayRecord } from './case.tsx';
import { keep } from './keep.ts';
import { Mark } from './marks.tsx';
import { Record, refreshCase } from './record.tsx';

type Tlp = Body<'bundle'>['tlp'];
const TLP: readonly Tlp[] = ['clear', 'green', 'amber', 'amber+strict', 'red'];

export function Evidence() {
  const query = useCase();
  return (
    <>
      <Chain />
      <Answered query={query}>{(led) => <OfCase led={led} />}</Answered>
    </>
  );
}

function Chain() {
  const { say, language } = useWords();
  const evidence = useQuery(evidenceQuery);
  const check = useMutation({ mutationFn: () => ask('checkEvidence') });
  return (
    <Sheet name={say('evidence.name')}>
      <Answered query={evidence}>
        {({ size, origin, root, key, checkpoint, witnessed }) => (
          <>
            <p className="lead">
              {say('evidence.size', { count: size })}{' '}
              {witnessed === null
                ? say('evidence.never')
                : say('evidence.witnessed', {
                    time: duration(language, witnessed.minutes * 60),
                    by: visible(witnessed.by),
                    count: size - witnessed.size,
                  })}
            </p>
            <dl className="fields">
              {[
                [say('evidence.origin'), origin],
                [say('evidence.root'), root],
                [say('evidence.key'), key ?? '–'],
              ].map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{visible(value ?? '')}</dd>
                </div>
              ))}
            </dl>
            <details>
              <summary>{say('evidence.checkpoint')}</summary>
              <pre className="letter">{checkpoint.split('\n').map(visible).join('\n')}</pre>
            </details>
          </>
        )}
      </Answered>
      <p className="row">
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
          {say('evidence.check')}
        </Button>
        <span role="status">
          {check.data === undefined ? null : (
            <Mark state={check.data.intact ? 'done' : 'failed'}>
              {check.data.intact
                ? say('evidence.intact', { count: check.data.entries })
                : say('evidence.broken', {
                    where: visible(told('damage', check.data.faults[0]?.message ?? '')),
                  })}
            </Mark>
          )}
        </span>
      </p>
      <Wrong error={check.error} />
    </Sheet>
  );
}

function OfCase({ led }: { readonly led: CaseAnswer }) {
  const { say } = useWords();
  const may = useMayRecord();
  const [tlp, setTlp] = useState<Tlp>(led.tlp);
  const bundle = useMutation({
    mutationFn: () => ask('bundle', { params: { id: led.id }, body: { tlp } }),
    onSuccess: async ({ name, base64 }) => {
      keep(
        name,
        'application/zip',
        Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)),
      );
      await refreshCase();
    },
  });
  return (
    <div className="columns">
      <Sheet name={say('evidence.export')}>
        <p className="soft">{say('evidence.export.text')}</p>
        <div className="asked">
          <NativeSelect
            label={say('evidence.tlp')}
            value={tlp}
            onChange={(event) => setTlp(event.currentTarget.value as Tlp)}
            data={TLP.map((each) => ({ value: each, label: `TLP:${each.toUpperCase()}` }))}
          />
          <Button loading={bundle.isPending} onClick={() => bundle.mutate()}>
            {say('evidence.bundle')}
          </Button>
        </div>
        <span role="status">
          {bundle.data === undefined ? null : (
            <Mark state="done">
              {say('evidence.exported', { count: bundle.data.shown, size: bundle.data.size })}
            </Mark>
          )}
        </span>
        <Wrong error={bundle.error} />
      </Sheet>
      <Sheet name={say('hold.name')}>
        <p>
          <Mark state={led.regions.hold === 'on' ? 'done' : 'open'}>{say(`hold.${led.regions.hold}`)}</Mark>
        </p>
        {may ? (
          <>
            <p className="row">
              <Record
                id={led.id}
                event={{ name: 'hold', body: { to: led.regions.hold === 'on' ? 'released' : 'on' } }}
              >
                {say(led.regions.hold === 'on' ? 'hold.release' : 'hold.begin')}
              </Record>
            </p>
            <Marking led={led} />
          </>
        ) : null}
      </Sheet>
    </div>
  );
}

function Marking({ led }: { readonly led: CaseAnswer }) {
  const { say } = useWords();
  const [to, setTo] = useState<Tlp>(led.tlp);
  return (
    <div className="asked">
      <NativeSelect
        label={say('evidence.marking')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value as Tlp)}
        data={TLP.map((each) => ({ value: each, label: `TLP:${each.toUpperCase()}` }))}
      />
      <Record id={led.id} event={{ name: 'marked', body: { to } }} size="sm">
        {say('evidence.mark')}
      </Record>
    </div>
  );
}
