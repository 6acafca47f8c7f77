// SPDX-License-Identifier: Apache-2.0
// An incident as others read it: schema/incident.schema.json is generated from this.
import { z } from 'zod';
import { LEVELS } from '../sigma/rule.ts';
import type { Incident, ShownEvent } from './incident.ts';
import { type Why, whyOf } from './why.ts';

export const INCIDENT_SCHEMA = 'ensuresec/incident/1';

const time = z.iso.datetime().nullable().describe('UTC; null when no event told a time');
const Place = z.strictObject({ file: z.string(), line: z.int().min(0) }).meta({ id: 'Place' });
const Shown = z
  .strictObject({ at: Place, time, event: z.record(z.string(), z.unknown()), rule: z.string() })
  .meta({
    id: 'Shown',
    description: 'An event; long ones are cut. `rule` is the title of the rule that saw it.',
  });
const Node = z
  .strictObject({
    text: z.string(),
    at: Place.exactOptional(),
    get of() {
      return z.array(Node).exactOptional();
    },
  })
  .meta({ id: 'Why', description: 'A reason, and what it rests on.' });

export const IncidentShape = z.strictObject({
  schema: z.literal(INCIDENT_SCHEMA),
  id: z.string(),
  fingerprint: z.string(),
  title: z.string(),
  level: z.enum(LEVELS),
  state: z.enum(['open', 'quiet', 'closed']),
  first: time,
  last: time,
  alerts: z.int().min(1),
  cause: Shown.describe('The earliest event'),
  example: Shown.describe('The event to look at first'),
  timeline: z.array(
    z.strictObject({
      rule: z.string(),
      kind: z.enum(['rule', 'correlation', 'policy', 'baseline']),
      title: z.string(),
      level: z.enum(LEVELS),
      about: z.string(),
      from: time,
      to: time,
      count: z.int().min(1),
      at: Place,
      keys: z.record(z.string(), z.string()),
      similarity: z
        .number()
        .min(0)
        .max(1)
        .nullable()
        .describe('To the incident as it was; null: it opened it'),
    }),
  ),
  folded: z.int().min(0).describe('Alerts that the time line has no room for'),
  assets: z.array(z.string()),
  techniques: z.array(z.string()),
  threats: z.array(z.int()),
  steps: z.array(
    z.strictObject({
      attack: z.string(),
      title: z.string(),
      target: z.string(),
      step: z.int().min(1),
      of: z.int().min(1),
      text: z.string(),
      goal: z.boolean(),
      time,
      seenBy: z.string(),
    }),
  ),
  affected: z.array(
    z.strictObject({ key: z.string(), count: z.int(), more: z.boolean(), values: z.array(z.string()) }),
  ),
  why: Node,
});
export type IncidentWire = z.infer<typeof IncidentShape>;

/** The incident as one JSON object. */
export function incidentJson(incident: Incident): IncidentWire {
  const { id, fingerprint, title, level, state, first, last, alerts, folded } = incident;
  return {
    schema: INCIDENT_SCHEMA,
    id,
    fingerprint,
    title,
    level,
    state,
    first: isoTime(first),
    last: isoTime(last),
    alerts,
    cause: shown(incident.cause, incident.causeRule),
    example: shown(incident.example, incident.exampleRule),
    timeline: incident.timeline.map(({ rule, about, from, to, count, at, keys, similarity }) => ({
      rule: rule.id,
      kind: rule.kind,
      title: rule.title,
      level: rule.level,
      about,
      from: isoTime(from),
      to: isoTime(to),
      count,
      at: { ...at },
      keys: { ...keys },
      similarity: similarity === undefined ? null : Math.round(similarity * 1e4) / 1e4,
    })),
    folded,
    assets: [...incident.assets],
    techniques: [...incident.techniques],
    threats: [...incident.threats],
    steps: incident.steps.map(({ isGoal, path: _, ...step }) => ({
      ...step,
      goal: isGoal,
      time: isoTime(step.time),
    })),
    affected: incident.affected.map((each) => ({ ...each, values: [...each.values] })),
    why: whyOf(incident) as z.infer<typeof Node> & Why,
  };
}

function shown({ at, time, event }: ShownEvent, rule: string): z.infer<typeof Shown> {
  return { at: { ...at }, time: time === undefined ? null : isoTime(time), event: { ...event }, rule };
}

/** 0 stands for no time at all; beyond what a Date can hold there is none. */
function isoTime(time: number): string | null {
  return time === 0 || Math.abs(time) > 8.64e15 ? null : new Date(time).toISOString();
}
