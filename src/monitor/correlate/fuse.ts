// SPDX-License-Identifier: Apache-2.0
// Alerts in, incidents out. Nothing here reads a clock: time is that of the events.
//
// What holds for the order of arrival: alerts are taken in order of event time once none older is expected (`lateness`),
// equal times by rule and place. So two arrivals of the same alerts, in none of which an alert comes more than `lateness`
// after a younger one, give the same incidents. A later one is taken at once, at the time reached.
import type { Alert } from '../alert.ts';
import { absorb, openGroup } from './absorb.ts';
import { type CandidateIndex, candidatesOf, indexGroup, indexSubject } from './candidates.ts';
import { emptyGenerations } from './generations.ts';
import { BOUNDS, type Group } from './group.ts';
import type { Incident, IncidentChange } from './incident.ts';
import type { FusionKnowledge } from './knowledge.ts';
import { mergeGroups } from './merge.ts';
import { createQueues, type Queues } from './queues.ts';
import { notePartner, type PartnerTable } from './rarity.ts';
import { JOIN, MERGE, type Similarity, similarityOf } from './similarity.ts';
import { packed, unpacked } from './state.ts';
import { compileSteps } from './steps.ts';
import { type Subject, subjectOf } from './subject.ts';
import { incidentOf, worstFirst } from './view.ts';
import { dequeue, enqueue, type Waiting, waitingOf } from './waiting.ts';

const HOUR = 3_600_000;
const SCHEMA = 'ensuresec/fusion/1';

export interface FusionOptions {
  /** Milliseconds that an alert may come after a younger one. */
  readonly lateness: number;
  /** Milliseconds without an alert after which an incident is quiet. */
  readonly quietAfter?: number;
  /** Milliseconds without an alert after which nothing joins it any more. */
  readonly closeAfter?: number;
  /** Incidents that can still be joined; the one silent longest is closed. */
  readonly maxOpen?: number;
  /** Closed incidents that are kept whole; the least of them are only counted. */
  readonly maxClosed?: number;
}

const DEFAULTS = { quietAfter: 6 * HOUR, closeAfter: 14 * 24 * HOUR, maxOpen: 2_000, maxClosed: 500 };

/** Where an alert went. */
export interface Joined {
  readonly alert: Alert;
  readonly incident: string;
  /** Undefined: it opened the incident. */
  readonly similarity: Similarity | undefined;
}

export interface Fused {
  readonly joined: readonly Joined[];
  readonly changes: readonly IncidentChange[];
}

export interface Fusion {
  /** @param latest When the alert was there, at the latest: an event whose clock runs ahead must not move the time of the others. */
  accept(alert: Alert, latest?: number): Fused;
  /** Says that event time has come so far, for alerts that wait and for incidents that fall quiet. */
  advance(time: number): Fused;
  /** Takes everything that waits. */
  end(): Fused;
  /** The worst first. */
  incidents(): readonly Incident[];
  /** Undefined: there is none of that id, or it is part of another one now. */
  incident(id: string): Incident | undefined;
  /** Closed incidents that were too many to keep. */
  readonly forgotten: number;
  /** Alerts that came later than the bound. */
  readonly late: number;
  /** All of it as text, for `createFusion`. */
  save(): string;
}

interface State {
  readonly groups: Map<string, Group>;
  readonly closed: Map<string, Incident>;
  readonly index: CandidateIndex;
  readonly partners: PartnerTable;
  readonly waiting: Waiting[];
  newest: number;
  reached: number;
  swept: number;
  forgotten: number;
  late: number;
}

/** @param saved What `save` gave. @throws SyntaxError when it is not that. */
export function createFusion(knowledge: FusionKnowledge, options: FusionOptions, saved?: string): Fusion {
  const settings = { ...DEFAULTS, ...options };
  const state = saved === undefined ? emptyState() : readState(saved);
  const queues = createQueues(state.groups, state.closed);
  const fuse = createStep(state, queues, knowledge, settings);
  const take = (until: number): Fused => {
    const fused = dequeue(state.waiting, until).map(fuse);
    return {
      joined: fused.flatMap(({ joined }) => joined),
      changes: fused.flatMap(({ changes }) => changes),
    };
  };
  return {
    accept(alert, latest = Number.POSITIVE_INFINITY) {
      // Of an alert that tells no time we know only that it came now.
      const told = alert.time ?? (Number.isFinite(state.newest) ? state.newest : 0);
      const time = Math.min(told, latest);
      if (time < state.reached) state.late++;
      state.newest = Math.max(state.newest, time);
      enqueue(state.waiting, waitingOf(alert, Math.max(time, state.reached)));
      return take(state.newest - settings.lateness);
    },
    advance(time) {
      state.newest = Math.max(state.newest, time);
      const taken = take(state.newest - settings.lateness);
      return {
        ...taken,
        changes: [...taken.changes, ...sweep(state, queues, time - settings.lateness, settings)],
      };
    },
    end: () => take(Number.POSITIVE_INFINITY),
    incidents: () =>
      [...[...state.groups.values()].map(incidentOf), ...state.closed.values()].sort(worstFirst),
    incident(id) {
      const group = state.groups.get(id);
      return group === undefined ? state.closed.get(id) : incidentOf(group);
    },
    get forgotten() {
      return state.forgotten;
    },
    get late() {
      return state.late;
    },
    save: () => JSON.stringify({ schema: SCHEMA, state: packed(state) }),
  };
}

function emptyState(): State {
  return {
    groups: new Map(),
    closed: new Map(),
    index: emptyGenerations(),
    partners: emptyGenerations(),
    waiting: [],
    newest: Number.NEGATIVE_INFINITY,
    reached: Number.NEGATIVE_INFINITY,
    swept: Number.NEGATIVE_INFINITY,
    forgotten: 0,
    late: 0,
  };
}

