// SPDX-License-Identifier: Apache-2.0
// What a replay is drawn of, besides the two sides: where each asset stands, what each service is worth, how far time goes.
import type { Prepared, Simulation } from '../cascade/index.ts';
import type { Model, Pack } from '../model/index.ts';

/** Assets that one picture bears. */
const MOST_ASSETS = 80;

const LANES = [
  { id: 'physical', name: 'Physical' },
  { id: 'cyber', name: 'Cyber' },
  { id: 'human', name: 'People' },
  { id: 'third-party', name: 'Third party' },
] as const;

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Layout {
  readonly assets: readonly (Named & { readonly stage: string; readonly lane: string })[];
  /** Columns, from left to right. */
  readonly stages: readonly Named[];
  /** Rows, from top to bottom. */
  readonly lanes: readonly Named[];
}

export interface Picture extends Layout {
  /** EUR an hour, of each asset that customers see. */
  readonly services: readonly { readonly id: string; readonly weight: number }[];
  /** Hours that are drawn. */
  readonly horizon: number;
  /** Hour of the week at which it begins; 0 is Monday 0:00. */
  readonly startHour: number;
  readonly measures: readonly Named[];
  /** Service: the cheapest measure that alone prevents its outage; else the one that leaves least of it. */
  readonly prevented: Readonly<Record<string, Named & { readonly left?: number }>>;
  /** Measures that were tried for that, one by one; absent: nobody asked. */
  readonly single?: number;
  /** Names of what has no place in the picture. */
  readonly names?: Readonly<Record<string, string>>;
}

export function pictureOf(answer: Simulation, { frame }: Prepared, model: Model, pack: Pack): Picture {
  const { outages, marks } = answer.without.replay;
  const placed = concerned(answer, frame, model);
  return {
    ...layoutOf(placed, model, pack),
    names: namesOf(
      mentioned(answer).filter((id) => !placed.includes(id)),
      model,
    ),
    services: servicesIn(frame),
    horizon: shownHours(answer),
    startHour: answer.scenario.startHour,
    measures: answer.measures.map(({ id, name }) => ({ id, name })),
    prevented: Object.fromEntries(
      [...marks, ...outages].flatMap(({ asset, preventedBy, easedBy }) => {
        const id = preventedBy ?? easedBy?.measure;
        const found = answer.single.find((each) => each.id === id);
        if (found === undefined) return [];
        return [[asset, { ...found, ...(preventedBy === null && easedBy ? { left: easedBy.left } : {}) }]];
      }),
    ),
    single: answer.single.length,
  };
}

type Frame = Prepared['frame'];

/** Assets that the answer tells of without a change in them. */
function mentioned({ checks }: Simulation): string[] {
  const { neverStart, blackStart, services } = checks;
  return [...new Set([...neverStart, ...blackStart, ...services.flatMap(({ single }) => single)])];
}

function namesOf(ids: readonly string[], model: Model): Record<string, string> {
  const names = new Map((model.assets ?? []).map(({ id, name }) => [id, name ?? id]));
  return Object.fromEntries(ids.map((id) => [id, names.get(id) ?? id]));
}

/** What customers see, and its share in the whole. */
export function servicesIn({ services, setting }: Frame): Picture['services'] {
  return services.map(({ asset, perHour, eurEach }) => ({
    id: (setting.system.assets[asset] as (typeof setting.system.assets)[number]).id,
    weight: perHour * eurEach,
  }));
}

/** Where these assets stand: stages of the chain from left to right, kinds of assets from top to bottom. */
export function layoutOf(ids: readonly string[], model: Model, pack: Pack): Layout {
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
    .flatMap(({ replay }) => [
      ...replay.changes.map(({ hour }) => hour),
      ...replay.marks.map(({ until }) => until ?? scenario.horizon),
    ])
    .reduce((most, hour) => Math.max(most, hour), 0);
  return Math.min(scenario.horizon, Math.ceil(last * 1.15 + 6));
}

/** What is hit, what changes or lives by a fallback on either side, the services, and what these need directly. */
function concerned(answer: Simulation, { setting }: Frame, model: Model): string[] {
  const changed = [answer.without, ...(answer.with === undefined ? [] : [answer.with])].flatMap(
    ({ replay }) => [...replay.changes, ...replay.marks, ...replay.fallbacks].map(({ asset }) => asset),
  );
  const services = answer.without.services.map(({ asset }) => asset);
  const touched = new Set([...answer.scenario.hits, ...changed]);
  const core = new Set([...touched, ...services]);
  const around = setting.system.groups
    .filter(({ of }) => touched.has(of))
    .flatMap(({ suppliers }) => suppliers.map(({ asset }) => asset));
  const known = new Set((model.assets ?? []).map(({ id }) => id));
  return [...new Set([...core, ...around])].filter((id) => known.has(id)).slice(0, MOST_ASSETS);
}

function placed(id: string, model: Model, pack: Pack): Layout['assets'][number] {
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
