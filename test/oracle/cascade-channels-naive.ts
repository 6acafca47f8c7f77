// SPDX-License-Identifier: Apache-2.0
// Rules 9 to 15 of docs/explanation/cascades.md, written a second time: a clock that steps from one moment to the next and
// looks at everything. The engine searches shortest ways instead. Only the draws are shared.
import { DRAW, entityHash, hoursAt, joinHash, runHash, uniform } from '../../src/cascade/draw.ts';
import type { Channel, Duration, Scenario, System, Way } from '../../src/cascade/system.ts';
import type { NaiveChange } from './cascade-naive.ts';

export interface NaiveSpan {
  readonly asset: string;
  readonly data: string | undefined;
  readonly from: number;
  readonly until: number;
}

interface Altered {
  readonly asset: string;
  readonly data: string | undefined;
  readonly hour: number;
}

interface Transit {
  readonly way: Way;
  readonly data: string | undefined;
  readonly delay: number;
  readonly isStopped: boolean;
  /** Since when its asset is wrong and up without a break; -1: it is not. */
  since: number;
}

interface World {
  readonly system: System;
  readonly channel: Channel;
  readonly stream: number;
  readonly changes: readonly NaiveChange[];
  readonly altered: readonly Altered[];
  readonly told: readonly number[];
  readonly transits: readonly Transit[];
  readonly cells: { asset: string; data: string | undefined; from: number; until: number }[];
  readonly stops: number[];
  noticed: number;
}

const NEVER = Number.POSITIVE_INFINITY;
type Place = Pick<NaiveSpan, 'asset' | 'data'>;

export function spreadNaively(
  system: System,
  scenario: Scenario,
  channel: Channel,
  changes: readonly NaiveChange[],
  seed: number,
  run: number,
): { readonly spans: readonly NaiveSpan[]; readonly noticed: number } {
  const stream = runHash(seed, run);
  const altered = alterations(system, scenario, channel, stream);
  const classes = [...new Set(altered.map(({ data }) => data))];
  const world: World = {
    system,
    channel,
    stream,
    changes,
    altered,
    told: scenario.happenings.flatMap((each) =>
      each.kind === 'notice' ? [draw(stream, each.at, each.on, DRAW.notice)] : [],
    ),
    transits:
      channel === 'confidentiality' ? [] : classes.flatMap((data) => transitsOf(system, stream, data)),
    cells: [],
    stops: [],
    noticed: NEVER,
  };
  for (let now = 0; now <= scenario.horizon; now = nextMoment(world, now)) while (look(world, now));
  const spans = world.cells.filter(({ from, until }) => from < scenario.horizon && from < until);
  return { spans, noticed: world.noticed };
}

function draw(stream: number, duration: Duration | undefined, id: string, kind: Kind): number {
  return duration === undefined ? 0 : hoursAt(duration, uniform(stream, entityHash(id), kind));
}

type Kind = (typeof DRAW)[keyof typeof DRAW];

function alterations(
  system: System,
  { happenings, horizon }: Scenario,
  channel: Channel,
  stream: number,
): Altered[] {
  const kind = channel === 'integrity' ? 'alter' : 'expose';
  return happenings.flatMap((happening): Altered[] => {
    if (happening.kind !== kind) return [];
    const targets = system.causes?.find(({ id }) => id === happening.on)?.members ?? [happening.on];
    return targets
      .map((asset) => ({ asset, data: happening.data, hour: draw(stream, happening.at, asset, DRAW[kind]) }))
      .filter(({ hour }) => hour <= horizon);
  });
}

function transitsOf({ ways = [], checks = [] }: System, stream: number, data: string | undefined): Transit[] {
  return ways
    .filter((way) => way.data === undefined || data === undefined || way.data.includes(data))
    .map((way) => ({
      way,
      data,
      delay: draw(stream, way.delay, way.id, DRAW.delay),
      since: -1,
      isStopped: checks.some(({ id, on, data: classes, catches = 1 }) => {
        const isMeant = classes === undefined || (data !== undefined && classes.includes(data));
        const entity = joinHash(entityHash(way.id), entityHash(id));
        return (on === way.id || on === way.to) && isMeant && uniform(stream, entity, DRAW.check) < catches;
      }),
    }));
}

