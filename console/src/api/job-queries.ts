// SPDX-License-Identifier: Apache-2.0
// Heavy work on the server: the stream tells how far it is.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Answer, LiveEvent } from '../../../src/server/api/contract/index.ts';
import { ask } from './ask.ts';
import { client } from './queries.ts';

export type Job = Answer<'job'>;

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => ask('jobs', { signal }),
});

/** Undefined: not asked yet; null: it is not there any more. */
export function useJob(id: string | undefined): Job | null | undefined {
  const { data } = useQuery({ ...jobsQuery, enabled: id !== undefined });
  return data === undefined ? undefined : (data.jobs.find((job) => job.id === id) ?? null);
}

export const jobSimulationQuery = (job: Job | null | undefined) =>
  queryOptions({
    queryKey: ['jobSimulation', job?.id],
    queryFn: ({ signal }) => ask('jobSimulation', { signal, params: { id: job?.id ?? '' } }),
    enabled: job?.kind === 'simulation' && job.state === 'done',
  });

export const reloadJobs = () => client.invalidateQueries({ queryKey: jobsQuery.queryKey });

type Told = Extract<LiveEvent, { readonly name: 'job' }>['data'];

/** Progress goes into the list at once; any other change is asked for. */
export function heardOfJob({ job: id, state, progress }: Told): void {
  const known = client.getQueryData(jobsQuery.queryKey);
  if (known?.jobs.some((job) => job.id === id && job.state === state && state === 'running') !== true)
    return void reloadJobs();
  client.setQueryData(jobsQuery.queryKey, {
    jobs: known.jobs.map((job) => (job.id === id ? { ...job, progress } : job)),
  });
}
