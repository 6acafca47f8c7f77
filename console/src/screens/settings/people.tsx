// SPDX-License-Identifier: Apache-2.0
// Who signs in, as what; and the one-time links by which they come in.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type RefObject, useRef, useState } from 'react';
import type { Answer, Body } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { client, usersQuery } from '../../api/queries.ts';
import { useMe } from '../../api/session.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useRefusal } from '../../parts/refusal.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { useWords } from '../../words/index.ts';
import { NAME } from '../sign-in/name.ts';
import { Once } from './once.tsx';

type Role = Body<'invite'>['role'];
type User = Answer<'users'>['users'][number];

const ROLES = [
  'owner',
  'analyst',
  'responder',
  'auditor',
  'trainer',
  'player',
] as const satisfies readonly Role[];

export function People() {
  const { say } = useWords();
  const users = useQuery(usersQuery);
  const may = useMe()?.may ?? [];
  const [secret, show] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const mayInvite = may.includes('invite');
  const isFirst = users.data?.users.length === 0;
  const begin = (
    <Button variant="default" onClick={() => field.current?.focus()}>
      {say('people.begin')}
    </Button>
  );
  return (
    <div className="stack">
      {mayInvite ? <InviteForm field={field} isFirst={isFirst} onLink={show} /> : null}
      {secret === undefined ? null : (
        <Once label={say('people.link')} secret={`${location.origin}/setup#${secret}`} />
      )}
      <Answered query={users}>
        {(data) => (
          <Sheet name={say('settings.people')}>
            {isFirst ? (
              <Empty text={say('people.empty')} action={mayInvite ? begin : undefined} />
            ) : (
              <ul className="lines">
                {data.users.map((user) => (
                  <Person key={user.id} user={user} canChange={may.includes('changeUser')} onLink={show} />
                ))}
              </ul>
            )}
          </Sheet>
        )}
      </Answered>
    </div>
  );
}

const reload = () => client.invalidateQueries({ queryKey: usersQuery.queryKey });

interface InviteOptions {
  readonly field: RefObject<HTMLInputElement | null>;
  /** Nobody has an account: the one who may do everything comes first. */
  readonly isFirst: boolean;
  readonly onLink: (secret: string) => void;
}

function InviteForm({ field, isFirst, onLink }: InviteOptions) {
  const { say } = useWords();
  const [role, setRole] = useState<Role>();
  const invite = useMutation({
    mutationFn: (body: Body<'invite'>) => ask('invite', { body }),
    onSuccess: ({ link }) => {
      onLink(link.secret);
      return reload();
    },
  });
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const written = new FormData(event.currentTarget);
    invite.mutate({ name: String(written.get('name')).trim(), role: String(written.get('role')) as Role });
  };
  return (
    <form className="asked" onSubmit={send}>
      <TextInput
        ref={field}
        name="name"
        label={say('signIn.name')}
        description={say('people.nameRule')}
        pattern={NAME}
        title={say('people.nameRule')}
        required
      />
      <NativeSelect
        name="role"
        label={say('people.role')}
        value={role ?? (isFirst ? 'owner' : 'analyst')}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
        data={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))}
      />
      <Button type="submit" loading={invite.isPending}>
        {say('people.invite')}
      </Button>
      <Refusal error={invite.error} />
    </form>
  );
}

function Refusal({ error }: { readonly error: Error | null }) {
  const refusal = useRefusal();
  return (
    <p role="alert" className="critical wrong">
      {error === null ? '' : refusal(error.message)}
    </p>
  );
}

interface PersonOptions {
  readonly user: User;
  readonly canChange: boolean;
  readonly onLink: (secret: string) => void;
}

function Person({ user, canChange, onLink }: PersonOptions) {
  const { say } = useWords();
  const { id, role, disabled, ready, passkeys, oidc } = user;
  const name = visible(user.name);
  const change = useMutation({
    mutationFn: (body: Body<'changeUser'>) => ask('changeUser', { params: { id }, body }),
    onSuccess: reload,
  });
  const link = useMutation({
    mutationFn: () => ask('linkUser', { params: { id } }),
    onSuccess: ({ secret }) => {
      onLink(secret);
      return reload();
    },
  });
  return (
    <li className="source">
      <strong>{name}</strong>
      <span className="soft">{say(disabled ? 'people.out' : ready ? 'people.in' : 'people.invited')}</span>
      {oidc ? <span className="soft">{say('people.oidc')}</span> : null}
      {passkeys > 0 ? <span className="soft">{say('people.passkeys', { count: passkeys })}</span> : null}
      {canChange ? (
        <>
          <NativeSelect
            size="xs"
            aria-label={say('people.roleOf', { name })}
            value={role}
            onChange={(event) => change.mutate({ role: event.currentTarget.value as Role, disabled })}
            data={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))}
          />
          <span className="row">
            <Button size="compact-sm" variant="default" onClick={() => link.mutate()}>
              {say('people.newLink', { name })}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => change.mutate({ role, disabled: !disabled })}
            >
              {say(disabled ? 'people.letIn' : 'people.shutOut', { name })}
            </Button>
          </span>
        </>
      ) : (
        <span>{say(`role.${role}`)}</span>
      )}
      <Refusal error={change.error ?? link.error} />
    </li>
  );
}
