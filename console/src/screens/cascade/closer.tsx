// SPDX-License-Identifier: Apache-2.0
// The same counted over many more runs: a job, since it takes longer than somebody waits.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ask } from '../../api/ask.ts';
import { reloadJobs, useJob } from '../../api/job-queries.ts';
import { useMe } from '../../api/session.ts';
import { JobState } from '../../parts/job-state.tsx';
import { Wrong } from '../../parts/wrong.tsx';
import { number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { useChoosing } from './measures.tsx';
import type { Simulated } from './view.ts';

const route = getRouteApi('/cascade');
/** Twenty times as many as are counted at once: the intervals are a quarter as wide. */
const [RUNS, SEED] = [20_000, 1];

export function Closer({ simulated }: { readonly simulated: Simulated }) {
  const { say, language } = useWords();
  const { scenario, attack, detect, job: id } = route.useSearch();
  const job = useJob(id);
  const navigate = useNavigate();
  const may = useMe()?.may ?? [];
  const { chosen } = useChoosing(simulated);
  const starting = useMutation({
    mutationFn: () => {
      const play =
        scenario === undefined ? { attack, ...(detect === undefined ? {} : { detect }) } : { scenario };
      return ask('startSimulation', { body: { ...play, measures: [...chosen], runs: RUNS, seed: SEED } });
    },
    onSuccess: async (begun) => {
      await reloadJobs();
      await navigate({
        to: '/cascade',
        search: (old) => ({ ...old, job: begun.id }),
        replace: true,
        resetScroll: false,
      });
    },
  });
  const name = say('jobs.closer', { runs: number(language, RUNS) });
  if (!may.includes('startSimulation') || job?.state === 'done') return null;
  const isOpen = job?.state === 'queued' || job?.state === 'running';
  return (
    <div className="stack small">
      {job === undefined || job === null ? null : <JobState job={job} name={name} />}
      {isOpen ? (
        <p className="soft">{say('jobs.meanwhile')}</p>
      ) : (
        <p>
          <Button
            variant="default"
            size="compact-sm"
            loading={starting.isPending}
            onClick={() => starting.mutate()}
          >
            {name}
          </Button>
        </p>
      )}
      {job === null ? <p className="soft">{say('jobs.gone')}</p> : null}
      <Wrong error={starting.error} />
    </div>
  );
}
