// SPDX-License-Identifier: Apache-2.0
// A token for a program, or for a source that sends. What a program may is one of a few usual choices; others are asked for over
// the API.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { Body } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { client, sourcesQuery, tokensQuery } from '../../api/queries.ts';
import { useRefusal } from '../../parts/refusal.ts';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';

type Grant = Body<'issueToken'>['grant'];

/** The least role that each needs. */
const PROGRAMS = {
  status: { for: 'api', role: 'auditor', scopes: ['status:read', 'verdict:read'] },
  reads: {
    for: 'api',
    role: 'auditor',
    scopes: ['status:read', 'verdict:read', 'model:read', 'incidents:read', 'events:read', 'campaigns:read'],
  },
  model: { for: 'api', role: 'analyst', scopes: ['verdict:read', 'model:read', 'model:write'] },
} as const satisfies Record<string, Grant>;
type Program = keyof typeof PROGRAMS;
const isProgram = (name: string): name is Program => Object.hasOwn(PROGRAMS, name);

/** Before the name of a source, which could be that of a program. */
const SOURCE = 'source ';
const DAYS = 90;
const LONGEST_DAYS = 3660;

interface NewTokenOptions {
  readonly onMade: (name: string, secret: string) => void;
}

export function NewToken({ onMade }: NewTokenOptions) {
  const { say } = useWords();
  const refusal = useRefusal();
  const sources = useQuery(sourcesQuery);
  const make = useMutation({
    mutationFn: (body: Body<'issueToken'>) => ask('issueToken', { body }),
    onSuccess: ({ token, secret }) => {
      onMade(token.name, secret);
      return client.invalidateQueries({ queryKey: tokensQuery.queryKey });
    },
  });
  const senders = (sources.data?.sources ?? []).filter(({ kind }) => kind === 'http');
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const written = new FormData(event.currentTarget);
    const wanted = String(written.get('for'));
    const grant = isProgram(wanted)
      ? { ...PROGRAMS[wanted], scopes: [...PROGRAMS[wanted].scopes] }
      : { for: 'source' as const, source: wanted.slice(SOURCE.length) };
    make.mutate({ name: String(written.get('name')).trim(), grant, days: Number(written.get('days')) });
  };
  return (
    <form className="asked" onSubmit={send}>
      <TextInput name="name" label={say('signIn.name')} maxLength={100} pattern=".*\S.*" required />
      <NativeSelect
        name="for"
        label={say('tokens.for')}
        description={senders.length === 0 ? undefined : say('tokens.rule')}
        data={[
          ...Object.keys(PROGRAMS).map((value) => ({ value, label: say(`tokens.may.${value as Program}`) })),
          ...senders.map(({ name }) => ({
            value: `${SOURCE}${name}`,
            label: say('tokens.source', { source: visible(name) }),
          })),
        ]}
      />
      <TextInput
        name="days"
        type="number"
        label={say('tokens.days')}
        defaultValue={DAYS}
        min={1}
        max={LONGEST_DAYS}
        required
      />
      <Button type="submit" loading={make.isPending}>
        {say('tokens.make')}
      </Button>
      <p role="alert" className="critical wrong">
        {make.error === null ? '' : refusal(make.error.message)}
      </p>
    </form>
  );
}
