// SPDX-License-Identifier: Apache-2.0
// How long it took: each span from one moment of an incident to another, and the clocks that still run.
import type { Incident } from './incident.ts';
import type { Phase } from './table.ts';

export interface Times {
  /** Seconds; absent while an end of the span is not known. */
  readonly detect?: number;
  readonly acknowledge?: number;
  readonly contain?: number;
  readonly recover?: number;
}

/**
 * Seconds to detect (start to first alert), to acknowledge (alert to triage), to contain and to recover (alert to
 * the phase). Without a stated alert the report counts as one.
 */
export function timesOf(incident: Incident): Times {
  const detected = incident.detected ?? incident.reached.get('reported');
  const after = (phase: Phase): number | undefined => span(detected, incident.reached.get(phase));
  return definedOnly({
    detect: span(incident.occurred, detected),
    acknowledge: after('triaged'),
    contain: after('contained'),
    recover: after('monitored'),
  });
}

function span(from: string | undefined, to: string | undefined): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}

function definedOnly(spans: Readonly<Record<keyof Times, number | undefined>>): Times {
  return Object.fromEntries(Object.entries(spans).filter(([, value]) => value !== undefined));
}

/** Tasks not done whose due time has passed at `now` (milliseconds since 1970). */
export function overdueTasks(incident: Incident, now: number): readonly string[] {
  return [...incident.tasks.values()]
    .filter(({ due, done }) => done === undefined && due !== undefined && Date.parse(due) < now)
    .map(({ task }) => task);
}
