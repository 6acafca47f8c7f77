// SPDX-License-Identifier: Apache-2.0
// A one-time link is used: somebody sets their password and is in.
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { setupQuery } from '../../api/queries.ts';
import { redeem } from '../../api/session.ts';
import { Answered } from '../../parts/answer.tsx';
import { Empty } from '../../parts/empty.tsx';
import { useWords } from '../../words/index.ts';
import { DoorForm, text } from './door-form.tsx';
import { NAME } from './name.ts';

export function Setup() {
  const { say } = useWords();
  const link = useLink();
  const setup = useQuery(setupQuery);
  if (link === '')
    return (
      <>
        <h1 className="title">{say('setup.title')}</h1>
        <Empty text={say('setup.none')} action={<Link to="/">{say('signIn.title')}</Link>} />
      </>
    );
  return (
    <div className="stack">
      <h1 className="title">{say('setup.title')}</h1>
      <Answered query={setup}>{({ isNew }) => <Form link={link} isNew={isNew} />}</Answered>
    </div>
  );
}

function Form({ link, isNew }: { readonly link: string; readonly isNew: boolean }) {
  const { say } = useWords();
  const navigate = useNavigate();
  return (
    <>
      <p>{say(isNew ? 'setup.first' : 'setup.invited')}</p>
      <DoorForm
        action={say('setup.action')}
        send={async (written) => {
          const [password, again] = [text(written, 'password'), text(written, 'again')];
          if (password !== again) throw new Error(say('setup.differ'));
          await redeem(link, text(written, 'name').trim(), password);
          await navigate({ to: '/' });
        }}
      >
        <TextInput
          name="name"
          label={say('signIn.name')}
          description={say(isNew ? 'people.nameRule' : 'setup.name.invited')}
          pattern={NAME}
          title={say('people.nameRule')}
          autoComplete="username"
          required={isNew}
        />
        <TextInput
          name="password"
          type="password"
          label={say('signIn.password')}
          description={say('setup.password')}
          autoComplete="new-password"
          required
        />
        <TextInput
          name="again"
          type="password"
          label={say('setup.again')}
          autoComplete="new-password"
          required
        />
      </DoorForm>
    </>
  );
}

/** What stands behind the `#`; it is taken out of the address, so that nobody finds it there later. */
function useLink(): string {
  const [link] = useState(() => location.hash.slice(1));
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  return link;
}
