// SPDX-License-Identifier: Apache-2.0
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../api/ask.ts';
import { refreshCampaigns } from '../../api/train-queries.ts';
import { useWords } from '../../words/index.ts';
import { Sure } from './sure.tsx';

export function Ending({ id }: { readonly id: string }) {
  const { say } = useWords();
  const end = useMutation({
    mutationFn: () => ask('endCampaign', { params: { id } }),
    onSuccess: refreshCampaigns,
  });
  return (
    <>
      <p>{say('train.end.text')}</p>
      <div>
        <Sure name={say('train.end.now')} text={say('train.end.sure')} deed={end} />
      </div>
    </>
  );
}
