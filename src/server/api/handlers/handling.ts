// SPDX-License-Identifier: Apache-2.0
// What helps with a case: its place in the model, the order of repair, the people affected, what they are told.
import type { EventLog } from '../../../core/ports/index.ts';
import { hasErrors } from '../../../core/problem.ts';
import { type LoadedModel, loadModel, type Pack } from '../../../model/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import {
  type AffectedQuery,
  type Incident,
  type IncidentEvent,
  noticeIn,
  PERSON_EDGES,
} from '../../../respond/index.ts';
import type { Analyst } from '../../analysis/analyst.ts';
import type { ModelFile } from '../../analysis/model-file.ts';
import type { Place } from '../../analysis/place.ts';
import type { Cases } from '../../respond/cases.ts';
import { affectedIn } from '../../respond/people.ts';
import { planOf, recoveryOf, repairsOf } from '../../respond/repairs.ts';
import type { Handlers } from '../bind.ts';
import { actorOf } from '../record.ts';
import { refusing } from './cases.ts';

export interface HandlingOptions {
  readonly cases: Cases;
  readonly pack: Pack;
  readonly log: Pick<EventLog, 'read' | 'status'>;
  readonly analyst: Pick<Analyst, 'place'>;
  readonly file: ModelFile | undefined;
  readonly time: () => number;
}

type HandlingHandlers = Pick<
  Handlers,
  'place' | 'recovery' | 'planRecovery' | 'findAffected' | 'affected' | 'notices'
>;

/** Names of people that are told at once. */
const NAMES = 1000;
/** Each reads all stored events twice. */
const MAX_SEARCHES = 2;

/** @throws HttpRefusal 429 while as many search as may. */
function fewSearches(log: HandlingOptions['log']): (query: AffectedQuery) => ReturnType<typeof affectedIn> {
  let searches = 0;
  return async (query) => {
    if (searches >= MAX_SEARCHES) throw new HttpRefusal(429, 'Too many search for the people affected', 2000);
    searches++;
    try {
      return await affectedIn(log, query);
    } finally {
      searches--;
    }
  };
}

export function handlingHandlers(options: HandlingOptions): HandlingHandlers {
  const { cases, pack, log } = options;
  const place = placeKeeper(options);
  const search = fewSearches(log);
  return {
    place: async ({ params: { id } }) => {
      const { has, unknown, next, cuts } = await place(await cases.get(id));
      return {
        has: [...has],
        unknown: [...unknown],
        next: next.map(({ steps, ...each }) => ({ ...each, steps: [...steps] })),
        cuts: [...cuts],
      };
    },
    recovery: async ({ params: { id } }) => {
      const incident = await cases.get(id);
      const loaded = modelOf(options);
      return refusing(async () => recoveryOf(incident, repairsOf(incident, loaded, pack), loaded));
    },
    planRecovery: ({ params: { id }, body, caller }) =>
      refusing(async () => {
        const loaded = modelOf(options);
        planOf(body, loaded);
        const event = { name: 'planned', body } as IncidentEvent;
        const incident = await cases.record(id, event, actorOf(caller));
        return recoveryOf(incident, repairsOf(incident, loaded, pack), loaded);
      }),
    findAffected: ({ params: { id }, body: query, caller }) =>
      refusing(async () => {
        const incident = await cases.get(id);
        const found = await search(query);
        const counts = Object.fromEntries(query.keys.map((key) => [key, found.values[key]?.length ?? 0]));
        const { matches, sha256, events } = found;
        for (const event of eventsOf(incident, pack, { query, events, matches, counts, sha256 }))
          await cases.record(id, event, actorOf(caller));
        return { matches, counts, sha256 };
      }),
    affected: async ({ params: { id } }) => {
      const { timeline } = await cases.get(id);
      const event = timeline.findLast(({ event: each }) => each.name === 'affected')?.event;
      if (event?.name !== 'affected') throw new HttpRefusal(409, 'Nobody has asked yet who was hit');
      const found = await search(event.body.query);
      const values = event.body.query.keys.map((key) => {
        const all = found.values[key] ?? [];
        return { key, count: all.length, values: all.slice(0, NAMES) };
      });
      return { same: found.sha256 === event.body.sha256, values };
    },
    notices: async ({ params: { id }, query: { language } }) =>
      noticesOf(await cases.get(id), pack, language),
  };
}

type AffectedBody = Extract<IncidentEvent, { name: 'affected' }>['body'];

/** What is recorded of an answer: the answer, where telling people stands, and how many they are. */
function eventsOf({ machine }: Incident, pack: Pack, body: AffectedBody): readonly IncidentEvent[] {
  const people = body.counts[body.query.keys[0] as string] ?? 0;
  const to = people === 0 ? 'none' : 'identified';
  const field = 'people-affected';
  return [
    { name: 'affected', body },
    ...(PERSON_EDGES[machine.persons].includes(to) ? [{ name: 'persons', body: { to } } as const] : []),
    ...(pack.incidentFields.some(({ id }) => id === field)
      ? [{ name: 'stated', body: { field, value: people, source: `query, ${body.sha256}` } } as const]
      : []),
  ];
}

function noticesOf(incident: Incident, pack: Pack, wanted: string) {
  const stated = new Map(
    incident.timeline.flatMap(({ event }) =>
      event.name === 'stated' ? [[event.body.field, String(event.body.value)] as const] : [],
    ),
  );
  const facts = {
    operator: stated.get('operator') ?? '…',
    contact: stated.get('contact') ?? '…',
    case: incident.id,
  };
  return {
    missing: ['operator', 'contact'].filter((field) => !stated.has(field)),
    notices: pack.notices.map((source) => {
      const { language, subject, text } = noticeIn(source, wanted, facts);
      return { id: source.id, language, languages: Object.keys(source.title), subject, text };
    }),
  };
}

/** @throws HttpRefusal 409. */
export function modelOf({ file, pack }: Pick<HandlingOptions, 'file' | 'pack'>): LoadedModel {
  if (file === undefined) throw new HttpRefusal(409, 'There is no model: start with --model ensuresec.yaml');
  const { value, problems } = loadModel(file.read().bytes, file.name, pack);
  if (value === undefined || hasErrors(problems))
    throw new HttpRefusal(409, `The model cannot be used: ${problems[0]?.message ?? ''}`);
  return value;
}

/** An analysis takes seconds: the same question to the same model is asked once. */
function placeKeeper({ analyst, file, time }: HandlingOptions): (incident: Incident) => Promise<Place> {
  const kept = new Map<string, Promise<Place>>();
  return async ({ timeline, found }) => {
    if (file === undefined)
      throw new HttpRefusal(409, 'There is no model: start with --model ensuresec.yaml');
    const hits = timeline.flatMap(({ event }) => (event.name === 'hit' ? [event.body.has] : []));
    const has = [...new Set([...hits, ...(found?.facts ?? [])])].sort();
    const { bytes, sha256 } = file.read();
    const today = new Date(time()).toISOString().slice(0, 10);
    const key = JSON.stringify([sha256, today, has]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const asked = analyst.place({ name: file.name, bytes }, today, has).catch((error: unknown) => {
      kept.delete(key);
      const why = error instanceof Error ? error.message : String(error);
      throw new HttpRefusal(409, `The model cannot be analysed: ${why}`);
    });
    const [oldest] = kept.keys();
    if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, asked);
    return asked;
  };
}

const KEPT = 20;
