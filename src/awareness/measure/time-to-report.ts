// SPDX-License-Identifier: Apache-2.0
// How soon people report, with those who have not reported (yet) counted as what they are: not observed.
import { type Estimate, share, Z95 } from './estimate.ts';

export interface Watched {
  /** Minutes until the report; without a report, until somebody stopped looking. */
  readonly minutes: number;
  readonly hasReported: boolean;
}

export interface Reporting {
  readonly rate: Estimate;
  /** Minutes until half of the people have reported; an end is null where the data do not reach. */
  readonly median: {
    readonly value: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
  /** Probability that at least one of as many people reports: 1 − (1 − rate)^n. */
  readonly atLeastOne: Estimate;
}

/**
 * Median by Kaplan and Meier 1958; its interval by Brookmeyer and Crowley 1982 on the log-log scale. Undefined without people.
 */
export function reportingOf(people: readonly Watched[]): Reporting | undefined {
  if (people.length === 0) return undefined;
  const rate = share(people.filter(({ hasReported }) => hasReported).length, people.length);
  const any = (each: number): number => 1 - (1 - each) ** people.length;
  const curve = survival(people);
  const first = (isBelow: (at: Step) => boolean): number | null => curve.find(isBelow)?.minutes ?? null;
  return {
    rate,
    median: {
      value: first(({ left }) => left <= HALF),
      low: first(({ low }) => low <= 0.5),
      high: first(({ high }) => high <= 0.5),
    },
    atLeastOne: { value: any(rate.value), low: any(rate.low), high: any(rate.high) },
  };
}

/** A product of shares such as 5/6 · 4/5 · 3/4 is not the half that it is, to the last digits. */
const HALF = 0.5 + 1e-9;

interface Step {
  readonly minutes: number;
  /** Share that has not reported, with its interval. */
  readonly left: number;
  readonly low: number;
  readonly high: number;
}

/** The curve at each time of a report; variance by Greenwood 1926. */
function survival(people: readonly Watched[]): Step[] {
  const sorted = [...people].sort((a, b) => a.minutes - b.minutes);
  const steps: Step[] = [];
  let [left, greenwood] = [1, 0];
  for (let from = 0; from < sorted.length; ) {
    const { minutes } = sorted[from] as Watched;
    const atRisk = sorted.length - from;
    let reports = 0;
    for (; sorted[from]?.minutes === minutes; from++) if (sorted[from]?.hasReported) reports++;
    if (reports === 0) continue;
    left *= 1 - reports / atRisk;
    greenwood += reports / (atRisk * (atRisk - reports));
    steps.push({ minutes, left, ...endsOf(left, greenwood) });
  }
  return steps;
}

function endsOf(left: number, greenwood: number): { readonly low: number; readonly high: number } {
  if (left <= 0) return { low: 0, high: 0 };
  const half = (Z95 * Math.sqrt(greenwood)) / Math.abs(Math.log(left));
  return { low: left ** Math.exp(half), high: left ** Math.exp(-half) };
}
