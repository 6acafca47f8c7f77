// SPDX-License-Identifier: Apache-2.0
import { hasErrors } from '../../../core/problem.ts';
import type { Pack } from '../../../model/index.ts';
import type { IncidentWire } from '../../../monitor/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import { judgeObligations, readIncidentRecord } from '../../../respond/index.ts';
import type { Answer } from '../contract/index.ts';

/**
 * The duties of an incident that was found, over what detection knows of it: when it began and when it was seen.
 *
 * @throws HttpRefusal 400 for a time zone that there is not.
 */
export function obligationsOf(
  incident: IncidentWire,
  zone: string,
  pack: Pack,
  now: number,
): Answer<'obligations'> {
  const { id, title, first, timeline } = incident;
  const seen = timeline.map(({ from }) => from).find((time) => time !== null) ?? first;
  const known = new Set(pack.incidentFields.map((field) => field.id));
  const stated = Object.entries({ occurred: first, detected: seen, aware: seen }).flatMap(([field, value]) =>
    value === null || !known.has(field) ? [] : [[field, { value, source: `incident ${id}` }] as const],
  );
  const text = JSON.stringify({ incident: 1, id, title, zone, fields: Object.fromEntries(stated) });
  const { value, problems } = readIncidentRecord(new TextEncoder().encode(text), `incident ${id}`, pack);
  if (value === undefined || hasErrors(problems))
    throw new HttpRefusal(400, problems[0]?.message ?? 'The incident cannot be judged');
  return structuredClone(judgeObligations(value, pack, now)) as Answer<'obligations'>;
}
