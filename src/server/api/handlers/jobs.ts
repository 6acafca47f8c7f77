// SPDX-License-Identifier: Apache-2.0
// Heavy work: started, looked at, ended, and its results.
import { readFileSync } from 'node:fs';
import type { Pack } from '../../../model/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import type { Access } from '../../access/access.ts';
import type { ModelFile } from '../../analysis/model-file.ts';
import { noteFetched } from '../../backup/write.ts';
import { keptUntil } from '../../jobs/book.ts';
import type { JobDesk } from '../../jobs/desk.ts';
import { hasEnded, type Job } from '../../jobs/job.ts';
import type { Jobs } from '../../jobs/jobs.ts';
import { type Handlers, Kept, Packed } from '../bind.ts';
import type { Answer } from '../contract/index.ts';
import type { Caller } from '../gate.ts';
import { actorOf } from '../record.ts';
import { instant } from './begin-session.ts';
import { questionOf } from './cascade.ts';

export interface JobHandlerOptions {
  readonly desk: JobDesk;
  readonly file: ModelFile | undefined;
  readonly access: Pick<Access, 'sessions'>;
  readonly pack: Pack;
  readonly nameOf: (actor: string) => string;
  readonly now: () => number;
}

type Names = 'jobs' | 'job' | 'removeJob' | 'startSimulation' | 'jobSimulation' | 'startBackup' | 'jobBackup';

export function jobHandlers(options: JobHandlerOptions): Pick<Handlers, Names> {
  const { desk, file, access, pack, nameOf, now } = options;
  const { jobs } = desk;
  const told = (job: Job): Answer<'job'> => ({
    ...tellJob(job),
    by: nameOf(job.by),
    title: titleOf(job, pack),
  });
  return {
    jobs: async () => ({ jobs: jobs.all().map(told) }),
    job: async ({ params: { id } }) => told(jobs.get(id)),
    removeJob: async ({ params: { id }, caller }) => {
      if (jobs.get(id).by !== actorOf(caller) && caller.principal?.role !== 'owner')
        throw new HttpRefusal(403, 'Only who started a job, or an owner, ends it');
      await jobs.remove(id);
      return {};
    },
    startSimulation: async ({ body, caller }) => {
      if (file === undefined) throw new HttpRefusal(409, 'No model is loaded: there is nothing to simulate');
      const model = { name: file.name, bytes: file.read().bytes };
      const today = instant(now()).slice(0, 10);
      const asked = questionOf(body);
      const { measures, runs } = asked;
      const question = { ...asked.play, measures: [...measures], runs };
      const work = desk.simulation(model, today, asked);
      return told(jobs.start({ kind: 'simulation', question, by: actorOf(caller) }, work));
    },
    jobSimulation: async ({ params: { id } }) =>
      new Packed(readFileSync(resultOf(jobs, id, 'simulation')), id),
    startBackup: async ({ body: { passphrase }, caller }) => {
      checkFresh(access, caller);
      const by = actorOf(caller);
      return told(jobs.start({ kind: 'backup', by }, desk.backup(passphrase)));
    },
    jobBackup: async ({ params: { id } }) => {
      const from = resultOf(jobs, id, 'backup');
      const { startedAt = 0, bytes = 0, sha256 = '' } = jobs.get(id);
      const at = instant(startedAt);
      return new Kept(from, bytes, `ensuresec-${at.slice(0, 10)}.age`, () =>
        noteFetched(desk.data, { at, bytes, sha256 }),
      );
    },
  };
}

/** A backup holds every key: a session that somebody left open is not enough. @throws HttpRefusal 403. */
function checkFresh({ sessions }: Pick<Access, 'sessions'>, { principal }: Caller): void {
  if (principal?.kind === 'machine') return;
  if (principal?.kind !== 'person' || !sessions.isFresh(principal.session.id))
    throw new HttpRefusal(403, 'Sign in again first: this is asked of those alone who just did');
}

/** @throws HttpRefusal 404, 409. */
function resultOf(jobs: Jobs, id: string, kind: Job['kind']): string {
  if (jobs.get(id).kind !== kind) throw new HttpRefusal(409, `The job is no ${kind}`);
  return jobs.resultOf(id);
}

/** In English, as simulations are told. */
function titleOf({ question }: Job, { scenarios, attacks }: Pack): string | null {
  if (question === undefined) return null;
  const { scenario, attack } = question;
  const found =
    scenario === undefined
      ? attacks.find(({ id }) => id === attack)
      : scenarios.find(({ id }) => id === scenario);
  return found?.title['en'] ?? scenario ?? attack ?? null;
}

function tellJob(job: Job): Omit<Answer<'job'>, 'by' | 'title'> {
  const { id, kind, question, state, progress, why, bytes, sha256 } = job;
  const until = state === 'done' ? keptUntil(job) : undefined;
  const orNull = (time: number | undefined): string | null => (time === undefined ? null : instant(time));
  return {
    ...{ id, kind, state, progress, question: question ?? null },
    askedAt: instant(job.askedAt),
    startedAt: orNull(job.startedAt),
    endedAt: hasEnded(job) ? orNull(job.endedAt) : null,
    why: why ?? null,
    result: state === 'done' ? `/v1/jobs/${id}/${kind}` : null,
    until: orNull(until),
    bytes: bytes ?? null,
    sha256: sha256 ?? null,
  };
}
