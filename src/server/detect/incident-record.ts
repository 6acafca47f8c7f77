// SPDX-License-Identifier: Apache-2.0
// What changed about an incident, as a record of the log of incidents. Its id follows from what changed, so a change that
// is found again after a restart is the same one, and the log leaves it out.
import { createHash } from 'node:crypto';
import { MAX_BODY_CHARS, type NewRecord } from '../../core/ports/index.ts';
import { type Incident, type IncidentChange, incidentJson } from '../../monitor/index.ts';

const CHANGE_SCHEMA = 'ensuresec/incident-change/1';

/** @param incident As it is after the change; undefined when it is part of another one now. */
export function incidentRecord(change: IncidentChange, incident: Incident | undefined): NewRecord {
  const id = createHash('sha256').update(identityOf(change, incident)).digest('hex').slice(0, 32);
  const { what, time, level, into } = change;
  const head = {
    schema: CHANGE_SCHEMA,
    id,
    what,
    incident: change.incident,
    time: new Date(time).toISOString(),
    level,
    ...(into === undefined ? {} : { into }),
  };
  return { source: 'ensuresec', id, key: change.incident, body: bodyOf(head, incident) };
}

/** By what is the same when it is found again: never the moment at which the clock noticed it. */
function identityOf(change: IncidentChange, incident: Incident | undefined): string {
  const { what, level, into = '', time } = change;
  const detail = {
    opened: '',
    closed: '',
    merged: into,
    raised: level,
    quiet: incident?.last,
    goal: time,
    reopened: time,
  };
  return JSON.stringify([change.incident, what, detail[what] ?? '']);
}

/** Whole when there is room; else without the events that its reasons rest on, which the log of events has. */
function bodyOf(head: object, incident: Incident | undefined): string {
  if (incident === undefined) return JSON.stringify(head);
  const state = incidentJson(incident);
  const whole = JSON.stringify({ ...head, state });
  if (whole.length <= MAX_BODY_CHARS) return whole;
  const { why: _, ...rest } = state;
  const short = JSON.stringify({ ...head, state: rest, leftOut: ['why'] });
  return short.length <= MAX_BODY_CHARS ? short : JSON.stringify({ ...head, leftOut: ['state'] });
}
