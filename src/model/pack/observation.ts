// SPDX-License-Identifier: Apache-2.0
// Which events show a fact of the model: what flows, who uses which right, and whether a measure keeps what it promises.
import { z } from 'zod';
import { eventType, fields, line, slug, Text } from './schema-parts.ts';

const about = {
  id: slug,
  title: Text,
  event: eventType,
  where: fields.optional().describe('Fields that the event must have; a list means any of it'),
};
const name = line.describe('Key or field whose value names the element, or is an address of it');

export const ObservationSource = z.discriminatedUnion('shows', [
  z
    .strictObject({
      ...about,
      shows: z.literal('address'),
      element: name,
      address: line.describe('Key or field with an address that is its own'),
    })
    .describe('An address of an asset'),
  z
    .strictObject({
      ...about,
      shows: z.literal('flow'),
      from: name,
      to: name,
      port: line.optional().describe('Field with the number of the port'),
      outside: slug.optional().describe('Type of the zone in which public addresses are that nobody knows'),
    })
    .describe('Something passes from one element to another'),
  z
    .strictObject({
      ...about,
      shows: z.literal('right'),
      identity: name,
      on: name,
      right: slug.describe('The right that whoever does this uses'),
      within: z.array(slug).optional().describe('Rights that include it'),
    })
    .describe('An identity uses a right on an asset'),
  z
    .strictObject({
      ...about,
      shows: z.literal('bound'),
      field: line.describe('Field with a number'),
      unit: z.string().min(1).max(20),
      most: z.number().describe('What the measure promises: no more than that'),
      measure: slug.describe('The measure, on whichever asset has it'),
      tolerance: z.number().min(0).lt(1).describe('Share above it that is taken for mistakes'),
    })
    .describe('A number that a measure keeps small'),
]);
export type ObservationSource = z.infer<typeof ObservationSource>;
