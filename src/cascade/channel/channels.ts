// SPDX-License-Identifier: Apache-2.0
// Integrity and confidentiality of one run, on the levels that availability gave it. A run in which nothing is altered or
// exposed costs nothing here.
import { DRAW, hoursAt, joinHash, runHash, uniform } from '../draw.ts';
import type { NamedSystem } from '../engine/compile.ts';
import type { Transitions } from '../engine/record.ts';
import { type Steps, stepsOf } from '../impact/steps.ts';
import type { Channel, Duration, Happening, System } from '../system.ts';
import type { Arrivals, Passage } from './arrivals.ts';
import { type Classes, type CompiledChannels, compileChannels, concerns } from './compile.ts';
import { type Notice, type Source, type Spread, type Strain, spreadOf } from './spread.ts';

export type ChannelRun = Readonly<Record<Channel, Spread>>;

export interface Channels {
  readonly compiled: CompiledChannels;
  /** Undefined when nothing is altered or exposed. */
  run(
    happenings: readonly Happening[],
    horizon: number,
    transitions: Transitions,
    seed: number,
    run: number,
  ): ChannelRun | undefined;
}

const KIND = { integrity: 'alter', confidentiality: 'expose' } as const;

interface Run {
  readonly compiled: CompiledChannels;
  readonly system: NamedSystem;
  readonly hours: (duration: Duration | undefined, entity: number, kind: Kind) => number;
  readonly chance: (entity: number) => number;
  readonly levelsOf: (asset: number) => Steps;
  readonly happenings: readonly Happening[];
  readonly horizon: number;
}

type Kind = (typeof DRAW)[keyof typeof DRAW];

export function createChannels(source: System, system: NamedSystem): Channels {
  const compiled = compileChannels(source, system);
  return {
    compiled,
    run(happenings, horizon, transitions, seed, run) {
      if (!happenings.some(({ kind }) => kind === 'alter' || kind === 'expose')) return undefined;
      const stream = runHash(seed, run);
      const known = new Map<number, Steps>();
      const one: Run = {
        compiled,
        system,
        horizon,
        happenings,
        hours: (duration, entity, kind) =>
          duration === undefined ? 0 : hoursAt(duration, uniform(stream, entity, kind)),
        chance: (entity) => uniform(stream, entity, DRAW.check),
        levelsOf: (asset) => {
          const steps = known.get(asset) ?? (stepsOf(transitions, [asset])[0] as Steps);
          known.set(asset, steps);
          return steps;
        },
      };
      return { integrity: channelOf(one, 'integrity'), confidentiality: channelOf(one, 'confidentiality') };
    },
  };
}

function channelOf(run: Run, channel: Channel): Spread {
  const strains = strainsOf(run, channel);
  if (strains.length === 0) return { marks: [], notice: undefined };
  return spreadOf(strains, run.horizon, (arrivals) => noticeOf(run, channel, strains, arrivals));
}

/** What happens on this channel within the horizon, by class of data. */
function strainsOf(run: Run, channel: Channel): Strain[] {
  const { system, hours, horizon } = run;
  const found = new Map<string | undefined, Map<number, Source>>();
  for (const happening of run.happenings) {
    if (happening.kind !== KIND[channel]) continue;
    for (const asset of targetsOf(system, happening.on)) {
      const entity = system.assetHash[asset] as number;
      const at = hours(happening.at, entity, DRAW[KIND[channel]]);
      if (at > horizon) continue;
      const sources = found.get(happening.data) ?? new Map<number, Source>();
      const before = sources.get(asset);
      const time = run.compiled.repair[asset];
      // What has no time to repair is never mended.
      const repair = time === undefined ? Number.POSITIVE_INFINITY : hours(time, entity, DRAW.repair);
      const first = Math.min(at, before?.first ?? at);
      sources.set(asset, { asset, first, last: Math.max(at, before?.last ?? at), repair });
      found.set(happening.data, sources);
    }
  }
  return [...found].map(([data, sources]) => ({
    data,
    sources: [...sources.values()],
    passage: passageOf(run, channel, data),
    clean: (asset) => hours(run.compiled.clean[asset], system.assetHash[asset] as number, DRAW.clean),
  }));
}

function passageOf(run: Run, channel: Channel, data: string | undefined): Passage {
  const { compiled: channels, hours, chance, levelsOf } = run;
  const isOpen = channel === 'integrity';
  return {
    channels,
    levelsOf,
    delays: Float64Array.from(channels.ways, (way) =>
      isOpen && concerns(way.data, data) ? hours(way.delay, way.hash, DRAW.delay) : -1,
    ),
    isStopped: Uint8Array.from(channels.ways, (way) =>
      way.checks.some(
        (check) => isCaughtBy(check.data, data) && chance(joinHash(way.hash, check.hash)) < check.catches,
      )
        ? 1
        : 0,
    ),
  };
}

/** A check of some classes does not stop what is wrong in everything. */
function isCaughtBy(classes: Classes, data: string | undefined): boolean {
  return classes === undefined || (data !== undefined && classes.has(data));
}

/** Rule 12. Of equal times the first in this order. */
function noticeOf(
  run: Run,
  channel: Channel,
  strains: readonly Strain[],
  arrivals: readonly Arrivals[],
): Notice | undefined {
  const { compiled, system, hours } = run;
  const told = run.happenings.flatMap((happening): Notice[] => {
    if (happening.kind !== 'notice') return [];
    return targetsOf(system, happening.on).map((asset) => ({
      hour: hours(happening.at, system.assetHash[asset] as number, DRAW.notice),
      by: 'told',
      asset,
    }));
  });
  const checks = arrivals.flatMap(({ stopped }): Notice[] =>
    stopped === undefined
      ? []
      : [{ hour: stopped.hour, by: 'check', asset: compiled.ways[stopped.way]?.to as number }],
  );
  const watches = compiled.watches
    .filter((watch) => watch.channel === channel)
    .flatMap((watch) =>
      strains.flatMap(({ data }, index): Notice[] => {
        const from = arrivals[index]?.hours[watch.asset] as number;
        if (!concerns(watch.data, data) || from === Number.POSITIVE_INFINITY) return [];
        return [{ hour: from + hours(watch.after, watch.hash, DRAW.watch), by: 'watch', asset: watch.asset }];
      }),
    );
  return [...told, ...checks, ...watches].reduce<Notice | undefined>(
    (first, each) => (first === undefined || each.hour < first.hour ? each : first),
    undefined,
  );
}

function targetsOf({ names }: NamedSystem, on: string): readonly number[] {
  const one = names.indexOf.get(on);
  return names.members.get(on) ?? (one === undefined ? [] : [one]);
}

/** Stretches of time in which an asset is wrong or read, joined where they meet; `data`: only these classes. */
export function spansOf(
  { marks }: Spread,
  asset: number,
  data?: string,
): { readonly from: number; readonly until: number }[] {
  const spans: { from: number; until: number }[] = [];
  const mine = marks.filter(
    (mark) => mark.asset === asset && (data === undefined || mark.data === undefined || mark.data === data),
  );
  for (const { from, until } of mine.sort((a, b) => a.from - b.from)) {
    const last = spans[spans.length - 1];
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else spans.push({ from, until });
  }
  return spans;
}
