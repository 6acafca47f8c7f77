// SPDX-License-Identifier: Apache-2.0
// What was hit, and how far each of it is on its way back: first the backup is tried, then it is seen to work.
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useElementNames } from '../../api/element-names.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { Wrong } from '../../parts/wrong.tsx';
import { useWords } from '../../words/index.ts';
import type { CaseAnswer } from './case.tsx';
import { Mark } from './marks.tsx';
import { type CaseEvent, useRecord } from './record.tsx';

export function Assets({ led, may }: { readonly led: CaseAnswer; readonly may: boolean }) {
  const { say } = useWords();
  const nameOf = useElementNames();
  const { id, assets, found } = led;
  const suggested = (found?.assets ?? []).filter((each) => !assets.some(({ asset }) => asset === each));
  return (
    <Sheet name={say('assets.name')}>
      {assets.length === 0 ? <p className="soft">{say('assets.none')}</p> : null}
      <ul className="lines">
        {assets.map((each) => (
          <li key={each.asset} className="move">
            <span className="row">
              <strong>{nameOf(each.asset)}</strong>
              <Mark state={each.backup ? 'done' : 'open'}>
                {say(each.backup ? 'assets.tried' : 'assets.untried')}
              </Mark>
              {each.recovered ? <Mark state="done">{say('assets.works')}</Mark> : null}
            </span>
            {may && !each.recovered ? <Return id={id} asset={each} phase={led.phase} /> : null}
          </li>
        ))}
      </ul>
      {may ? (
        <One
          id={id}
          label={say('assets.add')}
          action={say('assets.hit')}
          suggested={suggested}
          event={(asset) => ({ name: 'hit', body: { asset, has: `controls:${asset}` } })}
        />
      ) : null}
    </Sheet>
  );
}

function Return({
  id,
  asset: { asset, backup },
  phase,
}: {
  readonly id: string;
  readonly asset: CaseAnswer['assets'][number];
  readonly phase: CaseAnswer['phase'];
}) {
  const { say } = useWords();
  const name = useElementNames()(asset);
  if (!backup)
    return (
      <One
        id={id}
        label={say('assets.sha256', { asset: name })}
        action={say('assets.good')}
        event={(sha256) => ({ name: 'backup', body: { asset, sha256: sha256.trim().toLowerCase() } })}
      />
    );
  if (phase !== 'recovering') return null;
  return (
    <One
      id={id}
      label={say('assets.probe', { asset: name })}
      action={say('assets.recovered')}
      event={(probe) => ({ name: 'recovered', body: { asset, probe } })}
    />
  );
}

/** One field and one button that records it. */
export function One({
  id,
  label,
  action,
  event,
  suggested = [],
}: {
  readonly id: string;
  readonly label: string;
  readonly action: string;
  readonly event: (written: string) => CaseEvent;
  readonly suggested?: readonly string[];
}) {
  const nameOf = useElementNames();
  const [written, setWritten] = useState('');
  const record = useRecord(id, () => setWritten(''));
  const send = (submitted: FormEvent): void => {
    submitted.preventDefault();
    record.mutate(event(written));
  };
  return (
    <form className="asked" onSubmit={send}>
      <TextInput label={label} value={written} onChange={(typed) => setWritten(typed.currentTarget.value)} />
      <Button type="submit" variant="default" disabled={written.trim() === ''} loading={record.isPending}>
        {action}
      </Button>
      {suggested.length === 0 ? null : (
        <span className="row">
          {suggested.slice(0, 8).map((each) => (
            <Button key={each} size="compact-sm" variant="default" onClick={() => setWritten(each)}>
              {nameOf(each)}
            </Button>
          ))}
        </span>
      )}
      <Wrong error={record.error} />
    </form>
  );
}
