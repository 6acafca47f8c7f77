// SPDX-License-Identifier: Apache-2.0
// Somebody who is in proves anew who they are.
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { setupQuery } from '../../api/queries.ts';
import { signIn } from '../../api/session.ts';
import { useWords } from '../../words/index.ts';
import { DoorForm, text } from '../sign-in/door-form.tsx';
import { OtherWays } from '../sign-in/other-ways.tsx';

interface AgainOptions {
  readonly name: string;
  /** What it is needed for. */
  readonly why: string;
  readonly onDone: () => void;
}

export function Again({ name, why, onDone }: AgainOptions) {
  const { say } = useWords();
  const setup = useQuery(setupQuery);
  return (
    <div className="stack">
      <p>{why}</p>
      <DoorForm
        action={say('signIn.action')}
        send={async (written) => {
          await signIn(name, text(written, 'password'));
          onDone();
        }}
      >
        <TextInput
          name="password"
          type="password"
          label={say('signIn.password')}
          autoComplete="current-password"
          required
        />
      </DoorForm>
      {setup.data === undefined ? null : <OtherWays {...setup.data} again onDone={onDone} />}
    </div>
  );
}
