// SPDX-License-Identifier: Apache-2.0
// Correlations over a stream of matches in the order of event time (Sigma correlation rules specification 2.0.0).
import { type EventRecord, eachScalar, fieldOf } from '../match/record.ts';
import { numberOf, textOf } from '../match/value.ts';
import type { SigmaCorrelation, SigmaRule } from '../rule.ts';
import { meets } from './bounds.ts';
import { definitionsOf } from './definition.ts';
import type { RuleSet } from './resolve.ts';
import { emptyState, entriesOf, type GroupState, measure, observe } from './window.ts';

/** An event and the ids of the documents that it matched. */
export interface MatchedEvent {
  /** Milliseconds since 1970; never before the one handed in before. */
  readonly time: number;
  readonly record: EventRecord;
  readonly ids: readonly string[];
}

/** A correlation whose condition has come to hold. */
export interface CorrelationAlert {
  readonly correlation: SigmaCorrelation;
  readonly time: number;
  /** Fields of `group-by`, by the names they have there. */
  readonly group: Readonly<Record<string, string>>;
}

export interface CorrelatorLimits {
  /** Groups of one correlation; the one that was quiet longest is forgotten. */
  readonly maxGroups: number;
  /** Times and values over all groups; beyond, the correlation that needs one more forgets its quietest groups. */
  readonly maxEntries: number;
}

export interface Correlator {
  /**
   * Alerts that the event completes: a condition holds now that did not hold before the event. Alerts of a
   * correlation are matches for those that refer to it.
   */
  accept(event: MatchedEvent): readonly CorrelationAlert[];
  /** Plain data (JSON keeps it) that `restore` takes back. */
  snapshot(): CorrelatorSnapshot;
  /** Windows of correlations that say something else now, or whose rules do, start empty. */
  restore(snapshot: CorrelatorSnapshot): void;
  /** Groups forgotten because there were too many. */
  readonly forgotten: number;
}

type FrozenState = Omit<GroupState, 'lastOfValue'> & {
  readonly lastOfValue: readonly (readonly [string, number])[];
};

export type CorrelatorSnapshot = Readonly<
  Record<
    string,
    { readonly definition: string; readonly groups: readonly (readonly [string, FrozenState])[] }
  >
>;

function frozen(state: GroupState): FrozenState {
  return structuredClone({ ...state, lastOfValue: [...state.lastOfValue] });
}

function thawed(state: FrozenState): GroupState {
  return { ...structuredClone(state), lastOfValue: new Map(state.lastOfValue) };
}

const DEFAULT_LIMITS: CorrelatorLimits = { maxGroups: 100_000, maxEntries: 1_000_000 };

export function createCorrelator(set: RuleSet, limits: CorrelatorLimits = DEFAULT_LIMITS): Correlator {
  const groups = new Map(set.correlations.map((each) => [each.id, new Map<string, GroupState>()]));
  const definitions = definitionsOf(set);
  const plans = set.correlations.map((each) => planOf(each, set));
  const concerned = indexPlans(plans);
  const totals = { entries: 0, forgotten: 0 };
  return {
    get forgotten() {
      return totals.forgotten;
    },
    accept({ time, record, ids }) {
      const alerts: CorrelationAlert[] = [];
      const matched = new Map<string, EventRecord>(ids.map((id) => [id, record]));
      const due = createDue();
      for (const id of ids) due.add(concerned.get(id));
      for (let at = due.next(); at !== undefined; at = due.next()) {
        const plan = plans[at] as Plan;
        const known = groups.get(plan.correlation.id) as Map<string, GroupState>;
        const alert = step(plan, matched, time, (key) => touched(known, key, time, plan, totals));
        bound(known, limits, totals);
        if (alert === undefined) continue;
        alerts.push(alert);
        // A correlation has no event of its own: those above it see the last event, and the group by its own names.
        matched.set(plan.correlation.id, { ...record, ...alert.group });
        due.add(concerned.get(plan.correlation.id));
      }
      return alerts;
    },
    snapshot: () =>
      Object.fromEntries(
        [...groups].map(([id, states]) => [
          id,
          {
            definition: definitions.get(id) as string,
            groups: [...states].map(([key, state]) => [key, frozen(state)] as const),
          },
        ]),
      ),
    restore(snapshot) {
      totals.entries = 0;
      for (const [id, states] of groups) {
        states.clear();
        const kept = Object.hasOwn(snapshot, id) ? snapshot[id] : undefined;
        if (kept === undefined || kept.definition !== definitions.get(id)) continue;
        for (const [key, state] of kept.groups) {
          states.set(key, thawed(state));
          totals.entries += state.entries;
        }
      }
    },
  };
}