/** Whether wrong data of this class could get from one asset to another, by trying all ways again and again. */
function reaches({ transits }: World, from: string, to: string, data: string | undefined): boolean {
  const seen = new Set([from]);
  for (let before = 0; before !== seen.size; ) {
    before = seen.size;
    for (const { way, data: carried, isStopped } of transits)
      if (carried === data && !isStopped && seen.has(way.from)) seen.add(way.to);
  }
  return seen.has(to);
}

function mended({ system, stream, altered, noticed }: World, { asset, data }: Place): number {
  const mine = altered.filter((each) => each.asset === asset && each.data === data);
  const repair = system.assets.find(({ id }) => id === asset)?.repair;
  if (repair === undefined) return NEVER;
  return Math.max(noticed, ...mine.map(({ hour }) => hour)) + draw(stream, repair, asset, DRAW.repair);
}

/** When the other sources that could reach it are mended; -Infinity: there are none. */
function letAlone(world: World, { asset, data }: Place): number {
  const others = world.altered.filter(
    (each) => each.data === data && each.asset !== asset && reaches(world, each.asset, asset, data),
  );
  return Math.max(-NEVER, ...others.map((each) => mended(world, each)));
}

function endOf(world: World, place: Place): number {
  const { asset, data } = place;
  const isSource = world.altered.some((each) => each.asset === asset && each.data === data);
  const clean = world.system.assets.find(({ id }) => id === asset)?.clean;
  const own = isSource ? mended(world, place) : -NEVER;
  return Math.max(own, letAlone(world, place) + draw(world.stream, clean, asset, DRAW.clean));
}

function watched({ system, channel, stream, cells }: World): number[] {
  return (system.watches ?? [])
    .filter((watch) => watch.channel === channel)
    .flatMap(({ id, on, data: classes, after }) =>
      cells
        .filter(({ asset }) => asset === on)
        .filter(({ data }) => classes === undefined || data === undefined || classes.includes(data))
        .map(({ from }) => from + draw(stream, after, id, DRAW.watch)),
    );
}

/** One look at everything; true when something changed. */
function look(world: World, now: number): boolean {
  const { cells, altered, told, stops } = world;
  const before = [cells.length, stops.length, world.noticed, world.transits.filter(isOn).length];
  for (const each of altered) if (each.hour <= now) begin(world, each, each.hour);
  if (world.noticed === NEVER) {
    const due = [...told, ...watched(world), ...stops].filter((hour) => hour <= now);
    world.noticed = Math.min(NEVER, ...due);
  }
  if (world.noticed < NEVER) for (const cell of cells) cell.until = endOf(world, cell);
  for (const transit of world.transits) lookAtTransit(world, transit, now);
  const after = [cells.length, stops.length, world.noticed, world.transits.filter(isOn).length];
  return after.some((value, index) => value !== before[index]);
}

function isOn({ since }: Transit): boolean {
  return since >= 0;
}

function begin({ cells }: World, { asset, data }: Place, from: number): void {
  if (!cells.some((cell) => cell.asset === asset && cell.data === data))
    cells.push({ asset, data, from, until: NEVER });
}

function lookAtTransit(world: World, transit: Transit, now: number): void {
  const { way, data, delay, isStopped } = transit;
  const there = transit.since + delay;
  if (isOn(transit) && there <= now) {
    if (isStopped) {
      if (!world.stops.includes(there)) world.stops.push(there);
    } else {
      const place = { asset: way.to, data };
      if (world.noticed === NEVER || there < letAlone(world, place)) begin(world, place, there);
    }
  }
  const cell = world.cells.find(({ asset, data: of }) => asset === way.from && of === data);
  const isWrong = cell !== undefined && cell.from <= now && now < cell.until;
  if (!isWrong || levelAt(world, way.from, now) === 0) transit.since = -1;
  else if (transit.since < 0) transit.since = now;
}

function levelAt({ changes }: World, asset: string, now: number): number {
  return changes.findLast((change) => change.asset === asset && change.time <= now + 1e-12)?.level ?? 1;
}

function nextMoment(world: World, now: number): number {
  const moments = [
    ...world.altered.map(({ hour }) => hour),
    ...world.changes.map(({ time }) => time),
    ...world.told,
    ...watched(world),
    ...world.cells.map(({ until }) => until),
    ...world.transits.filter(isOn).map(({ since, delay }) => since + delay),
  ];
  return Math.min(NEVER, ...moments.filter((hour) => hour > now));
}
