// SPDX-License-Identifier: Apache-2.0
// What fusion knows beside the alerts: how much a shared key says, what lies near what, and which steps make an attack.
import type { EventRecord } from '../sigma/match/record.ts';
import type { Level } from '../sigma/rule.ts';

const HOUR = 3_600_000;

/** How much it says that two alerts share a value of a key. */
export interface KeyKind {
  /** How people call it: a field of a log is called as the key that it holds. */
  readonly name: string;
  /** Kinds with one root share their values: an actor is an account. */
  readonly root: string;
  /** 0..1, at once and while the value is rare. */
  readonly weight: number;
  /** Different partners from which on a value says less; at four times as many it says nothing. */
  readonly hub: number;
  /** Milliseconds after which sharing it says half as much. */
  readonly halfLife: number;
  /** The value names something that an incident can harm. */
  readonly affected: boolean;
  /** The value may be the id of an element of the model. */
  readonly element: boolean;
}

/** A key that no pack describes, such as a field that a correlation groups by. */
export const UNKNOWN_KEY: Omit<KeyKind, 'root' | 'name'> = {
  weight: 0.5,
  hub: 8,
  halfLife: HOUR,
  affected: false,
  element: false,
};

/** One step of a proof, as far as events can show it. */
export interface AttackStep {
  readonly text: string;
  /** Ids of elements of the model that the step is about. */
  readonly elements: readonly string[];
  /** What holds once it is taken, in the words of the analysis. */
  readonly facts?: readonly string[];
  readonly techniques: readonly string[];
  readonly threats: readonly number[];
}

/** A proof of an attack on a target, as steps in order; the last one reaches the goal. */
export interface AttackPath {
  readonly id: string;
  readonly attack: string;
  readonly title: string;
  readonly target: string;
  readonly severity: Level;
  /** Threats that the attack realises: an alert about one of them shows that the goal was reached. */
  readonly threats: readonly number[];
  readonly steps: readonly AttackStep[];
}

export interface FusionKnowledge {
  kindOf(key: string): KeyKind;
  /** Keys that an event itself carries, by kind. */
  keysIn(record: EventRecord): Readonly<Record<string, string>>;
  /** Where in the chain a threat acts, for the fingerprint. */
  stageOf(threat: number): string | undefined;
  /** Elements one step away from an element: by a flow, a zone, an owner. */
  neighboursOf(element: string): ReadonlySet<string>;
  readonly paths: readonly AttackPath[];
}
