// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { slug, Text } from './schema-parts.ts';

/** Where an incident stands, as far as the public is concerned. */
const PUBLIC_STATES = [
  'investigating',
  'confirmed',
  'contained',
  'restoring',
  'watching',
  'over',
  'withdrawn',
] as const;

const State = z.strictObject({ label: Text, text: Text.describe('What that means, in plain words') });

/** Texts of the page that tells the public of an incident. `{operator}` and `{contact}` are filled in. */
export const StatusPageSource = z.strictObject({
  id: slug,
  title: Text,
  states: z.record(z.enum(PUBLIC_STATES), State).describe('All of them'),
  begun: Text.describe('Name of the time at which it was reported'),
  changed: Text.describe('Name of the time of the last news'),
  news: Text.describe('Heading over what was announced'),
  steps: Text.describe('Heading over what to do now'),
  ask: Text.describe('Whom to ask'),
});
export type StatusPageSource = z.infer<typeof StatusPageSource>;
