// SPDX-License-Identifier: Apache-2.0
// The account of whoever looks: their passkeys.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Answer } from '../../../../src/server/api/contract/index.ts';
import { ask, Refused } from '../../api/ask.ts';
import { client, passkeysQuery, setupQuery } from '../../api/queries.ts';
import { type Me, useMe } from '../../api/session.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useRefusal } from '../../parts/refusal.ts';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { instant } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Again } from './again.tsx';

type Passkey = Answer<'addPasskey'>;

export function Account() {
  const { say } = useWords();
  const me = useMe();
  if (me === null || me === undefined) return null;
  if (me.kind !== 'person') {
    const mayInvite = me.may.includes('invite');
    return (
      <Empty
        text={say('passkey.noPerson')}
        action={mayInvite ? <Link to="/settings/people">{say('people.first')}</Link> : undefined}
      />
    );
  }
  return (
    <Sheet name={say('passkey.title')}>
      <div className="stack">
        <p>{say('passkey.what')}</p>
        <Passkeys me={me} />
      </div>
    </Sheet>
  );
}

function Passkeys({ me }: { readonly me: Me }) {
  const { say } = useWords();
  const passkeys = useQuery(passkeysQuery);
  // The server says whether it is too long ago; a clock of the browser may be wrong.
  const [isStale, setStale] = useState(false);
  const onError = (error: Error): void => {
    if (error instanceof Refused && error.status === 403) setStale(true);
  };
  return (
    <>
      <Answered query={passkeys}>
        {({ passkeys: all }) =>
          all.length === 0 ? (
            <p className="soft">{say('passkey.none')}</p>
          ) : (
            <ul className="lines">
              {all.map((passkey) => (
                <Row key={passkey.id} passkey={passkey} onError={onError} />
              ))}
            </ul>
          )
        }
      </Answered>
      {isStale ? (
        <Again name={me.name} why={say('passkey.again')} onDone={() => setStale(false)} />
      ) : (
        <AddForm onError={onError} />
      )}
    </>
  );
}

const reload = () => client.invalidateQueries({ queryKey: passkeysQuery.queryKey });

interface Failing {
  readonly onError: (error: Error) => void;
}

function AddForm({ onError }: Failing) {
  const { say } = useWords();
  const refusal = useRefusal();
  const setup = useQuery(setupQuery);
  const adding = useMutation({ mutationFn: addPasskey, onSuccess: reload, onError });
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    adding.mutate(String(new FormData(event.currentTarget).get('passkey')).trim());
  };
  if (setup.data === undefined) return null;
  const { address } = setup.data;
  if (address === undefined) return <p className="soft">{say('passkey.noAddress')}</p>;
  if (address !== location.origin)
    return (
      <p className="soft">
        {say('signIn.elsewhere')} <a href={`${address}/settings/account`}>{address}</a>
      </p>
    );
  const { error } = adding;
  return (
    <form className="asked" onSubmit={send}>
      <TextInput name="passkey" label={say('passkey.name')} required maxLength={100} />
      <Button type="submit" loading={adding.isPending}>
        {say('passkey.add')}
      </Button>
      <p role="alert" className="critical wrong">
        {error === null ? '' : error instanceof Refused ? refusal(error.message) : say('passkey.notMade')}
      </p>
    </form>
  );
}

async function addPasskey(name: string): Promise<void> {
  const options = await ask('newPasskey');
  const { makePasskey } = await import('../../api/passkeys.ts');
  await ask('addPasskey', { body: { name, passkey: await makePasskey(options) } });
}

function Row({ passkey, onError }: Failing & { readonly passkey: Passkey }) {
  const { say, language } = useWords();
  const refusal = useRefusal();
  const { id, createdAt, usedAt } = passkey;
  const name = visible(passkey.name);
  const remove = useMutation({
    mutationFn: () => ask('removePasskey', { params: { id } }),
    onSuccess: reload,
    onError,
  });
  return (
    <li className="source">
      <strong>{name}</strong>
      <span className="soft">{say('passkey.made', { at: instant(language, createdAt) })}</span>
      <span className="soft">
        {usedAt === undefined ? '' : say('passkey.used', { at: instant(language, usedAt) })}
      </span>
      <Button size="compact-sm" variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
        {say('passkey.remove', { name })}
      </Button>
      <p role="alert" className="critical">
        {remove.error === null ? '' : refusal(remove.error.message)}
      </p>
    </li>
  );
}
