// SPDX-License-Identifier: Apache-2.0
// What a budget is defended on: measures that can be bought, and what the attacker answers to each set of them.

export interface BoardMeasure {
  readonly id: string;
  readonly name: string;
  /** EUR, once; it stays. */
  readonly cost: number;
}

/** One way of one attacker, proven by the analysis. */
export interface BoardWay {
  readonly title: string;
  readonly attacker: string;
  readonly target: string;
  readonly days: number;
  readonly steps: readonly { readonly text: string; readonly days: number }[];
}

/** A year has so many hours in the game, leap years too. */
export const YEAR_HOURS = 365 * 24;

/** No step is quicker (hours). */
const LEAST_HOURS = 1;

interface Clock {
  readonly target: string;
  readonly steps: readonly {
    readonly id: string;
    readonly time: { readonly kind: 'exponential'; readonly mean: number };
  }[];
}

/** The way on a clock in hours. Steps name their draws, so the expected loss and the year that is played draw alike. */
export function clockOf({ target, steps }: Pick<BoardWay, 'target' | 'steps'>): Clock {
  return {
    target,
    steps: steps.map(({ text, days }) => ({
      id: text,
      time: { kind: 'exponential', mean: Math.max(days * 24, LEAST_HOURS) },
    })),
  };
}

/** The attacker's best response (Stackelberg follower): the way that is expected to harm most in a year. */
export interface Answer {
  /** Place in `ways`; -1: no way that is left harms anything. */
  readonly way: number;
  /** EUR that a year of it costs on average. */
  readonly loss: number;
}

export interface Board {
  readonly model: string;
  readonly seed: number;
  readonly years: number;
  /** EUR for each year; what is left stays. */
  readonly budget: number;
  readonly measures: readonly BoardMeasure[];
  readonly ways: readonly BoardWay[];
}

/** By set of measures: bit i is measure i. */
export type Respond = (set: number) => Answer;

/** Cost of all measures of a set. */
export function costOfSet({ measures }: Pick<Board, 'measures'>, set: number): number {
  return measures.reduce((sum, { cost }, at) => sum + ((set & (1 << at)) === 0 ? 0 : cost), 0);
}
