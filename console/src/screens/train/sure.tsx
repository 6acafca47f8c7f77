// SPDX-License-Identifier: Apache-2.0
// Asks once more before something that cannot be taken back.
import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '../../app/dialog.tsx';
import { Wrong } from '../../parts/wrong.tsx';
import { useWords } from '../../words/index.ts';

export function Sure({
  name,
  text,
  deed,
}: {
  /** What is done: of the button and of the dialog. */
  readonly name: string;
  readonly text: string;
  readonly deed: UseMutationResult<unknown, Error, void>;
}) {
  const { say } = useWords();
  const [isAsking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={() => setAsking(true)}>
        {name}
      </Button>
      <Dialog title={name} opened={isAsking} onClose={close}>
        <div className="stack">
          <p>{text}</p>
          <div className="row">
            <Button variant="default" onClick={close} data-autofocus>
              {say('train.no')}
            </Button>
            <Button loading={deed.isPending} onClick={() => deed.mutate(undefined, { onSuccess: close })}>
              {name}
            </Button>
          </div>
          <Wrong error={deed.error} />
        </div>
      </Dialog>
    </>
  );
}
