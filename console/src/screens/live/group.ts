// SPDX-License-Identifier: Apache-2.0
// Incidents that differ only in what they are about are one group: the fingerprint without its last part names it.
import type { Answer } from '../../../../src/server/api/contract/index.ts';

export type IncidentRow = Answer<'incidents'>['incidents'][number];

export interface Group {
  readonly name: string;
  /** In the order of the server: the worst first. */
  readonly incidents: readonly [IncidentRow, ...IncidentRow[]];
  /** ISO time of the youngest event; null when none told a time. */
  readonly last: string | null;
}

const PART = ' / ';

export function groupOf(fingerprint: string): string {
  const parts = fingerprint.split(PART);
  return parts.length < 2 ? fingerprint : parts.slice(0, -1).join(PART);
}

/** Groups in the order of their worst incident. */
export function groups(incidents: readonly IncidentRow[]): readonly Group[] {
  const found = new Map<string, [IncidentRow, ...IncidentRow[]]>();
  for (const incident of incidents) {
    const name = groupOf(incident.fingerprint);
    const group = found.get(name);
    if (group === undefined) found.set(name, [incident]);
    else group.push(incident);
  }
  return [...found].map(([name, members]) => ({ name, incidents: members, last: youngest(members) }));
}

function youngest(incidents: readonly IncidentRow[]): string | null {
  return incidents.reduce<string | null>(
    (last, each) => (each.last !== null && (last === null || each.last > last) ? each.last : last),
    null,
  );
}
