// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { setupQuery } from '../../api/queries.ts';
import { signIn } from '../../api/session.ts';
import { useWords } from '../../words/index.ts';
import { DoorForm, text } from './door-form.tsx';
import { OtherWays } from './other-ways.tsx';

export function SignIn() {
  const { say } = useWords();
  const setup = useQuery(setupQuery);
  return (
    <div className="stack">
      <h1 className="title">{say('signIn.title')}</h1>
      {setup.data?.isNew === true ? <p>{say('signIn.new')}</p> : null}
      <DoorForm
        action={say('signIn.action')}
        send={(written) => signIn(text(written, 'name').trim(), text(written, 'password'))}
      >
        <TextInput name="name" label={say('signIn.name')} autoComplete="username" required />
        <TextInput
          name="password"
          type="password"
          label={say('signIn.password')}
          autoComplete="current-password"
          required
        />
      </DoorForm>
      {setup.data === undefined ? null : <OtherWays {...setup.data} />}
    </div>
  );
}
