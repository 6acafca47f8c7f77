// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { refreshCampaigns } from '../../api/train-queries.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { useWords } from '../../words/index.ts';

/** Invitations and reminders that are due; the server sends each once, however often it is asked. */
export function Mails({ id, canSend }: { readonly id: string; readonly canSend: boolean }) {
  const { say } = useWords();
  const send = useMutation({
    mutationFn: () => ask('sendMails', { params: { id } }),
    onSuccess: refreshCampaigns,
  });
  if (!canSend) return <p className="soft">{say('train.mails.none')}</p>;
  return (
    <>
      <p>{say('train.mails.text')}</p>
      <div>
        <Button variant="default" loading={send.isPending} onClick={() => send.mutate()}>
          {say('train.mails.send')}
        </Button>
      </div>
      <Wrong error={send.error} />
      <p role="status">{send.data === undefined ? '' : say('train.mails.sent', send.data)}</p>
    </>
  );
}
