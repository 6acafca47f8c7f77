// SPDX-License-Identifier: Apache-2.0
// What people and programs ask: the verdict, cases, training and jobs, and the API over them.
import { type Analyst, createAnalyst } from './analysis/analyst.ts';
import { followSteps, type StepFollower } from './analysis/follow-steps.ts';
import { type ModelFile, openModelFile } from './analysis/model-file.ts';
import { keepVerdict, type VerdictKeeper } from './analysis/verdict.ts';
import type { LiveEvent } from './api/contract/index.ts';
import { type Api, createApi } from './api/index.ts';
import { startTraining } from './campaign/training.ts';
import { createUpkeep } from './doctor/upkeep.ts';
import { gateOf } from './doors.ts';
import { openJobDesk } from './jobs/desk.ts';
import type { Parts } from './parts.ts';
import { openDesk } from './respond/desk.ts';
import type { ServerOptions } from './server-options.ts';
import { turnedLine } from './turned-line.ts';

type Tell = (event: LiveEvent) => void;

export function startApi(
  options: ServerOptions,
  parts: Parts,
  beside: Pick<Parameters<typeof createApi>[0], 'counters' | 'health' | 'watch' | 'reports'> & {
    readonly tell: Tell;
  },
): Api {
  const { data, recipe, pack, now, sources, version } = options;
  const { tell, ...running } = beside;
  const judged = startVerdict(options, parts, tell);
  const { log, detecting, opening, demo } = parts;
  const desk = openDesk({
    ...{ data, pack, time: () => demo?.clock.time() ?? now() },
    onCase: (id) => tell({ name: 'case', data: { case: id } }),
    onRun: (run) => tell({ name: 'run', data: { run } }),
    onTrouble: options.onNotice,
  });
  parts.desk = desk;
  const training = startTraining(options);
  parts.training = training;
  parts.steps = stepsOf(options, parts, judged, tell);
  const { audit } = opening;
  const gate = gateOf(options, opening);
  const upkeep = createUpkeep(data, now);
  const jobs = openJobDesk({
    ...{ data, pack: recipe.pack, version, now },
    onChange: ({ id, state, progress }) => tell({ name: 'job', data: { job: id, state, progress } }),
  });
  parts.jobs = jobs.jobs;
  const asked = { log, detecting, sources, now, version, pack, ...judged };
  return createApi({ ...asked, gate, audit, desk, training, demo, upkeep, jobs, ...running });
}

interface Judged {
  /** Undefined without a model, or when it is in no file of its own. */
  readonly file: ModelFile | undefined;
  readonly analyst: Analyst;
  readonly verdict: VerdictKeeper;
}

/** The verdict is analysed beside all else: who listens does not wait for it. */
function startVerdict(
  { recipe, modelPath, now, onVerdict }: ServerOptions,
  parts: Parts,
  tell: Tell,
): Judged {
  const file =
    recipe.model === undefined || modelPath === undefined
      ? undefined
      : openModelFile(recipe.model.name, modelPath);
  const analyst = createAnalyst(recipe.pack);
  parts.analyst = analyst;
  const verdict = keepVerdict({
    file,
    analyst,
    now,
    onChange: (state) => {
      tell({ name: 'verdict', data: { state: state.state } });
      if (state.state === 'failed' || (state.state === 'ready' && !state.stale)) onVerdict(state);
    },
  });
  parts.verdict = verdict;
  return { file, analyst, verdict };
}

/** Steps that alerts show are taken in the model, when there is one. */
function stepsOf(
  { now, onNotice }: ServerOptions,
  { detecting, verdicts }: Parts,
  { analyst, file }: Judged,
  tell: Tell,
): StepFollower | undefined {
  if (file === undefined) return undefined;
  return followSteps({
    ...{ detecting, analyst, file, now, log: verdicts },
    onTurned: (turned) => {
      const { changes } = turned;
      tell({
        name: 'turned',
        data: { changes: changes.slice(0, TOLD), more: Math.max(0, changes.length - TOLD) },
      });
      onNotice(turnedLine(turned));
    },
    onTrouble: (why) => onNotice(`Verdicts do not follow the alerts for now: ${why}`),
  });
}

/** Changes of one turn that listeners are told. */
const TOLD = 50;
