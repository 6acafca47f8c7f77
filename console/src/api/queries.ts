// SPDX-License-Identifier: Apache-2.0
// What screens ask, and how long an answer holds: until the live stream says that something changed.
import { infiniteQueryOptions, keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import type { Body } from '../../../src/server/api/contract/index.ts';
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

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => ask('passkeys', { signal }),
});

export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: ({ signal }) => ask('summary', { signal }),
});

export type Trial = Body<'tryMeasures'>;

/** What would be; what was asked before stays in sight meanwhile. */
export const trialQuery = (trial: Trial) =>
  queryOptions({
    queryKey: ['trial', trial],
    queryFn: ({ signal }) => ask('tryMeasures', { signal, body: trial }),
    placeholderData: keepPreviousData,
    enabled: trial.add.length + trial.remove.length > 0,
  });

export const scenariosQuery = queryOptions({
  queryKey: ['scenarios'],
  queryFn: ({ signal }) => ask('scenarios', { signal }),
});

/** As `ensuresec simulate` has them, so that both say the same. */
const [RUNS, SEED] = [1000, 1];

/** What is asked of a scenario or an attack. */
export type SimulationAsked = Pick<Body<'simulate'>, 'scenario' | 'attack' | 'detect' | 'measures'>;

/** With other measures the answer before stays in sight; that of another scenario does not. */
export const simulationQuery = ({ measures, ...play }: SimulationAsked) =>
  queryOptions({
    queryKey: ['simulate', play, measures],
    queryFn: ({ signal }) => ask('simulate', { signal, body: { ...play, measures, runs: RUNS, seed: SEED } }),
    // A newer question of the same person, in another tab perhaps, took the place of this one.
    retry: (times, error) =>
      times < 3 && (!(error instanceof Refused) || [0, 409, 429, 503].includes(error.status)),
    placeholderData: (before, query) =>
      JSON.stringify(query?.queryKey[1]) === JSON.stringify(play) ? before : undefined,
  });

/** As many as the server gives at once; the worst come first. */
const INCIDENTS = 1000;

export type IncidentState = 'open' | 'quiet' | 'closed';

export const incidentsQuery = (state: IncidentState | undefined) =>
  queryOptions({
    queryKey: ['incidents', state],
    queryFn: ({ signal }) => ask('incidents', { signal, query: { limit: INCIDENTS, state } }),
  });

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => ask('incident', { signal, params: { id } }),
  });

export interface EventFilter {
  readonly text?: string;
  readonly source?: string;
  readonly key?: string;
  readonly type?: string;
  readonly from?: string;
  readonly to?: string;
}

const PAGE = 50;

export const eventsQuery = (filter: EventFilter) =>
  infiniteQueryOptions({
    queryKey: ['events', filter],
    queryFn: ({ signal, pageParam }) =>
      ask('events', { signal, query: { ...filter, limit: PAGE, before: pageParam } }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // Events come all the time: a page that is seen again is asked again.
    staleTime: 0,
  });

export const SPANS = 60;

export const histogramQuery = (filter: EventFilter) =>
  queryOptions({
    queryKey: ['histogram', filter],
    queryFn: ({ signal }) => ask('histogram', { signal, query: { ...filter, spans: SPANS } }),
    staleTime: 0,
  });

export const modelQuery = queryOptions({
  queryKey: ['model'],
  queryFn: ({ signal }) => ask('model', { signal }),
});

export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ['checkModel', text],
    queryFn: ({ signal }) => ask('checkModel', { signal, body: { text } }),
    gcTime: 0,
  });

export const completeQuery = (text: string, line: number, column: number) =>
  queryOptions({
    queryKey: ['completeModel', text, line, column],
    queryFn: ({ signal }) => ask('completeModel', { signal, body: { text, line, column } }),
    gcTime: 0,
  });

const UPKEEP_MS = 60_000;

export const upkeepQuery = queryOptions({
  queryKey: ['upkeep'],
  queryFn: ({ signal }) => ask('upkeep', { signal }),
  refetchInterval: UPKEEP_MS,
});

const SOURCES_MS = 5000;

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => ask('sources', { signal }),
  refetchInterval: SOURCES_MS,
});

/** Whether there is an owner; others may come to be while the page stands open. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => ask('setup', { signal }),
  staleTime: 0,
});

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => ask('users', { signal }),
  staleTime: 0,
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => ask('tokens', { signal }),
  staleTime: 0,
});
