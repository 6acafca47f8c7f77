// SPDX-License-Identifier: Apache-2.0
// What every detector is: it learns one observation, scores one, and says what made the score.
import type { z } from 'zod';
import type { Json } from '../../core/canonical-json.ts';

/** What a detector sees of one moment of one thing. Never changed by a detector. */
export interface Observation {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Whose behaviour it is: an account, a sensor; '' when there is only one. */
  readonly key: string;
  /** The things it is compared with, for a detector that compares. */
  readonly group?: string;
  /** Numbers and texts by name; each may be absent, now or always. A detector passes over kinds it cannot use. */
  readonly features: Readonly<Record<string, number | string>>;
}

/** A feature and what it added to the score. */
export interface Contribution {
  readonly feature: string;
  readonly value: number | string;
  /** What would have been usual, in words. */
  readonly usual: string;
  /** At least 0; those of all features sum to the score. */
  readonly part: number;
}

export interface Detector {
  /** Takes the observation into what is normal. */
  learnOne(observation: Observation): void;
  /** At least 0, higher is stranger; undefined while it knows too little to say. Learns nothing. */
  scoreOne(observation: Observation): number | undefined;
  /** The score taken apart, largest part first; empty when there is no score. */
  explain(observation: Observation): readonly Contribution[];
  /** What was learnt, as plain JSON and a copy. */
  save(): Json;
}

/** A kind of detector; adding one is a file with this, and a row in `registry.ts`. */
export interface DetectorKind<P = never> {
  readonly name: string;
  /** Shape and presets of its parameters. */
  readonly parameters: z.ZodType<P>;
  /** @param state What `save` gave; nothing to begin. */
  readonly create: (parameters: P, seed: number, state?: Json) => Detector;
}

/** A contribution before anybody asks for words: a score is wanted far more often than its reasons. */
export interface Part {
  readonly feature: string;
  readonly value: number | string;
  readonly usual: () => string;
  readonly part: number;
}

/** Told in words, largest part first. */
export function ranked(parts: readonly Part[]): readonly Contribution[] {
  return parts
    .toSorted((a, b) => b.part - a.part)
    .map(({ feature, value, usual, part }) => ({ feature, value, usual: usual(), part }));
}

/** Sum of the parts: the score of a detector whose features count one by one; undefined without any. */
export function sumOf(parts: readonly Part[]): number | undefined {
  if (parts.length === 0) return undefined;
  let sum = 0;
  for (const { part } of parts) sum += part;
  return sum;
}

/** Features by name as a list, since a name that comes from data may be that of something every object has. */
export type Row = readonly (readonly [string, number])[];

/** The values of a feature in the rows that have it. */
export function columnOf(rows: readonly Row[], feature: string): readonly number[] {
  return rows.flatMap((row) => row.flatMap(([name, value]) => (name === feature ? value : [])));
}

/** The features that are finite numbers. */
export function numbersOf({ features }: Observation): Row {
  const found: [string, number][] = [];
  for (const name of Object.keys(features)) {
    const value = features[name];
    if (typeof value === 'number' && Number.isFinite(value)) found.push([name, value]);
  }
  return found;
}

/** One name for a feature of a key. */
export function nameOf(key: string, feature: string): string {
  return JSON.stringify([key, feature]);
}

/** A number for people. */
export function shown(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15
    ? String(value)
    : String(Number(value.toPrecision(4)));
}
