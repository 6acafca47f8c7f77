// SPDX-License-Identifier: Apache-2.0
// What a running server consists of, and the order in which it ends.
import type { EventLog } from '../core/ports/index.ts';
import type { HttpListener, TieredLog } from '../platform/index.ts';
import type { OpenAccess } from './access/open.ts';
import type { Analyst } from './analysis/analyst.ts';
import type { StepFollower } from './analysis/follow-steps.ts';
import type { VerdictKeeper } from './analysis/verdict.ts';
import type { Api } from './api/index.ts';
import type { Training } from './campaign/training.ts';
import type { Demo } from './demo/demo.ts';
import type { Consumer } from './detect/consumer.ts';
import type { Detecting } from './detect/thread.ts';
import type { Listening } from './ingest/listeners.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Desk } from './respond/desk.ts';
import type { Rounds } from './rounds/rounds.ts';

export interface Parts {
  readonly demo: Demo | undefined;
  readonly opening: OpenAccess;
  readonly log: TieredLog;
  readonly alerts: EventLog;
  readonly incidents: EventLog;
  readonly verdicts: EventLog;
  readonly detecting: Detecting;
  readonly listening: Listening[];
  http?: HttpListener;
  consumer?: Consumer;
  watch?: { stop(): Promise<void> };
  api?: Api;
  verdict?: VerdictKeeper;
  analyst?: Analyst;
  /** Undefined without a model. */
  steps?: StepFollower | undefined;
  desk?: Desk;
  training?: Training;
  endCollecting?: () => void;
  jobs?: Jobs;
  rounds?: Rounds & { readonly timer: NodeJS.Timeout };
}

/** First what brings events, then what reads them, then the logs. */
export async function stopParts(parts: Parts): Promise<void> {
  const { http, listening, watch, consumer, detecting, log, alerts, incidents, verdicts } = parts;
  parts.api?.close();
  parts.endCollecting?.();
  clearInterval(parts.rounds?.timer);
  clearInterval(parts.training?.timer);
  await parts.rounds?.close();
  await parts.demo?.stop();
  await Promise.all([http?.close(), ...listening.map((each) => each.stop())]);
  await watch?.stop();
  await consumer?.stop();
  await parts.steps?.stop();
  await parts.jobs?.close();
  await parts.desk?.close();
  await parts.training?.close();
  await Promise.all([detecting.close(), parts.analyst?.close(), parts.verdict?.stop()]);
  await Promise.all([log, alerts, incidents, verdicts].map((each) => each.close()));
}
