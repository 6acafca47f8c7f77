// SPDX-License-Identifier: Apache-2.0
// Where a job stands: a bar while it runs, a mark when it has ended, and how to end it.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../api/ask.ts';
import { type Job, reloadJobs } from '../api/job-queries.ts';
import { useWords } from '../words/index.ts';
import { Progress } from './progress.tsx';
import { useRefusal } from './refusal.ts';
import { OutcomeMark } from './severity.tsx';
import { visible } from './visible.ts';
import { Wrong } from './wrong.tsx';

const OUTCOMES = { done: 'SECURE', failed: 'INSECURE', cancelled: 'UNKNOWN', queued: 'UNKNOWN' } as const;

export function JobState({ job, name }: { readonly job: Job; readonly name: string }) {
  const { say } = useWords();
  const { id, state, progress } = job;
  const removing = useMutation({
    mutationFn: () => ask('removeJob', { params: { id } }),
    onSettled: reloadJobs,
  });
  const isOpen = state === 'queued' || state === 'running';
  return (
    <>
      <span className="row">
        {state === 'running' ? (
          <Progress name={name} part={progress} />
        ) : (
          <OutcomeMark outcome={OUTCOMES[state]}>{say(`jobs.${state}`)}</OutcomeMark>
        )}
        <Button
          variant="default"
          size="compact-sm"
          loading={removing.isPending}
          onClick={() => removing.mutate()}
          aria-label={say(isOpen ? 'jobs.cancelNamed' : 'jobs.forgetNamed', { name })}
        >
          {say(isOpen ? 'jobs.cancel' : 'jobs.forget')}
        </Button>
      </span>
      <Why job={job} />
      <Wrong error={removing.error} />
    </>
  );
}

function Why({ job: { why } }: { readonly job: Job }) {
  const { say } = useWords();
  const refusal = useRefusal();
  if (why === null) return null;
  if (why === 'interrupted') return <span>{say('jobs.interrupted')}</span>;
  const said = refusal(why);
  return <span {...(said === visible(why) ? { lang: 'en' } : {})}>{said}</span>;
}
