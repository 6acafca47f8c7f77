// SPDX-License-Identifier: Apache-2.0
// Heavy work that people asked for: what runs, what came of it, and a backup.
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, Refused } from '../../api/ask.ts';
import { type Job, jobsQuery, reloadJobs } from '../../api/job-queries.ts';
import { useMe } from '../../api/session.ts';
import { useTitles } from '../../api/titles.ts';
import { Answered } from '../../parts/answer.tsx';
import { JobState } from '../../parts/job-state.tsx';
import { Sheet } from '../../parts/sheet.tsx';
import { visible } from '../../parts/visible.ts';
import { Wrong } from '../../parts/wrong.tsx';
import { instant, number } from '../../words/format.ts';
import { useWords } from '../../words/index.ts';
import { Again } from './again.tsx';

export function Jobs() {
  const { say } = useWords();
  const jobs = useQuery(jobsQuery);
  return (
    <Sheet name={say('jobs.title')}>
      <Answered query={jobs}>
        {({ jobs: all }) =>
          all.length === 0 ? (
            <p className="soft">{say('jobs.none')}</p>
          ) : (
            <ul className="lines">
              {all.map((job) => (
                <Row key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </Answered>
    </Sheet>
  );
}

function Row({ job }: { readonly job: Job }) {
  const { say, language } = useWords();
  const { titled } = useTitles();
  const { title, kind, question } = job;
  const what = (text: string): string =>
    question?.scenario === undefined
      ? titled('attacks', question?.attack ?? '', text)
      : titled('scenarios', question.scenario, text);
  const name = title === null ? say(`jobs.${kind}`) : say('jobs.simulationOf', { what: what(title) });
  return (
    <li className="finding" data-row>
      <strong>{name}</strong>
      <span className="small soft">
        {say('jobs.by', { who: visible(job.by), at: instant(language, job.askedAt) })}
      </span>
      <JobState job={job} name={name} />
      <Result job={job} />
    </li>
  );
}

const MB = 1_000_000;

function Result({ job: { id, kind, question, result, bytes, sha256, until } }: { readonly job: Job }) {
  const { say, language } = useWords();
  const me = useMe();
  if (result === null) return null;
  if (question !== null) {
    const { measures, runs: _, ...play } = question;
    const chosen = measures.length === 0 ? {} : { with: measures.join(' ') };
    return (
      <Link to="/cascade" search={{ ...play, ...chosen, job: id }}>
        {say('jobs.show')}
      </Link>
    );
  }
  if (kind !== 'backup' || me?.may.includes('jobBackup') !== true) return null;
  return (
    <>
      <span className="row">
        <a href={result} download>
          {say('jobs.fetch', { size: number(language, Math.max(0.1, (bytes ?? 0) / MB), 1) })}
        </a>
        <span className="small soft">{say('jobs.until', { at: instant(language, until) })}</span>
      </span>
      <span className="small soft mono">SHA-256 {sha256}</span>
    </>
  );
}

const [LEAST, MOST] = [12, 1024];

/** For those who may: all of the data folder, encrypted. */
export function Backup() {
  const { say } = useWords();
  const me = useMe();
  // The server says whether a sign-in is too long ago; a clock of the browser may be wrong.
  const [isStale, setStale] = useState(false);
  const starting = useMutation({
    mutationFn: (passphrase: string) => ask('startBackup', { body: { passphrase } }),
    onSuccess: reloadJobs,
    onError: (error) => setStale(error instanceof Refused && error.status === 403),
  });
  if (me?.may.includes('startBackup') !== true) return null;
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    starting.mutate(String(new FormData(form).get('passphrase')), { onSuccess: () => form.reset() });
  };
  return (
    <Sheet name={say('jobs.backup')}>
      <p>{say('jobs.backupWhat')}</p>
      {isStale ? (
        <Again name={me.name} why={say('jobs.again')} onDone={() => setStale(false)} />
      ) : (
        <form className="asked" onSubmit={send}>
          <TextInput
            name="passphrase"
            type="password"
            autoComplete="new-password"
            label={say('jobs.passphrase')}
            description={say('jobs.passphraseRule', { count: LEAST })}
            minLength={LEAST}
            maxLength={MOST}
            required
          />
          <Button type="submit" loading={starting.isPending}>
            {say('jobs.makeBackup')}
          </Button>
          <Wrong error={starting.error} />
        </form>
      )}
    </Sheet>
  );
}
