// SPDX-License-Identifier: Apache-2.0
// Ways in beside a password. They work at the public address alone: elsewhere the browser would refuse them.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Refused } from '../../api/ask.ts';
import { leaveForOidc, signInWithPasskey } from '../../api/session.ts';
import { useRefusal } from '../../parts/refusal.ts';
import { useWords } from '../../words/index.ts';

export interface Ways {
  /** Where passkeys and the OpenID provider lead to; absent: they are not offered. */
  readonly address?: string;
  readonly oidc: boolean;
  /** Somebody is in, and proves anew who they are. */
  readonly again?: boolean;
  readonly onDone?: () => void;
}

export function OtherWays({ address, oidc, again = false, onDone }: Ways) {
  const { say } = useWords();
  const refusal = useRefusal();
  const passkey = useMutation({
    mutationFn: signInWithPasskey,
    ...(onDone === undefined ? {} : { onSuccess: onDone }),
  });
  const provider = useMutation({ mutationFn: () => leaveForOidc(again) });
  if (address === undefined) return null;
  if (address !== location.origin)
    return (
      <p className="soft">
        {say('signIn.elsewhere')} <a href={address}>{address}</a>
      </p>
    );
  const error = passkey.error ?? provider.error;
  return (
    <div className="stack">
      <Button variant="default" loading={passkey.isPending} onClick={() => passkey.mutate()}>
        {say('signIn.passkey')}
      </Button>
      {oidc ? (
        <Button variant="default" loading={provider.isPending} onClick={() => provider.mutate()}>
          {say('signIn.oidc')}
        </Button>
      ) : null}
      <p role="alert" className="critical">
        {error === null ? '' : error instanceof Refused ? refusal(error.message) : say('passkey.notShown')}
      </p>
    </div>
  );
}
