// SPDX-License-Identifier: Apache-2.0
// An alert opens an incident or becomes part of one; two incidents become one.
import { sha256 } from '../../core/digest.ts';
import type { Witness } from '../alert.ts';
import { LEVELS, type Level } from '../sigma/rule.ts';
import { BOUNDS, type Group, type OpenEntry } from './group.ts';
import type { FusionKnowledge } from './knowledge.ts';
import { fingerprintOf } from './sentence.ts';
import { shownEvent } from './shown.ts';
import type { Similarity } from './similarity.ts';
import { standingOf, worse } from './standing.ts';
import { isName, type Subject } from './subject.ts';

export function openGroup(subject: Subject, knowledge: FusionKnowledge): Group {
  const { alert, rule, time } = subject;
  const group: Group = {
    id: idOf(subject),
    fingerprint: fingerprintOf(subject, knowledge),
    state: 'open',
    level: 'informational',
    first: time,
    last: time,
    alerts: 0,
    keys: new Map(),
    names: new Map(),
    events: new Map(),
    rules: new Map(),
    threats: new Map(),
    techniques: new Map(),
    elements: new Map(),
    steps: new Map(),
    affected: new Map(),
    timeline: new Map(),
    folded: 0,
    cause: shownEvent(alert),
    causeRule: rule.title,
    example: shownEvent(alert),
    exampleRule: rule.title,
    exampleScore: -1,
    notifications: 0,
  };
  absorb(group, subject, undefined, knowledge);
  return group;
}

function idOf({ alert, rule, time, events }: Subject): string {
  const parts = [rule.id, time, events.at(-1), Object.entries(alert.keys).sort()];
  return `incident-${sha256(JSON.stringify(parts)).slice(7, 19)}`;
}

/** What an alert changed that people want to know. */
export interface Absorbed {
  readonly raised: boolean;
  /** The goal of an attack path was reached of which earlier steps were taken. */
  readonly goal: boolean;
}

export function absorb(
  group: Group,
  subject: Subject,
  similarity: Similarity | undefined,
  knowledge: FusionKnowledge,
): Absorbed {
  const { alert, rule, time, keys } = subject;
  group.alerts++;
  group.last = Math.max(group.last, time);
  noteKeys(group, subject);
  noteRule(group, subject);
  for (const event of subject.events) touch(group.events, event, time, BOUNDS.events);
  for (const element of subject.elements) touch(group.elements, element, time, BOUNDS.elements);
  noteAffected(group, subject, knowledge);
  noteTime(group, subject, similarity);
  const witnesses = [...(alert.because ?? []), alert];
  for (const witness of witnesses) noteCause(group, witness, rule.title, time);
  const score = LEVELS.indexOf(rule.level) * 100 + keys.length * 10 + Math.min(9, witnesses.length);
  if (score > group.exampleScore) {
    group.exampleScore = score;
    group.example = shownEvent(alert);
    group.exampleRule = rule.title;
  }
  const reached = noteSteps(group, subject);
  const level = worse(standingOf(group, rule), reached ?? 'informational');
  const raised = LEVELS.indexOf(level) > LEVELS.indexOf(group.level);
  group.level = worse(group.level, level);
  return { raised, goal: reached !== undefined };
}

function touch<K>(map: Map<K, number>, key: K, time: number, bound: number): void {
  map.delete(key);
  map.set(key, time);
  if (map.size > bound) map.delete(map.keys().next().value as K);
}

function noteKeys(group: Group, { keys, time }: Subject): void {
  for (const { id, kind, value } of keys) {
    const known = group.keys.get(id);
    group.keys.delete(id);
    group.keys.set(id, known ?? { kind, value, last: time, count: 0 });
    const seen = group.keys.get(id);
    if (seen === undefined) continue;
    seen.last = time;
    seen.count++;
    if (isName(value)) group.names.set(value, seen);
  }
  while (group.names.size > BOUNDS.keys) group.names.delete(group.names.keys().next().value as string);
  while (group.keys.size > BOUNDS.keys) group.keys.delete(group.keys.keys().next().value as string);
}

