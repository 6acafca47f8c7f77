// SPDX-License-Identifier: Apache-2.0
// An answer of the server that may not be there yet, or not at all.
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../api/ask.ts';
import { useWords } from '../words/index.ts';
import { Empty } from './empty.tsx';
import { useRefusal } from './refusal.ts';

export function Answered<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  const { say } = useWords();
  const refusal = useRefusal();
  if (query.data !== undefined) return children(query.data);
  if (query.error === null)
    return (
      <p className="soft" role="status">
        {say('answer.waiting')}
      </p>
    );
  const said = query.error instanceof Refused ? query.error.message : '';
  return (
    <Empty
      text={refusal(said)}
      action={
        <Button variant="default" onClick={() => void query.refetch()}>
          {say('answer.again')}
        </Button>
      }
    />
  );
}
