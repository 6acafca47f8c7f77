// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { eventType, slug, Text } from './schema-parts.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes');

/** The form by which anybody hands in what somebody sent them in our name. */
export const ReportFormSource = z.strictObject({
  id: slug,
  event: eventType.describe('What a report becomes; it has the fields `about`, `text`, `url` and `paid`'),
  numberKey: name.describe('Key of the event that the number becomes'),
  about: z.record(name, Text).describe('What it can be about: values of the field `about`, in this order'),
  title: Text,
  intro: Text,
  what: Text.describe('Asks for one of `about`'),
  message: Text.describe('Asks for the text of the message'),
  address: Text.describe('Asks for the address that it leads to'),
  number: Text.describe('Asks for the number that it names'),
  paid: Text.describe('Ticked by who has paid or given data'),
  privacy: Text.describe('What is kept of who sends it'),
  send: Text,
  thanks: Text.describe('Heading of the page after it'),
  next: Text.describe('What happens now, and what to do'),
  another: Text.describe('Leads back to an empty form'),
  empty: Text.describe('Nothing was filled in'),
  wrong: Text.describe('Something is too long or cannot be read'),
  later: Text.describe('Too much was handed in; come again'),
});
export type ReportFormSource = z.infer<typeof ReportFormSource>;
