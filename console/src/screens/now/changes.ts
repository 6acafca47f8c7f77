// SPDX-License-Identifier: Apache-2.0
// What changed, the youngest first: incidents that began, reached a goal, fell quiet or were closed. No samples.
import type { Answer } from '../../../../src/server/api/contract/index.ts';

type IncidentRow = Answer<'incidents'>['incidents'][number];

export interface Change {
  /** ISO time. */
  readonly time: string;
  readonly what: 'opened' | 'goal' | 'quiet' | 'closed';
  readonly incident: IncidentRow;
}

export function changesIn(incidents: readonly IncidentRow[], most: number): readonly Change[] {
  return incidents
    .flatMap(changesOf)
    .sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0))
    .slice(0, most);
}

function changesOf(incident: IncidentRow): readonly Change[] {
  const { first, last, state, steps } = incident;
  const goal = steps.find((step) => step.goal && step.time !== null)?.time ?? null;
  const told: readonly (readonly [string | null, Change['what'] | undefined])[] = [
    [first, 'opened'],
    [goal, 'goal'],
    [last, state === 'open' ? undefined : state],
  ];
  return told.flatMap(([time, what]) =>
    time === null || what === undefined ? [] : [{ time, what, incident }],
  );
}
