// SPDX-License-Identifier: Apache-2.0
import { BOUNDS, type Group } from './group.ts';
import { worse, worstOf } from './standing.ts';

/** Makes `from` part of `into`, which keeps its id and fingerprint. */
export function mergeGroups(into: Group, from: Group): void {
  into.alerts += from.alerts;
  into.level = worse(into.level, from.level);
  into.last = Math.max(into.last, from.last);
  into.folded += from.folded;
  if (from.first < into.first) {
    into.first = from.first;
    into.cause = from.cause;
    into.causeRule = from.causeRule;
  }
  if (from.exampleScore > into.exampleScore) {
    into.exampleScore = from.exampleScore;
    into.example = from.example;
    into.exampleRule = from.exampleRule;
  }
  union(into.keys, from.keys, BOUNDS.keys, (mine, other) => {
    mine.last = Math.max(mine.last, other.last);
    mine.count += other.count;
  });
  union(into.names, from.names, BOUNDS.keys, () => undefined);
  union(into.rules, from.rules, BOUNDS.rules, (mine, other) => {
    mine.last = Math.max(mine.last, other.last);
    mine.count += other.count;
  });
  if (into.rules.size > 1) into.level = worse(into.level, worstOf(into));
  union(into.steps, from.steps, BOUNDS.steps, (mine, other) => {
    mine.last = Math.max(mine.last, other.last);
  });
  mergeTimes(into.threats, from.threats, Number.POSITIVE_INFINITY);
  mergeTimes(into.techniques, from.techniques, BOUNDS.techniques);
  mergeTimes(into.elements, from.elements, BOUNDS.elements);
  mergeTimes(into.events, from.events, BOUNDS.events);
  mergeAffected(into, from);
  mergeTimeline(into, from);
}

function mergeTimes<K>(into: Map<K, number>, from: ReadonlyMap<K, number>, bound: number): void {
  for (const [key, last] of from)
    if (into.has(key) || into.size < bound) into.set(key, Math.max(last, into.get(key) ?? last));
}

function union<V>(
  into: Map<string, V>,
  from: ReadonlyMap<string, V>,
  bound: number,
  join: (mine: V, other: V) => void,
): void {
  for (const [id, other] of from) {
    const mine = into.get(id);
    if (mine !== undefined) join(mine, other);
    else if (into.size < bound) into.set(id, other);
  }
}

function mergeAffected(into: Group, from: Group): void {
  for (const [kind, { values, more }] of from.affected) {
    const mine = into.affected.get(kind) ?? { values: new Set<string>(), more: false };
    into.affected.set(kind, mine);
    mine.more ||= more;
    for (const value of values)
      if (mine.values.size < BOUNDS.affected) mine.values.add(value);
      else mine.more = true;
  }
}

function mergeTimeline(into: Group, from: Group): void {
  for (const [id, other] of from.timeline) {
    const mine = into.timeline.get(id);
    if (mine !== undefined) {
      mine.count += other.count;
      mine.to = Math.max(mine.to, other.to);
      mine.from = Math.min(mine.from, other.from);
    } else if (into.timeline.size < BOUNDS.timeline) into.timeline.set(id, other);
    else into.folded += other.count;
  }
}
