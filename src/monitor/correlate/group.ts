// SPDX-License-Identifier: Apache-2.0
// An incident in the making: what later alerts are compared with, and what people will want to see. All of it is bounded.
import type { RuleHead } from '../alert.ts';
import type { Level } from '../sigma/rule.ts';
import type { IncidentState, ShownEvent, TakenStep, TimelineEntry } from './incident.ts';

/** A key of the incident: when it was last seen. Maps keep the order of first sight. */
export interface SeenKey {
  readonly kind: string;
  readonly value: string;
  last: number;
  count: number;
}

/** A step of an attack path, and when it was last seen. */
export interface SeenStep extends TakenStep {
  last: number;
  /** The alert that showed it first. */
  readonly by: string;
}

export type OpenEntry = { -readonly [K in keyof TimelineEntry]: TimelineEntry[K] };

export interface Group {
  readonly id: string;
  readonly fingerprint: string;
  state: IncidentState;
  level: Level;
  first: number;
  last: number;
  alerts: number;
  /** By kind and value, in the words of roots. */
  readonly keys: Map<string, SeenKey>;
  /** By value: its kind, for values that are names and may stand under another kind. */
  readonly names: Map<string, SeenKey>;
  /** Events that its alerts rest on, and when they were last used. */
  readonly events: Map<string, number>;
  readonly rules: Map<string, { readonly head: RuleHead; last: number; count: number }>;
  readonly threats: Map<number, number>;
  readonly techniques: Map<string, number>;
  readonly elements: Map<string, number>;
  /** By path and step. */
  readonly steps: Map<string, SeenStep>;
  readonly affected: Map<string, { readonly values: Set<string>; more: boolean }>;
  readonly timeline: Map<string, OpenEntry>;
  folded: number;
  cause: ShownEvent;
  causeRule: string;
  example: ShownEvent;
  exampleRule: string;
  exampleScore: number;
  notifications: number;
}

export const BOUNDS = {
  /** Keys that later alerts are compared with; the one seen longest ago gives way. */
  keys: 2_000,
  events: 1_000,
  rules: 200,
  techniques: 200,
  elements: 500,
  steps: 500,
  /** Values of affected things that are counted one by one. */
  affected: 10_000,
  timeline: 64,
  witnesses: 5,
  /** Characters of a shown event as JSON. */
  shown: 4_096,
  notifications: 12,
} as const;