/** Numbers of the plans that look at a document, ascending. */
function indexPlans(plans: readonly Plan[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  plans.forEach(({ sources }, at) => {
    for (const id of new Set(sources.map((source) => source.id))) {
      const list = index.get(id);
      if (list === undefined) index.set(id, [at]);
      else list.push(at);
    }
  });
  return index;
}

/** Plans that an event concerns, each once and in their order: a correlation stands before those that refer to it. */
function createDue(): {
  add(numbers: readonly number[] | undefined): void;
  next(): number | undefined;
} {
  /** The next one last. */
  const waiting: number[] = [];
  let last = -1;
  return {
    add(numbers = []) {
      for (const number of numbers) {
        let at = waiting.length;
        while (at > 0 && (waiting[at - 1] as number) < number) at--;
        if (number > last && waiting[at - 1] !== number) waiting.splice(at, 0, number);
      }
    },
    next() {
      const next = waiting.pop();
      last = next ?? last;
      return next;
    },
  };
}

interface Totals {
  entries: number;
  forgotten: number;
}

/** The state of a group, which then is the one touched last; groups of which nothing is in the window any more go. */
function touched(
  known: Map<string, GroupState>,
  key: string,
  time: number,
  { correlation }: Plan,
  totals: Totals,
): { readonly state: GroupState; readonly done: () => void } {
  const since = time - correlation.timespanSeconds * 1000;
  for (const [old, state] of known) {
    if (state.touched > since) break;
    known.delete(old);
    totals.entries -= state.entries;
  }
  const state = known.get(key) ?? emptyState();
  known.delete(key);
  known.set(key, state);
  state.touched = time;
  const done = (): void => {
    const entries = entriesOf(state);
    totals.entries += entries - state.entries;
    state.entries = entries;
  };
  return { state, done };
}

function bound(known: Map<string, GroupState>, limits: CorrelatorLimits, totals: Totals): void {
  while (known.size > limits.maxGroups || (totals.entries > limits.maxEntries && known.size > 1)) {
    const [key, state] = known.entries().next().value as [string, GroupState];
    known.delete(key);
    totals.entries -= state.entries;
    totals.forgotten++;
  }
}

interface Plan {
  readonly correlation: SigmaCorrelation;
  /** Id of each referenced document, and the name under which aliases know it. */
  readonly sources: readonly { readonly id: string; readonly names: readonly string[] }[];
}

function planOf(correlation: SigmaCorrelation, { byReference }: RuleSet): Plan {
  const sources = correlation.rules.map((reference) => {
    const { id, name } = byReference.get(reference) as SigmaRule | SigmaCorrelation;
    return { id, names: [reference, id, ...(name === undefined ? [] : [name])] };
  });
  return { correlation, sources };
}

/** An event may match several of the rules; it counts once, in the group of the first. */
function step(
  { correlation, sources }: Plan,
  matched: ReadonlyMap<string, EventRecord>,
  time: number,
  groupAt: (key: string) => { readonly state: GroupState; readonly done: () => void },
): CorrelationAlert | undefined {
  const steps = sources.flatMap(({ id }, at) => (matched.has(id) ? [at] : []));
  const first = sources[steps[0] ?? -1];
  if (first === undefined) return undefined;
  const record = matched.get(first.id) as EventRecord;
  const group = groupOf(correlation, record, first.names);
  if (group === undefined) return undefined;
  const { state, done } = groupAt(JSON.stringify(Object.values(group)));
  const held = meets(measure(correlation, state, time), correlation.bounds);
  observe(correlation, state, { time, steps, value: countedValue(correlation, record) });
  done();
  const holds = meets(measure(correlation, state, time), correlation.bounds);
  return holds && !held ? { correlation, time, group } : undefined;
}

/** Undefined when the event lacks a field of `group-by`: it belongs to no group. */
function groupOf(
  { groupBy, aliases }: SigmaCorrelation,
  record: EventRecord,
  names: readonly string[],
): Record<string, string> | undefined {
  const group: Record<string, string> = {};
  for (const name of groupBy) {
    const alias = aliases.get(name);
    const field =
      alias === undefined ? name : names.map((each) => alias.get(each)).find((each) => each !== undefined);
    const text = textOf(firstScalar(fieldOf(record, field ?? name)) ?? firstScalar(fieldOf(record, name)));
    if (text === undefined) return undefined;
    group[name] = text;
  }
  return group;
}

function countedValue(
  { type, valueFields }: SigmaCorrelation,
  record: EventRecord,
): number | string | undefined {
  const values = valueFields.map((field) => firstScalar(fieldOf(record, field)));
  if (type === 'value_sum' || type === 'value_avg') return numberOf(values[0]);
  const texts = values.map(textOf);
  if (texts.length === 0 || texts.some((text) => text === undefined)) return undefined;
  return texts.length === 1 ? texts[0] : JSON.stringify(texts);
}

function firstScalar(value: unknown): unknown {
  let found: unknown;
  eachScalar(value, (scalar) => {
    found ??= scalar ?? undefined;
  });
  return found;
}
