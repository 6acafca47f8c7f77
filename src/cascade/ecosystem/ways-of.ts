// SPDX-License-Identifier: Apache-2.0
// On which ways wrong data gets about in a model: hosts, dependencies and flows, one way for each ordered pair of assets.
import { type EffectSource, type Model, neededAsset, type Pack } from '../../model/index.ts';
import type { Check, Way } from '../system.ts';
import { durationOf } from './time.ts';

type Flow = NonNullable<Model['flows']>[number];

/** Id of the way from one asset to another: draws and checks are named by it. */
export function wayId(from: string, to: string): string {
  return `${from} tells ${to}`;
}

/** Rule of docs/explanation/cascades.md §2, "Ways". Where several things make one way, it carries what each of them does. */
export function waysOf(model: Model): Way[] {
  const flows = flowsByPair(model);
  const ways = new Map<string, Way>();
  const add = (from: string, to: string, data: readonly string[] | undefined, delay: Way['delay']): void => {
    if (from === to || data?.length === 0) return;
    const id = wayId(from, to);
    const before = ways.get(id);
    const isAll = data === undefined || (before !== undefined && before.data === undefined);
    const classes = isAll ? {} : { data: [...new Set([...(before?.data ?? []), ...data])] };
    const time = before?.delay ?? delay;
    ways.set(id, { id, from, to, ...classes, ...(time === undefined ? {} : { delay: time }) });
  };
  for (const { id, runsOn } of model.assets ?? [])
    if (runsOn !== undefined) add(runsOn, id, undefined, undefined);
  for (const { of, needs, mode, passes, delay } of model.dependencies ?? []) {
    if (mode !== 'hard' && mode !== 'degrade') continue;
    for (const from of needs.map(neededAsset)) {
      const between = [...(flows.get(wayId(from, of)) ?? []), ...(flows.get(wayId(of, from)) ?? [])];
      const carried = between.flatMap(classesOf);
      const data = passes ?? (carried.length === 0 ? undefined : carried);
      add(from, of, data, delay === undefined ? undefined : durationOf(delay));
    }
  }
  for (const flow of [...flows.values()].flat())
    add(flow.from, flow.to, classesOf(flow), flow.delay === undefined ? undefined : durationOf(flow.delay));
  return [...ways.values()];
}

/** Checks that protect a flow hold on its way, for what the flow carries. */
export function flowChecks(model: Model, pack: Pack): Check[] {
  return [...flowsByPair(model)].flatMap(([on, flows]) =>
    flows.flatMap((flow) =>
      (flow.protections ?? []).flatMap((each): Check[] => {
        const word = typeof each === 'string' ? each : each.id;
        const check = pack.effects.find((effect) => effect.measure === word && effect.check)?.check;
        return check === undefined ? [] : [checkOn(word, check, on)];
      }),
    ),
  );
}

/** The check of a measure on an asset or a way. */
export function checkOn(
  measure: string,
  { data, catches }: NonNullable<EffectSource['check']>,
  on: string,
): Check {
  return {
    id: `${measure} on ${on}`,
    on,
    ...(data === undefined ? {} : { data }),
    ...(catches === undefined ? {} : { catches }),
  };
}

function flowsByPair({ assets = [], flows = [] }: Model): ReadonlyMap<string, readonly Flow[]> {
  const known = new Set(assets.map(({ id }) => id));
  const pairs = new Map<string, Flow[]>();
  for (const flow of flows) {
    if (!known.has(flow.from) || !known.has(flow.to)) continue;
    const id = wayId(flow.from, flow.to);
    pairs.set(id, [...(pairs.get(id) ?? []), flow]);
  }
  return pairs;
}

function classesOf({ carries = [] }: Flow): string[] {
  return carries.map((each) => (typeof each === 'string' ? each : each.id));
}
