// SPDX-License-Identifier: Apache-2.0
// The answer of a simulation: the shape behind `simulate --json` and every renderer. Times are hours after the start,
// money is EUR; null is "not within the horizon".
import type { Difference, Spread } from '../impact/statistics.ts';
import type { Channel } from '../system.ts';

export const SIMULATION_SCHEMA = 'ensuresec/simulation/1';

export interface Simulation {
  readonly schema: typeof SIMULATION_SCHEMA;
  readonly model: string;
  readonly scenario: ScenarioHead;
  readonly seed: number;
  readonly runs: number;
  /** `with`: with `chosen` measures, in the same runs. */
  readonly without: Side;
  readonly with?: Side;
  readonly chosen: readonly string[];
  /** Each of these was asked, in the run that is told, whether it alone prevents an outage. */
  readonly single: readonly { readonly id: string; readonly name: string }[];
  /** EUR that the chosen measures avoid, by run. */
  readonly avoided?: Difference;
  readonly measures: readonly MeasureOutcome[];
  readonly best?: Best;
  /** What people who were trained avoid, where a campaign gave the clock of detection. */
  readonly training?: Training;
  readonly checks: Checks;
  readonly dependencies: Dependencies;
  readonly published?: readonly Comparison[];
  /** What the figures do not say. */
  readonly limits: readonly string[];
}

export interface DetectionWorth {
  /** Mean loss before and after, EUR. */
  readonly before: number;
  readonly after: number;
  /** EUR by run, with the interval over runs and people. */
  readonly avoided: { readonly mean: number; readonly low: number; readonly high: number };
}

export interface Training extends DetectionWorth {
  readonly campaign: string;
  /** `trial`: a lot decided who was trained; `before-after`: nothing to compare with. */
  readonly basis: 'trial' | 'before-after';
  readonly people: { readonly before: number; readonly after: number };
  /** People whom the attack reaches. */
  readonly recipients: number;
}

export interface ScenarioHead {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Hour of the week at which it begins; 0 is Monday 0:00. */
  readonly startHour: number;
  readonly horizon: number;
  readonly hits: readonly string[];
}

/** EUR of what was not delivered, of what was delivered wrong, and of what leaked. */
export type ByChannel<T> = Readonly<Record<'availability' | 'integrity' | 'confidentiality', T>>;

export interface Side {
  /** Of all channels together. */
  readonly eur: Spread;
  readonly eurBy: ByChannel<Spread>;
  readonly services: readonly ServiceOutcome[];
  readonly records: readonly RecordsOutcome[];
  /** Until all services together are back for good; of all runs. */
  readonly back: readonly {
    readonly level: number;
    readonly p50: number | null;
    readonly p95: number | null;
  }[];
  /** Share of runs that end with less than half of the value delivered. */
  readonly collapse: number;
  readonly bands: Readonly<Record<'p5' | 'p50' | 'p95', readonly number[]>>;
  readonly replay: Replay;
}

export interface ServiceOutcome {
  readonly asset: string;
  readonly unit: string;
  readonly lost: Spread;
  readonly late: Spread;
  /** Delivered while the asset was wrong. */
  readonly wrong: Spread;
  /** Median hours after the start until all wrong ones were put right; 0: none was wrong. */
  readonly right: number | null;
}

/** What leaks from an asset: people, cards, records. */
export interface RecordsOutcome {
  readonly asset: string;
  readonly unit: string;
  readonly leaked: Spread;
}

/** One run, told: the one whose loss without measures is the median. */
export interface Replay {
  readonly run: number;
  readonly eur: number;
  readonly eurBy: ByChannel<number>;
  readonly services: readonly {
    readonly asset: string;
    readonly unit: string;
    readonly lost: number;
    readonly late: number;
    readonly wrong: number;
  }[];
  readonly records: readonly { readonly asset: string; readonly unit: string; readonly leaked: number }[];
  readonly changes: readonly Change[];
  /** When a crew was at work; `until` null: to the end. */
  readonly repairs: readonly {
    readonly asset: string;
    readonly from: number;
    readonly until: number | null;
  }[];
  /** When an asset delivered more than it would have without a fallback of it; `until` null: to the end. */
  readonly fallbacks: readonly {
    readonly asset: string;
    readonly from: number;
    readonly until: number | null;
  }[];
  readonly outages: readonly Outage[];
  /** Assets that are wrong or read, up or not. */
  readonly marks: readonly Mark[];
  readonly notices: readonly Notice[];
}

/** An asset that is wrong (integrity) or read (confidentiality). */
export interface Mark {
  readonly channel: Channel;
  readonly asset: string;
  /** Class of data; null: everything. */
  readonly data: string | null;
  readonly from: number;
  readonly until: number | null;
  /** From here back over the ways to the asset that was altered or exposed. */
  readonly why: readonly { readonly hour: number; readonly asset: string }[];
  /** Of what is counted: the cheapest of `single` with which it is never so in this run; null: none. */
  readonly preventedBy: string | null;
  readonly easedBy?: Eased;
}

/** When a channel was noticed, and where. */
export interface Notice {
  readonly channel: Channel;
  readonly hour: number;
  readonly by: 'told' | 'check' | 'watch';
  readonly asset: string;
}

export interface Change {
  readonly hour: number;
  readonly asset: string;
  readonly level: number;
}

/** A service below its full level, and why. */
export interface Outage {
  readonly asset: string;
  readonly from: number;
  readonly until: number | null;
  readonly lowest: number;
  /** From the outage back to what came from outside. */
  readonly why: readonly WhyLine[];
  /** The cheapest of `single` with which the service has no outage in this run; null: none. */
  readonly preventedBy: string | null;
  readonly easedBy?: Eased;
}

/** Where none prevents it: the measure that leaves least of it. */
export interface Eased {
  readonly measure: string;
  /** Share of the hours that are lost without it. */
  readonly left: number;
}

export interface WhyLine {
  readonly hour: number;
  readonly asset: string;
  readonly level: number;
  readonly cause: 'damage' | 'held' | 'group';
  readonly group?: string;
  readonly left?: number;
  readonly need?: number;
  /** Hours that buffer and fallback lasted. */
  readonly waited?: number;
}

export interface MeasureOutcome {
  readonly id: string;
  readonly name: string;
  readonly cost: number;
  /** EUR alone, by run. */
  readonly avoided: Difference;
  /** Shapley value among the chosen measures. */
  readonly credit?: number;
}

export interface Best {
  readonly budget: number;
  readonly measures: readonly string[];
  readonly cost: number;
  readonly loss: number;
}

export interface Checks {
  readonly neverStart: readonly string[];
  readonly blackStart: readonly string[];
  readonly blackStartProof: 'disjoint' | 'search' | 'none';
  readonly waves: number;
  readonly services: readonly ServiceCuts[];
}

export interface ServiceCuts {
  readonly asset: string;
  readonly single: readonly string[];
  readonly sets: readonly (readonly string[])[];
  readonly isComplete: boolean;
}

/** How many dependencies the answer rests on, and how many of them nobody stated. */
export interface Dependencies {
  readonly total: number;
  readonly inferred: number;
}

export interface Comparison {
  readonly name: string;
  readonly published: number;
  readonly simulated: number | null;
  /** Simulated over published, less 1; null when one of them is 0 or not known. */
  readonly off: number | null;
}