function readState(saved: string): State {
  const { schema, state } = JSON.parse(saved) as { schema?: unknown; state?: unknown };
  if (schema !== SCHEMA) throw new SyntaxError(`Cannot restore incidents: expected the schema ${SCHEMA}`);
  return unpacked(state) as State;
}

type Settings = Required<FusionOptions>;

/** Takes one alert, in order. */
function createStep(
  state: State,
  queues: Queues,
  knowledge: FusionKnowledge,
  settings: Settings,
): (waiting: Waiting) => Fused {
  const markSteps = compileSteps(knowledge.paths);
  return ({ alert, time }) => {
    state.reached = Math.max(state.reached, time);
    const changes = time - state.swept < settings.quietAfter / 8 ? [] : sweep(state, queues, time, settings);
    const subject = subjectOf(alert, time, knowledge, markSteps);
    const near = candidatesOf(state.index, subject, state.groups)
      .map((group) => ({ group, similarity: similarityOf(subject, group, state.partners) }))
      .filter(({ similarity }) => similarity.value >= JOIN)
      .sort(
        (left, right) =>
          right.similarity.value - left.similarity.value ||
          left.group.first - right.group.first ||
          (left.group.id < right.group.id ? -1 : 1),
      );
    notePartners(state.partners, subject);
    const [best] = near;
    if (best === undefined) {
      const opened = open(state, queues, openGroup(subject, knowledge), settings);
      indexSubject(state.index, subject, opened.group.id);
      const joined = [{ alert, incident: opened.group.id, similarity: undefined }];
      return { joined, changes: [...changes, ...opened.changes] };
    }
    const also = near.slice(1).filter(({ similarity }) => similarity.value >= MERGE);
    const united = unite(
      state,
      best.group,
      also.map(({ group }) => group),
      time,
    );
    const changed = join(united.group, subject, best.similarity, knowledge);
    indexSubject(state.index, subject, united.group.id);
    const joined = [{ alert, incident: united.group.id, similarity: best.similarity }];
    return { joined, changes: [...changes, ...united.changes, ...changed] };
  };
}

/** Each key was seen with the strongest other key, or when it is alone with the rule. */
function notePartners(partners: PartnerTable, { keys, rule }: Subject): void {
  for (const key of keys) {
    const partner = keys.find((other) => other !== key)?.id ?? rule.id;
    notePartner(partners, key.id, key.meaning, rule.id, partner);
  }
}

interface Changed {
  readonly group: Group;
  readonly changes: readonly IncidentChange[];
}

function open(state: State, queues: Queues, made: Group, settings: Settings): Changed {
  let id = made.id;
  for (let count = 2; state.groups.has(id) || state.closed.has(id); count++) id = `${made.id}-${count}`;
  const group = { ...made, id };
  state.groups.set(id, group);
  queues.opened(group);
  const changes = change(group, 'opened', group.last);
  if (state.groups.size <= settings.maxOpen) return { group, changes };
  return { group, changes: [...changes, ...close(state, queues, queues.silent(), group.last, settings)] };
}

/** One incident of several: the one that began first takes in the others. */
function unite(state: State, best: Group, others: readonly Group[], time: number): Changed {
  if (others.length === 0) return { group: best, changes: [] };
  const [into, ...rest] = [best, ...others].sort(
    (left, right) => left.first - right.first || (left.id < right.id ? -1 : 1),
  ) as [Group, ...Group[]];
  const changes = rest.flatMap((from) => {
    mergeGroups(into, from);
    indexGroup(state.index, from, into.id);
    state.groups.delete(from.id);
    return change(from, 'merged', time, into.id);
  });
  return { group: into, changes };
}

function join(
  group: Group,
  subject: Subject,
  similarity: Similarity,
  knowledge: FusionKnowledge,
): readonly IncidentChange[] {
  const wasQuiet = group.state === 'quiet';
  group.state = 'open';
  const { raised, goal } = absorb(group, subject, similarity, knowledge);
  return [
    ...(wasQuiet ? change(group, 'reopened', subject.time) : []),
    ...(raised ? change(group, 'raised', subject.time) : []),
    ...(goal ? change(group, 'goal', subject.time) : []),
  ];
}

/** Incidents without alerts fall quiet, then close. */
function sweep(state: State, queues: Queues, time: number, settings: Settings): readonly IncidentChange[] {
  state.swept = time;
  return [...state.groups.values()].flatMap((group) => {
    const silence = time - group.last;
    if (silence > settings.closeAfter) return close(state, queues, group, time, settings);
    if (silence <= settings.quietAfter || group.state !== 'open') return [];
    group.state = 'quiet';
    return change(group, 'quiet', time);
  });
}

function close(
  state: State,
  queues: Queues,
  group: Group,
  time: number,
  settings: Settings,
): readonly IncidentChange[] {
  group.state = 'closed';
  state.groups.delete(group.id);
  const told = change(group, 'closed', time);
  const incident = incidentOf(group);
  state.closed.set(group.id, incident);
  queues.closed(incident);
  if (state.closed.size > settings.maxClosed) {
    state.closed.delete(queues.takeLeast()?.id ?? '');
    state.forgotten++;
  }
  return told;
}

/** A change, unless the incident has told too many already. Its end and a higher level, which it can reach four times, always. */
function change(
  group: Group,
  what: IncidentChange['what'],
  time: number,
  into?: string,
): readonly IncidentChange[] {
  const isAlways = what === 'merged' || what === 'closed' || what === 'raised';
  if (!isAlways && group.notifications >= BOUNDS.notifications) return [];
  group.notifications++;
  const { id: incident, level } = group;
  return [{ incident, what, time, level, ...(into === undefined ? {} : { into }) }];
}
