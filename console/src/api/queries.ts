// SPDX-License-Identifier: Apache-2.0
// What screens ask, and how long an answer holds: until the live stream says that something changed.
import { QueryClient, queryOptions } from '@tanstack/react-query';
import { ask, Refused } from './ask.ts';

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      // Nobody answering heals; a refusal stays one.
      retry: (times, error) =>
        times < 3 && (!(error instanceof Refused) || [0, 429, 503].includes(error.status)),
      retryDelay: (times) => Math.min(8000, 500 * 2 ** times),
    },
  },
});

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => ask('status', { signal }),
});

export const verdictQuery = queryOptions({
  queryKey: ['verdict'],
  queryFn: ({ signal }) => ask('verdict', { signal }),
});
