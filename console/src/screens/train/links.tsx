// SPDX-License-Identifier: Apache-2.0
// Links to hand out: the server tells them once, and this page keeps them no longer than it is open.
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { refreshCampaigns } from '../../api/train-queries.ts';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { useWords } from '../../words/index.ts';

type Link = Answer<'giveLinks'>['links'][number];

export function Links({ id }: { readonly id: string }) {
  const { say } = useWords();
  const give = useMutation({
    mutationFn: () => ask('giveLinks', { params: { id } }),
    gcTime: 0,
    onSuccess: refreshCampaigns,
  });
  const links = give.data?.links;
  return (
    <>
      <p>{say('train.links.text')}</p>
      <div>
        <Button loading={give.isPending} onClick={() => give.mutate()}>
          {say('train.links.make')}
        </Button>
      </div>
      <Wrong error={give.error} />
      {links === undefined ? null : links.length === 0 ? (
        <p role="status">{say('train.links.done')}</p>
      ) : (
        <Given links={links} />
      )}
    </>
  );
}

function Given({ links }: { readonly links: readonly Link[] }) {
  const { say } = useWords();
  // The address comes first: a name of somebody else is no formula of a sheet that it is pasted into.
  const all = links.map(({ name, path }) => `${location.origin}${path}  ${visible(name)}`).join('\n');
  return (
    <div className="given">
      <p role="status">
        <strong>{say('train.links.once', { count: links.length })}</strong>
      </p>
      <Copy text={all} label={say('train.copy.all')} />
      <ul className="lines">
        {links.map(({ person, name, path }) => (
          <li key={person} className="asked">
            <TextInput
              label={visible(name)}
              value={`${location.origin}${path}`}
              readOnly
              size="xs"
              onFocus={(event) => event.currentTarget.select()}
            />
            <Copy text={`${location.origin}${path}`} label={say('train.copy', { name: visible(name) })} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Only pages of this machine or with TLS may write to the clipboard; elsewhere the field is selected and copied by hand. */
function Copy({ text, label }: { readonly text: string; readonly label: string }) {
  const { say } = useWords();
  const [isCopied, setCopied] = useState(false);
  if (navigator.clipboard === undefined) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <span className="row small">
      <Button size="compact-sm" variant="default" onClick={() => void copy()}>
        {label}
      </Button>
      <span role="status" className="soft">
        {isCopied ? say('train.copied') : ''}
      </span>
    </span>
  );
}
