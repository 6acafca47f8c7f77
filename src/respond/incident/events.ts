// SPDX-License-Identifier: Apache-2.0
// What is written to the log of evidence about an incident. The kind is `incident.` and the key; the subject is the id.
import { z } from 'zod';
import { AffectedQuery } from '../notify/affected.ts';
import { HOLDS, PERSONS, PHASES } from './table.ts';
import { TLP } from './tlp.ts';

const name = z.string().min(1).max(200);
const text = z.string().min(1).max(20_000);
const time = z.iso.datetime({ offset: true, error: 'expected a time with its offset' });
const scalar = z.union([z.string().max(20_000), z.number(), z.boolean()]);
const value = z.union([scalar, z.array(z.string().max(2_000)).max(10_000)]);
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in 64 hexadecimal digits');

const Found = z
  .strictObject({
    incident: name.describe('Id that detection gave it'),
    threats: z.array(z.int()).max(1_000),
    techniques: z.array(name).max(1_000),
    assets: z.array(name).max(1_000).describe('Assets that it touches; not all of them need be hit'),
    facts: z.array(text).max(1_000).describe('Facts of the model that its steps show'),
  })
  .describe('What detection knew when it was reported.');
export type Found = z.infer<typeof Found>;

const RepairPlan = z.strictObject({
  crews: z.int().min(1).max(100),
  down: z
    .array(
      z.strictObject({
        asset: name,
        hours: z.number().gt(0).max(100_000),
        perHour: z.number().min(0).max(1e12).optional(),
      }),
    )
    .min(1)
    .max(500),
});

export const EVENTS = {
  reported: z.strictObject({
    title: z.string().min(1).max(500),
    pack: name,
    zone: z.string().min(1).max(100).describe('Time zone of the operator'),
    occurred: time.optional().describe('When it began, as far as known'),
    detected: time.optional().describe('When the first alert came'),
    found: Found.optional(),
  }),
  advanced: z.strictObject({ to: z.enum(PHASES), why: text.optional(), into: name.optional() }),
  persons: z.strictObject({ to: z.enum(PERSONS) }),
  hold: z.strictObject({ to: z.enum(HOLDS) }),
  marked: z.strictObject({ to: z.enum(TLP) }),
  hit: z.strictObject({
    asset: name,
    has: name.describe('What the attacker has of it, such as executes:web'),
  }),
  backup: z.strictObject({ asset: name, sha256: sha256.describe('Of the backup that was tried') }),
  recovered: z.strictObject({ asset: name, probe: text.describe('How it was seen that it works') }),
  noted: z.strictObject({ text }),
  assigned: z.strictObject({ owner: name }),
  tasked: z.strictObject({ task: name, text, owner: name.optional(), due: time.optional() }),
  done: z.strictObject({ task: name }),
  observed: z.strictObject({ type: name, value: z.string().min(1).max(4_000), tlp: z.enum(TLP).optional() }),
  stated: z.strictObject({ field: name, value, source: z.string().min(1).max(500).optional() }),
  sent: z.strictObject({ obligation: name, step: name, at: time.optional() }),
  spent: z.strictObject({ eur: z.number().min(0).max(1e12), text }),
  affected: z.strictObject({
    query: AffectedQuery,
    events: digest.describe('Of the events that were asked'),
    matches: z.int().min(0),
    counts: z.record(name, z.int().min(0)),
    sha256: digest.describe('Of the values found'),
  }),
  announced: z.strictObject({
    text,
    language: z.string().regex(/^[a-z]{2}$/, 'expected two letters, such as en'),
  }),
  published: z.strictObject({ language: z.string(), news: z.int().min(0), sha256 }),
  ran: z.strictObject({ run: name, playbook: text, simulated: z.boolean() }),
  planned: RepairPlan.describe('What has to be repaired, and how long that takes'),
  exported: z.strictObject({ ceiling: z.enum(TLP), format: name, sha256 }),
} as const;

export type EventName = keyof typeof EVENTS;
export type EventBody<K extends EventName> = z.infer<(typeof EVENTS)[K]>;

export const KIND = 'incident.';

export type IncidentEvent = {
  [K in EventName]: { readonly name: K; readonly body: EventBody<K> };
}[EventName];

/** The event, or what is wrong with it: every path with its reason. */
export function readEvent(event: string, body: unknown): IncidentEvent | readonly string[] {
  if (!Object.hasOwn(EVENTS, event)) return [`There is no incident.${event}`];
  const parsed = EVENTS[event as EventName].safeParse(body);
  if (parsed.success) return { name: event, body: parsed.data } as IncidentEvent;
  return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
}
