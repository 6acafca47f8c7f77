// SPDX-License-Identifier: Apache-2.0
// The order of repair of a case: what was stated to be down, else what was hit, with the times of model and pack.
import { systemOf } from '../../cascade/index.ts';
import { hasErrors } from '../../core/problem.ts';
import type { LoadedModel, Pack } from '../../model/index.ts';
import { type Incident, planRecovery, type RecoveryPlan, readRecovery } from '../../respond/index.ts';
import type { Answer, Body } from '../api/contract/index.ts';
import { CaseRefusal } from './cases.ts';

export type Asked = Body<'planRecovery'>;

/** Hours of a repair where neither model nor pack says. */
const HOURS = 8;

export interface Repairs {
  readonly stated: boolean;
  readonly asked: Asked;
  readonly unknown: readonly string[];
}

/** What is down, as it was stated last. */
export function repairsOf(incident: Incident, { model }: LoadedModel, pack: Pack): Repairs {
  const stated = incident.timeline.findLast(({ event }) => event.name === 'planned')?.event;
  if (stated?.name === 'planned') return { stated: true, asked: stated.body as Asked, unknown: [] };
  const hours = new Map(systemOf(model, pack).assets.map(({ id, repair }) => [id, hoursOf(repair)]));
  const hit = [...incident.machine.assets].filter(([, { recovered }]) => !recovered).map(([asset]) => asset);
  const down = hit.filter((asset) => hours.has(asset));
  return {
    stated: false,
    asked: { crews: 1, down: down.map((asset) => ({ asset, hours: hours.get(asset) ?? HOURS })) },
    unknown: hit.filter((asset) => !hours.has(asset)),
  };
}

type Repair = NonNullable<ReturnType<typeof systemOf>['assets'][number]['repair']>;

/** The most likely length. */
function hoursOf(repair: Repair | undefined): number {
  if (repair === undefined) return HOURS;
  switch (repair.kind) {
    case 'fixed':
      return repair.hours;
    case 'exponential':
      return repair.mean;
    case 'lognormal':
      return repair.median;
    case 'triangular':
      return repair.mode;
  }
}

/** @throws CaseRefusal 422 with all that is wrong with what is asked. */
export function recoveryOf(
  incident: Incident,
  { stated, asked, unknown }: Repairs,
  loaded: LoadedModel,
): Answer<'recovery'> {
  const plan = planOf(asked, loaded);
  const assets = incident.machine.assets;
  const perHour = new Map(plan?.repairs.map((each) => [each.asset, each.perHour]));
  return {
    stated,
    crews: asked.crews,
    down: asked.down.map(({ asset, hours }) => ({ asset, hours, perHour: perHour.get(asset) ?? 0 })),
    repairs: (plan?.repairs ?? []).map(({ needs, ...each }) => ({
      ...each,
      needs: [...needs],
      backup: assets.get(each.asset)?.backup ?? false,
      recovered: assets.get(each.asset)?.recovered ?? false,
    })),
    loss: plan?.loss ?? 0,
    bound: plan?.bound ?? 0,
    proven: plan?.proven ?? true,
    criticalFirst: plan?.criticalFirst ?? 0,
    unknown: [...unknown],
    names: namesIn(loaded, [
      ...asked.down.map(({ asset }) => asset),
      ...(plan?.repairs ?? []).flatMap(({ needs }) => needs),
    ]),
  };
}

function namesIn({ model }: LoadedModel, ids: readonly string[]): Record<string, string> {
  const wanted = new Set(ids);
  const named = (model.assets ?? []).filter(({ id }) => wanted.has(id));
  return Object.fromEntries(named.map(({ id, name = id }) => [id, name]));
}

/** Undefined when nothing is down. @throws CaseRefusal 422. */
export function planOf({ crews, down }: Asked, loaded: LoadedModel): RecoveryPlan | undefined {
  if (down.length === 0) return undefined;
  const bytes = new TextEncoder().encode(JSON.stringify({ recovery: 1, crews, down }));
  const { value, problems } = readRecovery(bytes, 'request', loaded);
  if (value === undefined || hasErrors(problems))
    throw new CaseRefusal(
      422,
      problems.map(({ message }) => message),
    );
  return planRecovery(value.jobs, value.crews);
}
