// SPDX-License-Identifier: Apache-2.0
// What the screens of response ask. The live stream says when an answer is old.
import { queryOptions } from '@tanstack/react-query';
import { ask } from './ask.ts';

export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: ({ signal }) => ask('cases', { signal }),
});

export const caseQuery = (id: string) =>
  queryOptions({ queryKey: ['case', id], queryFn: ({ signal }) => ask('case', { signal, params: { id } }) });

const CLOCKS_MS = 30_000;

export const clocksQuery = queryOptions({
  queryKey: ['clocks'],
  queryFn: ({ signal }) => ask('clocks', { signal }),
  refetchInterval: CLOCKS_MS,
});

export const dutiesQuery = (id: string) =>
  queryOptions({
    queryKey: ['duties', id],
    queryFn: ({ signal }) => ask('duties', { signal, params: { id } }),
    refetchInterval: CLOCKS_MS,
  });

export const placeQuery = (id: string) =>
  queryOptions({
    queryKey: ['place', id],
    queryFn: ({ signal }) => ask('place', { signal, params: { id } }),
  });

export const recoveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['recovery', id],
    queryFn: ({ signal }) => ask('recovery', { signal, params: { id } }),
  });

/** Names of people: asked when somebody wants to see them, and not kept. */
export const namesQuery = (id: string) =>
  queryOptions({
    queryKey: ['names', id],
    queryFn: ({ signal }) => ask('affected', { signal, params: { id } }),
    enabled: false,
    gcTime: 0,
  });

export const noticesQuery = (id: string, language: string) =>
  queryOptions({
    queryKey: ['notices', id, language],
    queryFn: ({ signal }) => ask('notices', { signal, params: { id }, query: { language } }),
  });

export const evidenceQuery = queryOptions({
  queryKey: ['evidence'],
  queryFn: ({ signal }) => ask('evidence', { signal }),
});

export const playbooksQuery = (id: string, language: string) =>
  queryOptions({
    queryKey: ['playbooks', id, language],
    queryFn: ({ signal }) => ask('playbooks', { signal, params: { id }, query: { language } }),
  });

export const planQuery = (id: string, playbook: string, language: string) =>
  queryOptions({
    queryKey: ['plan', id, playbook, language],
    queryFn: ({ signal }) => ask('playbookPlan', { signal, params: { id }, query: { language, playbook } }),
  });

export const runsQuery = queryOptions({
  queryKey: ['runs'],
  queryFn: ({ signal }) => ask('runs', { signal }),
});

export const runQuery = (id: string) =>
  queryOptions({ queryKey: ['run', id], queryFn: ({ signal }) => ask('run', { signal, params: { id } }) });
