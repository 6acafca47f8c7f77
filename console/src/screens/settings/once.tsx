// SPDX-License-Identifier: Apache-2.0
import { TextInput } from '@mantine/core';
import { useWords } from '../../words/index.ts';

/** A secret that the server tells once: to be copied now. */
export function Once({ label, secret }: { readonly label: string; readonly secret: string }) {
  const { say } = useWords();
  return (
    <TextInput
      label={label}
      description={say('once.now')}
      value={secret}
      readOnly
      onFocus={(event) => event.currentTarget.select()}
    />
  );
}
