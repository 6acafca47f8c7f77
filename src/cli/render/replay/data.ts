// SPDX-License-Identifier: Apache-2.0
// What the page of a replay works with: the setting of one run, and where each asset stands.
import type { Simulation } from '../../../cascade/index.ts';
import type { Model, Pack } from '../../../model/index.ts';
import type { Prepared } from '../../simulate/request.ts';

/** Assets that one picture bears. */
const MOST_ASSETS = 80;

const LANES = [
  { id: 'physical', name: 'Physical' },
  { id: 'cyber', name: 'Cyber' },
  { id: 'human', name: 'People' },
  { id: 'third-party', name: 'Third party' },
] as const;

export interface ReplayData {
  readonly frame: Omit<Prepared['frame'], 'extra'>;
  readonly run: number;
  readonly measures: Prepared['measures'];
  readonly chosen: readonly string[];
  readonly assets: readonly {
    readonly id: string;
    readonly name: string;
    readonly stage: string;
    readonly lane: string;
  }[];
  readonly stages: readonly { readonly id: string; readonly name: string }[];
  readonly lanes: readonly { readonly id: string; readonly name: string }[];
  readonly horizon: number;
  readonly startHour: number;
  /** Service: the cheapest measure that alone prevents its outage. */
  readonly prevented: Readonly<Record<string, string>>;
}

export function replayData(answer: Simulation, prepared: Prepared, model: Model, pack: Pack): ReplayData {
  const { run, outages } = answer.without.replay;
  const { extra, ...frame } = prepared.frame;
  const { setting } = frame;
  const happenings = [...setting.scenario.happenings, ...(extra?.(run) ?? [])];
  const kept = new Set(answer.measures.map(({ id }) => id));
  return {
    frame: { ...frame, setting: { ...setting, scenario: { ...setting.scenario, happenings } } },
    run,
    measures: prepared.measures.filter(({ id }) => kept.has(id)),
    chosen: answer.chosen,
    ...layoutOf(concerned(answer, prepared, model), model, pack),
    horizon: shownHours(answer),
    startHour: answer.scenario.startHour,
    prevented: Object.fromEntries(
      outages.flatMap(({ asset, preventedBy }) => (preventedBy === null ? [] : [[asset, preventedBy]])),
    ),
  };
}

/** Where these assets stand: stages of the chain from left to right, kinds of assets from top to bottom. */
export function layoutOf(
  ids: readonly string[],
  model: Model,
  pack: Pack,
): Pick<ReplayData, 'assets' | 'stages' | 'lanes'> {
  const assets = ids.map((id) => placed(id, model, pack));
  const order = [...pack.words.stage.keys()];
  const used = [...new Set(assets.map(({ stage }) => stage))].sort(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  );
  return {
    assets,
    stages: used.map((id) => ({ id, name: pack.words.stage.get(id)?.name['en'] ?? id })),
    lanes: LANES.filter(({ id }) => assets.some(({ lane }) => lane === id)),
  };
}

/** Until a while after the last change, so that the curve is not mostly a flat line. */
function shownHours({ scenario, without, with: after }: Simulation): number {
  const last = [without, ...(after === undefined ? [] : [after])]
    .flatMap(({ replay }) => replay.changes.map(({ hour }) => hour))
    .reduce((most, hour) => Math.max(most, hour), 0);
  return Math.min(scenario.horizon, Math.ceil(last * 1.15 + 6));
}

/** What is hit, what changes on either side, the services, and what these need directly. */
function concerned(answer: Simulation, { frame }: Prepared, model: Model): string[] {
  const changed = [answer.without, ...(answer.with === undefined ? [] : [answer.with])].flatMap(
    ({ replay }) => replay.changes.map(({ asset }) => asset),
  );
  const services = answer.without.services.map(({ asset }) => asset);
  const touched = new Set([...answer.scenario.hits, ...changed]);
  const core = new Set([...touched, ...services]);
  const around = frame.setting.system.groups
    .filter(({ of }) => touched.has(of))
    .flatMap(({ suppliers }) => suppliers.map(({ asset }) => asset));
  const known = new Set((model.assets ?? []).map(({ id }) => id));
  return [...new Set([...core, ...around])].filter((id) => known.has(id)).slice(0, MOST_ASSETS);
}

function placed(id: string, model: Model, pack: Pack): ReplayData['assets'][number] {
  const asset = model.assets?.find((each) => each.id === id);
  const words = pack
    .ancestors('asset', asset?.type ?? '')
    .flatMap((each) => pack.words.asset.get(each) ?? []);
  return {
    id,
    name: asset?.name ?? id,
    stage: words.find((each) => each.stage !== undefined)?.stage ?? '',
    lane: words.find((each) => each.nature !== undefined)?.nature ?? 'cyber',
  };
}
