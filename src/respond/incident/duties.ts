// SPDX-License-Identifier: Apache-2.0
// From an incident of the log to its duties, and what must not get into the log because no duty could be judged by it.
import type { Parsed } from '../../core/problem.ts';
import type { Pack } from '../../model/index.ts';
import { judgeObligations, type ObligationsReport } from '../obligations/obligations.ts';
import { readIncidentRecord } from '../obligations/record.ts';
import type { Voice } from '../obligations/voice.ts';
import type { IncidentEvent } from './events.ts';
import type { Incident } from './incident.ts';
import { recordFileOf } from './record.ts';

/** The duties of an incident, judged over what the log states at `now` (milliseconds). */
export function dutiesOf(
  incident: Incident,
  pack: Pack,
  now: number,
  voice?: Voice,
): Parsed<ObligationsReport> {
  const text = recordFileOf(incident, new Set(pack.incidentFields.map(({ id }) => id)));
  const { value, problems } = readIncidentRecord(
    new TextEncoder().encode(text),
    `incident ${incident.id}`,
    pack,
  );
  return value === undefined ? { problems } : { value: judgeObligations(value, pack, now, voice), problems };
}

/** Whether the pack can use what an event states; nobody can change the log afterwards. */
export function usableEvent(
  { id, zone, title }: Pick<Incident, 'id' | 'zone' | 'title'>,
  event: IncidentEvent,
  pack: Pack,
  file: string,
): Parsed<unknown> {
  if (event.name !== 'stated' && event.name !== 'sent') return { value: event, problems: [] };
  const record = {
    incident: 1,
    id,
    title,
    zone,
    fields: event.name === 'stated' ? { [event.body.field]: { value: event.body.value, source: 'log' } } : {},
    sent:
      event.name === 'sent'
        ? { [event.body.obligation]: { [event.body.step]: event.body.at ?? '2000-01-01T00:00:00Z' } }
        : {},
  };
  return readIncidentRecord(new TextEncoder().encode(JSON.stringify(record)), file, pack);
}
