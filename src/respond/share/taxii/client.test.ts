// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { fetchObjects, TaxiiFault } from './client.ts';

const target = { collection: new URL('https://taxii.example/root/collections/x/') };
/** Pages without end, of two objects each. */
const endless = () => {
  let page = 0;
  const text = () => JSON.stringify({ objects: [{ id: 1 }, { id: 2 }], more: true, next: String(page++) });
  return async () => ({ status: 200, text: text() });
};
const fetchAll = async (limits: { readonly maxObjects: number; readonly maxBytes: number }) => {
  let count = 0;
  for await (const page of fetchObjects(target, endless(), limits)) count += page.length;
  return count;
};

test.each([
  [{ maxObjects: 9, maxBytes: 1e9 }, 'more than 9 objects: ask for less with --since'],
  [{ maxObjects: 1e9, maxBytes: 2_000 }, 'more than 2000 bytes'],
])('stops at a limit of all pages together: %o', async (limits, message) => {
  await expect(fetchAll(limits)).rejects.toThrow(message);
  await expect(fetchAll(limits)).rejects.toBeInstanceOf(TaxiiFault);
});

test('what is within the limits comes whole', async () => {
  const text = JSON.stringify({ objects: [{ id: 1 }] });
  const pages: unknown[] = [];
  const limits = { maxObjects: 1, maxBytes: text.length };
  for await (const page of fetchObjects(target, async () => ({ status: 200, text }), limits))
    pages.push(page);
  expect(pages).toEqual([[{ id: 1 }]]);
});
