// SPDX-License-Identifier: Apache-2.0
// An incident: what an operator has to deal with, put together from alerts.
import type { EventPlace, RuleHead } from '../alert.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import type { Level } from '../sigma/rule.ts';

/** `open`: alerts come in. `quiet`: none for a while, more may come. `closed`: nothing joins it any more. */
export type IncidentState = 'open' | 'quiet' | 'closed';

/** Why an alert was put here: one shared thing and how much it says, 0..1. */
export interface Evidence {
  readonly kind: 'key' | 'event' | 'neighbour' | 'path' | 'threat' | 'technique' | 'rule';
  readonly text: string;
  readonly weight: number;
}

/** An event that is shown; long records are cut. */
export interface ShownEvent {
  readonly at: EventPlace;
  readonly time: number | undefined;
  readonly event: EventRecord;
}

/** Alerts of one rule about one thing, counted. */
export interface TimelineEntry {
  readonly rule: RuleHead;
  /** The key that says most, `order 1234`; empty when the alerts have none. */
  readonly about: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly at: EventPlace;
  readonly keys: Readonly<Record<string, string>>;
  /** Similarity of the first of them to the incident as it was then, 0..1; undefined for the one that opened it. */
  readonly similarity: number | undefined;
  readonly evidence: readonly Evidence[];
  readonly reasons: readonly string[];
  /** Events that made it fire, oldest first. */
  readonly witnesses: readonly ShownEvent[];
}

/** A step of an attack path that an alert showed to be taken. */
export interface TakenStep {
  readonly path: string;
  readonly attack: string;
  readonly title: string;
  readonly target: string;
  /** From 1, of `of`. */
  readonly step: number;
  readonly of: number;
  readonly text: string;
  readonly isGoal: boolean;
  readonly time: number;
  /** Title of the rule that saw it. */
  readonly seenBy: string;
}

/** Values of a key, at most the first of them; `count` is exact up to its bound. */
export interface Affected {
  readonly key: string;
  readonly count: number;
  readonly more: boolean;
  readonly values: readonly string[];
}

export interface Incident {
  /** Stable: from the alert that opened it. */
  readonly id: string;
  /** Readable and stable: stage, family of rules and what it is about, of the alert that opened it. */
  readonly fingerprint: string;
  readonly title: string;
  readonly level: Level;
  readonly state: IncidentState;
  /** Milliseconds since 1970 of the earliest and the latest event. */
  readonly first: number;
  readonly last: number;
  readonly alerts: number;
  /** The earliest event that any of its alerts names. */
  readonly cause: ShownEvent;
  readonly causeRule: string;
  /** The one event to look at first. */
  readonly example: ShownEvent;
  readonly exampleRule: string;
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** Alerts of entries beyond the bound of the time line. */
  readonly folded: number;
  readonly assets: readonly string[];
  readonly techniques: readonly string[];
  readonly threats: readonly number[];
  readonly steps: readonly TakenStep[];
  readonly affected: readonly Affected[];
  readonly notifications: number;
}

/** What changed about an incident; these, and nothing else, are worth a notification. */
export interface IncidentChange {
  readonly incident: string;
  readonly what: 'opened' | 'raised' | 'goal' | 'merged' | 'quiet' | 'reopened' | 'closed';
  readonly time: number;
  readonly level: Level;
  /** For `merged`: the incident that it is part of now. */
  readonly into?: string;
}
