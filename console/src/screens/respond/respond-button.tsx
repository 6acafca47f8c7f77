// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import { useMe } from '../../api/session.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { useWords } from '../../words/index.ts';
import { refreshCase } from './record.tsx';

/** From an incident that was found to the case in which it is worked; the same incident is the same case. */
export function RespondButton({ incident }: { readonly incident: string }) {
  const { say } = useWords();
  const navigate = useNavigate();
  const may = useMe()?.may ?? [];
  const open = useMutation({
    mutationFn: () =>
      ask('openCase', {
        body: { incident, zone: Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC' },
      }),
    onSuccess: async ({ id }) => {
      await refreshCase();
      await navigate({ to: '/respond/$id', params: { id } });
    },
  });
  if (!may.includes('openCase')) return null;
  return (
    <div className="row">
      <Button loading={open.isPending} onClick={() => open.mutate()}>
        {say('respond.respond')}
      </Button>
      <Wrong error={open.error} />
    </div>
  );
}
