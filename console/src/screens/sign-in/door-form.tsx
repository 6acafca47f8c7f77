// SPDX-License-Identifier: Apache-2.0
// A form that lets somebody in, or says why not.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { useRefusal } from '../../parts/refusal.ts';

export function DoorForm({
  action,
  send,
  children,
}: {
  readonly action: string;
  readonly send: (written: FormData) => Promise<void>;
  readonly children: ReactNode;
}) {
  const refusal = useRefusal();
  const sending = useMutation({ mutationFn: send });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    sending.mutate(new FormData(event.currentTarget));
  };
  return (
    <form className="stack" onSubmit={submit}>
      {children}
      <p role="alert" className="critical">
        {sending.error === null ? '' : refusal(sending.error.message)}
      </p>
      <Button type="submit" loading={sending.isPending}>
        {action}
      </Button>
    </form>
  );
}

export function text(written: FormData, name: string): string {
  return String(written.get(name) ?? '');
}
