// SPDX-License-Identifier: Apache-2.0
// Events against the observations of a pack: facts of the model that nobody wrote, and written ones that do not show.
import type { ChainEvent, Model, ObservationSource, Pack } from '../../model/index.ts';
import { fieldIn, fits } from '../../monitor/index.ts';
import { watchBound } from './bounds.ts';
import type { ObservedFacts } from './fact.ts';
import { compareFlows, type SeenFlow } from './flows.ts';
import { placesIn } from './places.ts';
import { compareRights, type SeenRight } from './rights.ts';
import { createTallies, createTally, note, type Tally } from './tally.ts';

export interface Observer {
  accept(event: ChainEvent): void;
  end(): ObservedFacts;
}

/** Pairs that talk, and uses of rights, that are told apart. */
const MOST = 50_000;
const MAX_NAME = 200;
const MAX_UNKNOWN = 20;

type Shown<S extends ObservationSource['shows']> = Extract<ObservationSource, { shows: S }>;

export function createObserver(pack: Pack, model: Model): Observer {
  const places = placesIn(model, pack);
  const identities = identitiesIn(model);
  const byType = new Map<string, ObservationSource[]>();
  for (const each of pack.observations) byType.set(each.event, [...(byType.get(each.event) ?? []), each]);
  const bounds = new Map(
    pack.observations.flatMap((each) =>
      each.shows === 'bound' ? [[each.id, watchBound(each)] as const] : [],
    ),
  );
  const [flows, rights] = [createTallies(MOST), createTallies(MOST)];
  const all = createTally();
  const take = (observation: ObservationSource, event: ChainEvent): void => {
    const named = (name: string | undefined): string => textIn(event, name);
    switch (observation.shows) {
      case 'address':
        places.learn(named(observation.address), named(observation.element));
        return;
      case 'bound': {
        const value = fieldIn(event, observation.field);
        if (typeof value === 'number') bounds.get(observation.id)?.accept(value, event.time);
        return;
      }
      case 'right': {
        const [identity, on] = [named(observation.identity), named(observation.on)];
        if (identity !== '' && on !== '') rights.note([identity, on, observation.id], event.time);
        return;
      }
      case 'flow': {
        const [from, to] = [named(observation.from), named(observation.to)];
        const key = [from, to, named(observation.port), observation.outside ?? ''];
        if (from !== '' && to !== '') flows.note(key, event.time);
      }
    }
  };
  return {
    accept(event) {
      note(all, event.time);
      for (const observation of byType.get(event.type) ?? [])
        if (fits(event, observation.where)) take(observation, event);
    },
    end() {
      const unknown = new Map<string, number>();
      const miss = (name: string, { count }: Tally): void => {
        unknown.set(name, (unknown.get(name) ?? 0) + count);
      };
      // Addresses are known only now, when all events have told theirs.
      const talked = seenFlows(flows.entries(), places.find, miss);
      const used = seenRights(rights.entries(), pack, identities, places.find, miss);
      const ofFlows = compareFlows(model, places, talked);
      const ofRights = compareRights(model, used, observableRights(pack));
      return {
        facts: [
          ...ofFlows.facts,
          ...ofRights.facts,
          ...[...bounds.values()].flatMap((each) => each.facts(model)),
        ],
        spreads: [...bounds.values()].flatMap((each) => each.spread() ?? []),
        confirmed: ofFlows.confirmed + ofRights.confirmed,
        unknown: [...unknown]
          .map(([name, count]) => ({ name, count }))
          .sort((a, b) => b.count - a.count)
          .slice(0, MAX_UNKNOWN),
        days: all.days.size,
      };
    },
  };
}

function textIn(event: ChainEvent, name: string | undefined): string {
  const value = name === undefined ? undefined : fieldIn(event, name);
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, MAX_NAME) : '';
}

type Find = (value: string, outside: string | undefined) => string | undefined;
type Miss = (name: string, tally: Tally) => void;
type Entries = ReturnType<ReturnType<typeof createTallies>['entries']>;

function seenFlows(entries: Entries, find: Find, miss: Miss): readonly SeenFlow[] {
  const seen = new Map<string, SeenFlow>();
  for (const [[from = '', to = '', port = '', outside = ''], tally] of entries) {
    const ends = [from, to].map((name) => find(name, outside === '' ? undefined : outside));
    ends.forEach((end, at) => {
      if (end === undefined) miss([from, to][at] as string, tally);
    });
    const [source, target] = ends;
    if (source === undefined || target === undefined) continue;
    const number = /^\d{1,5}$/.test(port) ? Number(port) : undefined;
    const key = JSON.stringify([source, target, number]);
    const known = seen.get(key) ?? { from: source, to: target, port: number, tally: createTally() };
    known.tally.count += tally.count;
    for (const day of tally.days) known.tally.days.add(day);
    seen.set(key, known);
  }
  return [...seen.values()];
}

function seenRights(
  entries: Entries,
  pack: Pack,
  identities: ReadonlyMap<string, string>,
  find: Find,
  miss: Miss,
): readonly SeenRight[] {
  const shown = new Map(
    pack.observations.flatMap((each) => (each.shows === 'right' ? [[each.id as string, each]] : [])) as [
      string,
      Shown<'right'>,
    ][],
  );
  return entries.flatMap(([[name = '', place = '', observation = ''], tally]): SeenRight[] => {
    const [identity, on, source] = [identities.get(name), find(place, undefined), shown.get(observation)];
    if (identity === undefined) miss(name, tally);
    if (on === undefined) miss(place, tally);
    if (identity === undefined || on === undefined || source === undefined) return [];
    return [{ identity, on, right: source.right, within: source.within ?? [], tally }];
  });
}

/** Events know an account by its id or by its name. */
function identitiesIn(model: Model): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { id, name } of model.identities ?? []) if (name !== undefined) found.set(name, id);
  for (const { id } of model.identities ?? []) found.set(id, id);
  return found;
}

function observableRights(pack: Pack): ReadonlySet<string> {
  return new Set(pack.observations.flatMap((each) => (each.shows === 'right' ? [each.right] : [])));
}
