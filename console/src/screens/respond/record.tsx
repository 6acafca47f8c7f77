// SPDX-License-Identifier: Apache-2.0
// Something is recorded about a case: what becomes of it is told beside the button, the reasons of a refusal too.
import { Button, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Body } from '../../../../src/server/api/contract/index.ts';
import { ask } from '../../api/ask.ts';
import { client } from '../../api/queries.ts';
import { Wrong } from '../../parts/wrong.tsx';

export type CaseEvent = Body<'recordCase'>;

/** What changes with the log, asked for again at once by whoever changed it. */
export async function refreshCase(): Promise<void> {
  const old = [
    'cases',
    'case',
    'clocks',
    'duties',
    'place',
    'recovery',
    'notices',
    'evidence',
    'runs',
    'run',
  ];
  await client.invalidateQueries({ predicate: ({ queryKey }) => old.includes(String(queryKey[0])) });
}

export function useRecord(id: string, then: () => void = () => undefined) {
  return useMutation({
    mutationFn: (body: CaseEvent) => ask('recordCase', { params: { id }, body }),
    onSuccess: async () => {
      then();
      await refreshCase();
    },
  });
}

/** A button that records one event. */
export function Record({
  id,
  event,
  children,
  ...button
}: ButtonProps & { readonly id: string; readonly event: CaseEvent; readonly children: ReactNode }) {
  const record = useRecord(id);
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        {...button}
        loading={record.isPending}
        onClick={() => record.mutate(event)}
      >
        {children}
      </Button>
      <Wrong error={record.error} />
    </>
  );
}
