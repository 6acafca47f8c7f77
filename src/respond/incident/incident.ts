// SPDX-License-Identifier: Apache-2.0
// An incident is what the entries of the log say, folded from the first to the last; nothing else is stored.
import { type Found, type IncidentEvent, KIND, readEvent } from './events.ts';
import { type Action, type Machine, START, step } from './machine.ts';
import type { Phase } from './table.ts';
import type { Tlp } from './tlp.ts';

/** An entry of the log of evidence, with its number. */
export interface LoggedEntry {
  readonly index: number;
  readonly time: string;
  readonly actor: string;
  readonly kind: string;
  readonly subject?: string;
  readonly body: unknown;
}

export interface TimelineEntry {
  readonly entry: number;
  readonly time: string;
  readonly actor: string;
  readonly event: IncidentEvent;
}

export interface Task {
  readonly task: string;
  readonly text: string;
  readonly owner?: string;
  readonly due?: string;
  /** When it was done. */
  readonly done?: string;
}

export interface Incident {
  readonly id: string;
  readonly title: string;
  readonly pack: string;
  readonly zone: string;
  readonly machine: Machine;
  /** First time each phase was reached, ISO 8601. */
  readonly reached: ReadonlyMap<Phase, string>;
  readonly timeline: readonly TimelineEntry[];
  readonly tasks: ReadonlyMap<string, Task>;
  readonly observables: readonly Observable[];
  readonly owner?: string;
  readonly mergedInto?: string;
  /** EUR. */
  readonly cost: number;
  readonly occurred?: string;
  readonly detected?: string;
  /** What detection had found when it was reported; absent when a person reported it. */
  readonly found?: Found;
  /** Entries about it that break the table or cannot be read: they count for nothing. */
  readonly faults: readonly { readonly entry: number; readonly reasons: readonly string[] }[];
}

export interface Observable {
  readonly type: string;
  readonly value: string;
  readonly tlp?: Tlp;
  readonly entry: number;
}

/**
 * All incidents of the log, by id, in the order in which they were reported.
 *
 * @param before what the entries before these come to.
 */
export function foldIncidents(
  entries: Iterable<LoggedEntry>,
  before: ReadonlyMap<string, Incident> = new Map(),
): ReadonlyMap<string, Incident> {
  const incidents = new Map(before);
  const own: Own = new Set();
  for (const entry of entries) {
    if (!entry.kind.startsWith(KIND) || entry.subject === undefined) continue;
    const event = readEvent(entry.kind.slice(KIND.length), entry.body);
    const after = foldEntry(incidents.get(entry.subject), event, entry, own);
    if (after !== undefined) incidents.set(entry.subject, after);
  }
  return incidents;
}

/** The next free number of a year. */
export function nextId(taken: { has(id: string): boolean }, year: number): string {
  let number = 1;
  while (taken.has(`${year}-${String(number).padStart(4, '0')}`)) number++;
  return `${year}-${String(number).padStart(4, '0')}`;
}

function foldEntry(
  before: Incident | undefined,
  event: IncidentEvent | readonly string[],
  entry: LoggedEntry,
  own: Own,
): Incident | undefined {
  if (before === undefined)
    return 'name' in event && event.name === 'reported' ? opened(event, entry) : undefined;
  const faulty = (reasons: readonly string[]): Incident => ({
    ...before,
    faults: extended(before.faults, { entry: entry.index, reasons }, own),
  });
  if (!('name' in event)) return faulty(event);
  if (event.name === 'reported') return faulty(['The incident was reported before']);
  const outcome = stepWith(before.machine, event);
  if ('refused' in outcome) return faulty(outcome.refused);
  const { index, time, actor } = entry;
  return {
    ...applied(before, event, entry, own),
    machine: outcome.machine,
    timeline: extended(before.timeline, { entry: index, time, actor, event }, own),
  };
}

/** Lists that this fold made: nobody else has them yet. To copy them at each entry would cost the square of a long case. */
type Own = Set<readonly unknown[]>;

function extended<T>(list: readonly T[], item: T, own: Own): readonly T[] {
  if (own.has(list)) {
    (list as T[]).push(item);
    return list;
  }
  const longer = [...list, item];
  own.add(longer);
  return longer;
}

/** Events were let in by who knew of the clocks then, so the fold does not ask for them again. */
function stepWith(machine: Machine, event: IncidentEvent): ReturnType<typeof step> {
  const action = actionOf(event);
  return action === undefined ? { machine } : step(machine, action, { openClocks: [] });
}

/** What an event asks of the state machine; undefined when it only adds knowledge. */
export function actionOf(event: IncidentEvent): Action | undefined {
  switch (event.name) {
    case 'advanced':
      return { kind: 'advance', to: event.body.to };
    case 'persons':
      return { kind: 'persons', to: event.body.to };
    case 'hold':
      return { kind: 'hold', to: event.body.to };
    case 'marked':
      return { kind: 'mark', to: event.body.to };
    case 'hit':
      return { kind: 'hit', asset: event.body.asset };
    case 'backup':
      return { kind: 'backup', asset: event.body.asset };
    case 'recovered':
      return { kind: 'recover', asset: event.body.asset };
    case 'exported':
      return { kind: 'export', ceiling: event.body.ceiling };
    default:
      return undefined;
  }
}

function opened(event: IncidentEvent & { readonly name: 'reported' }, entry: LoggedEntry): Incident {
  const { title, pack, zone, occurred, detected, found } = event.body;
  const { index, time, actor } = entry;
  return {
    id: entry.subject as string,
    title,
    pack,
    zone,
    machine: START,
    reached: new Map([['reported', time]]),
    timeline: [{ entry: index, time, actor, event }],
    tasks: new Map(),
    observables: [],
    cost: 0,
    ...(occurred === undefined ? {} : { occurred }),
    ...(detected === undefined ? {} : { detected }),
    ...(found === undefined ? {} : { found }),
    faults: [],
  };
}

/** What an event adds beside the state. */
function applied(before: Incident, event: IncidentEvent, { index, time }: LoggedEntry, own: Own): Incident {
  switch (event.name) {
    case 'advanced': {
      const { to, into } = event.body;
      const reached = before.reached.has(to) ? before.reached : new Map([...before.reached, [to, time]]);
      return { ...before, reached, ...(into === undefined ? {} : { mergedInto: into }) };
    }
    case 'assigned':
      return { ...before, owner: event.body.owner };
    case 'tasked':
      return { ...before, tasks: new Map([...before.tasks, [event.body.task, event.body as Task]]) };
    case 'done': {
      const task = before.tasks.get(event.body.task);
      return task === undefined
        ? before
        : { ...before, tasks: new Map([...before.tasks, [task.task, { ...task, done: time }]]) };
    }
    case 'observed':
      return {
        ...before,
        observables: extended(before.observables, { ...(event.body as Observable), entry: index }, own),
      };
    case 'spent':
      return { ...before, cost: before.cost + event.body.eur };
    default:
      return before;
  }
}
