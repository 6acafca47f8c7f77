// SPDX-License-Identifier: Apache-2.0
// What the screens of training ask. People finish tests by themselves, so what is shown is asked again.
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, Refused } from './ask.ts';
import { client } from './queries.ts';

const AGAIN_MS = 15_000;

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => ask('campaigns', { signal }),
  refetchInterval: AGAIN_MS,
});

/** Names and addresses: each reading is recorded, so they are asked when somebody looks, and not kept. */
export const cohortQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaign', id],
    queryFn: ({ signal }) => ask('campaign', { signal, params: { id } }),
    gcTime: 0,
  });

export const resultsQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaignResults', id],
    queryFn: ({ signal }) => ask('campaignResults', { signal, params: { id } }),
    staleTime: AGAIN_MS,
  });

const RESAMPLES = 200;

export const worthQuery = (id: string, recipients: number) =>
  queryOptions({
    queryKey: ['campaignClock', id, recipients],
    queryFn: async ({ signal }) => {
      try {
        return await ask('campaignClock', {
          signal,
          params: { id },
          query: { recipients, resamples: RESAMPLES },
        });
      } catch (error) {
        // Too little is known: that is an answer too.
        if (error instanceof Refused && error.status === 409) return { missing: error.message };
        throw error;
      }
    },
    placeholderData: keepPreviousData,
  });

export const campaignCheckQuery = (text: string) =>
  queryOptions({
    queryKey: ['checkCampaign', text],
    queryFn: ({ signal }) => ask('checkCampaign', { signal, body: { text } }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });

/** What changes when somebody changed something about a campaign. */
export async function refreshCampaigns(): Promise<void> {
  const old = ['campaigns', 'campaign', 'campaignResults', 'campaignClock'];
  await client.invalidateQueries({ predicate: ({ queryKey }) => old.includes(String(queryKey[0])) });
}
