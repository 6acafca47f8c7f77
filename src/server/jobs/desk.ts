// SPDX-License-Identifier: Apache-2.0
// Jobs of a server: each on a thread of its own that ends with it.
import { join } from 'node:path';
import { createAnalyst } from '../analysis/analyst.ts';
import { JOBS } from '../backup/contents.ts';
import type { Recipe } from '../detect/recipe.ts';
import { type BackupWork, backupOnThread } from './backup.ts';
import { type Jobs, type JobsOptions, openJobs } from './jobs.ts';
import { type SimulationWork, simulationWith } from './simulation.ts';

/** What jobs are made of. */
export interface JobDesk {
  readonly jobs: Jobs;
  readonly data: string;
  readonly simulation: SimulationWork;
  readonly backup: BackupWork;
}

export interface JobDeskOptions extends Omit<JobsOptions, 'folder'> {
  readonly data: string;
  readonly pack: Recipe['pack'];
  readonly version: string;
}

export function openJobDesk({ data, pack, version, ...options }: JobDeskOptions): JobDesk {
  return {
    jobs: openJobs({ ...options, folder: join(data, JOBS) }),
    data,
    simulation: simulationWith(() => createAnalyst(pack)),
    backup: backupOnThread(data, version),
  };
}