function noteRule(group: Group, { rule, time }: Subject): void {
  const known = group.rules.get(rule.id);
  if (known !== undefined) {
    known.last = time;
    known.count++;
  } else if (group.rules.size < BOUNDS.rules) {
    const { id, kind, title, level, techniques, threats } = rule;
    const head = { id, kind, title, level, techniques, ...(threats === undefined ? {} : { threats }) };
    group.rules.set(rule.id, { head, last: time, count: 1 });
  }
  for (const threat of rule.threats ?? []) group.threats.set(threat, time);
  for (const technique of rule.techniques) touch(group.techniques, technique, time, BOUNDS.techniques);
}

function noteAffected(group: Group, { alert, keys }: Subject, knowledge: FusionKnowledge): void {
  const add = (kind: string, value: string): void => {
    if (!knowledge.kindOf(kind).affected) return;
    const known = group.affected.get(kind) ?? { values: new Set<string>(), more: false };
    group.affected.set(kind, known);
    if (known.values.size < BOUNDS.affected) known.values.add(value);
    else if (!known.values.has(value)) known.more = true;
  };
  for (const { kind, value } of keys) add(kind, value);
  for (const { record } of alert.because ?? [])
    for (const [kind, value] of Object.entries(knowledge.keysIn(record))) add(kind, value);
}

function noteTime(group: Group, subject: Subject, similarity: Similarity | undefined): void {
  const { alert, rule, time, keys, main } = subject;
  const about = main === undefined ? '' : `${main.kind} ${main.value}`;
  const id = `${rule.id}\0${about}`;
  const known = group.timeline.get(id);
  if (known !== undefined) {
    known.count++;
    known.to = Math.max(known.to, time);
    return;
  }
  if (group.timeline.size >= BOUNDS.timeline) {
    group.folded++;
    return;
  }
  const entry: OpenEntry = {
    rule: group.rules.get(rule.id)?.head ?? rule,
    about,
    from: time,
    to: time,
    count: 1,
    at: alert.at,
    keys: Object.fromEntries(keys.map(({ kind, value }) => [kind, value])),
    similarity: similarity?.value,
    evidence: similarity?.evidence ?? [],
    reasons: alert.reasons?.slice(0, BOUNDS.witnesses) ?? [],
    witnesses: [...(alert.because ?? []).slice(0, BOUNDS.witnesses - 1), alert].map(shownEvent),
  };
  group.timeline.set(id, entry);
}

function noteCause(group: Group, witness: Witness, title: string, alertTime: number): void {
  const time = witness.time ?? alertTime;
  if (time >= group.first) return;
  group.first = time;
  group.cause = shownEvent(witness);
  group.causeRule = title;
}

/** Marks the steps, and gives the severity of a path whose goal is reached now. */
function noteSteps(group: Group, { marks, time, rule }: Subject): Level | undefined {
  let reached: Level | undefined;
  const by = `${rule.id} ${time}`;
  for (const { path, step, isGoal } of marks) {
    const id = `${path.id}\0${step}`;
    const known = group.steps.get(id);
    if (known !== undefined) known.last = time;
    if (known !== undefined || group.steps.size >= BOUNDS.steps) continue;
    group.steps.set(id, {
      path: path.id,
      attack: path.attack,
      title: path.title,
      target: path.target,
      step: step + 1,
      of: path.steps.length,
      text: path.steps[step]?.text ?? '',
      isGoal,
      time,
      last: time,
      seenBy: rule.title,
      by,
    });
    // One alert alone, which looks like a step and like the goal, is no attack that came through.
    const hasEarlier = [...group.steps.values()].some(
      (other) => other.path === path.id && !other.isGoal && other.by !== by,
    );
    if (isGoal && hasEarlier) reached = worse(path.severity, reached ?? 'informational');
  }
  return reached;
}
