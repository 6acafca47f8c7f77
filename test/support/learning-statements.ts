// SPDX-License-Identifier: Apache-2.0
// One statement, and the file that it may come with.
import { createHash } from 'node:crypto';

export const ANNA = { objectType: 'Agent', name: 'Anna', mbox: 'mailto:anna@example.com' };
export const DID = { id: 'http://example.com/verbs/did', display: { 'en-US': 'did', 'de-DE': 'tat' } };
export const ROUND = {
  objectType: 'Activity',
  id: 'http://example.com/rounds/1',
  definition: { name: { 'en-US': 'Round', 'de-DE': 'Runde' }, type: 'http://example.com/types/round' },
};
export const BASE = { actor: ANNA, verb: DID, object: ROUND };
export const ID = 'aa97b177-9383-4934-8543-0f91a7a02836';
export const FILE = {
  usageType: 'http://example.com/usage',
  display: { en: 'A file' },
  contentType: 'text/plain',
  length: 4,
  sha2: createHash('sha256').update('text').digest('hex'),
  fileUrl: 'http://example.com/file',
};
