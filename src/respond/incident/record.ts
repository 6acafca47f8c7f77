// SPDX-License-Identifier: Apache-2.0
// The record that duties are judged over, folded from the log: the last value of each field, with the entry it is from.
import type { Incident } from './incident.ts';

/** Fields that the phases of the incident tell, where nobody stated another value. */
const FROM_PHASE = {
  declared: 'aware',
  contained: 'contained',
  monitored: 'recovered',
  closed: 'handled',
} as const;

/** The incident as a file of an incident record (`incident: 1`), which `readIncidentRecord` checks as any other. */
export function recordFileOf(incident: Incident, knownFields: ReadonlySet<string>): string {
  const fields: Record<string, unknown> = {};
  const sent: Record<string, Record<string, string>> = {};
  const first = incident.timeline[0];
  const tell = (name: string, value: unknown, entry: number | undefined): void => {
    if (knownFields.has(name)) fields[name] = { value, source: `evidence entry ${entry ?? 0}` };
  };
  if (incident.occurred !== undefined) tell('occurred', incident.occurred, first?.entry);
  tell('detected', incident.detected ?? first?.time, first?.entry);
  for (const { entry, time, event } of incident.timeline) {
    if (event.name === 'advanced') {
      const field = FROM_PHASE[event.body.to as keyof typeof FROM_PHASE];
      if (field !== undefined && !(field in fields)) tell(field, time, entry);
    } else if (event.name === 'stated') {
      const { field, value, source } = event.body;
      fields[field] = {
        value,
        source: source === undefined ? `evidence entry ${entry}` : `${source}; evidence entry ${entry}`,
      };
    } else if (event.name === 'sent') {
      const { obligation, step, at } = event.body;
      sent[obligation] = { ...sent[obligation], [step]: at ?? time };
    }
  }
  const observed = incident.observables.map(({ value }) => value);
  if (observed.length > 0 && !('indicators' in fields))
    tell('indicators', observed, incident.observables[0]?.entry);
  const { id, title, pack, zone } = incident;
  return JSON.stringify({ incident: 1, id, title, pack, zone, fields, sent }, null, 1);
}
