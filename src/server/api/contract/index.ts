// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP API as data: what the server binds, the console asks, and schema/openapi.json says.
 *
 * Types alone are for the console: `Answer<'verdict'>`, `Query<'events'>`, `Body<'putModel'>`, `LiveEvent`.
 */
import type { z } from 'zod';
import { accessRoutes } from './access.ts';
import { campaignRoutes } from './campaigns.ts';
import { cascadeRoutes } from './cascade.ts';
import { caseRoutes } from './cases.ts';
import { demoRoutes } from './demo.ts';
import { eventRoutes } from './events.ts';
import { handlingRoutes } from './handling.ts';
import { incidentRoutes } from './incidents.ts';
import { jobRoutes } from './jobs.ts';
import { modelRoutes } from './model.ts';
import { obligationRoutes } from './obligations.ts';
import { playingRoutes } from './playing.ts';
import { reportRoutes } from './reports.ts';
import { runRoutes } from './runs.ts';
import { signInRoutes } from './sign-in.ts';
import { statusRoutes } from './status.ts';
import { titleRoutes } from './titles.ts';
import { verdictRoutes } from './verdict.ts';

export { LIVE_EVENTS, type LiveEvent } from './live.ts';
export { Refusal } from './parts.ts';
export type { Route } from './route.ts';

export const CONTRACT = {
  ...statusRoutes,
  ...verdictRoutes,
  ...cascadeRoutes,
  ...jobRoutes,
  ...incidentRoutes,
  ...eventRoutes,
  ...modelRoutes,
  ...accessRoutes,
  ...signInRoutes,
  ...obligationRoutes,
  ...demoRoutes,
  ...caseRoutes,
  ...handlingRoutes,
  ...runRoutes,
  ...reportRoutes,
  ...campaignRoutes,
  ...playingRoutes,
  ...titleRoutes,
} as const;

export type RouteName = keyof typeof CONTRACT;
type Part<N extends RouteName, K extends string> =
  (typeof CONTRACT)[N] extends Record<K, infer S>
    ? S extends z.ZodType
      ? z.output<S>
      : undefined
    : undefined;
export type Params<N extends RouteName> = Part<N, 'params'>;
export type Query<N extends RouteName> = Part<N, 'query'>;
export type Body<N extends RouteName> = Part<N, 'body'>;
export type Answer<N extends RouteName> = Part<N, 'answer'>;
