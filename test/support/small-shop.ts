// SPDX-License-Identifier: Apache-2.0
// A model that is small enough to be analysed in a moment: the shop of two people, told what it delivers and depends on.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/two-person-shop/ensuresec.yaml');

const DELIVERS = [
  ['name: Checkout, runsOn: shop,', '{ unit: orders, perHour: 30, eur: 40, waits: 0.3, catchUp: 1 }'],
  ['type: parcel, name: a parcel on its way,', '{ unit: parcels, perHour: 9, eur: 12 }'],
  ['type: stock, name: Boxes of soap,', '{ unit: boxes, perHour: 5, eur: 9 }'],
  ['type: payout-account,', '{ unit: payouts, perHour: 1, eur: 60 }'],
  ['type: mail-service, name: Mail,', '{ unit: answers, perHour: 4, eur: 5 }'],
] as const;

/** Writes the model into the folder: its file. @throws Error when the example has changed so that nothing is delivered. */
export function writeSmallShop(folder: string): string {
  const text = readFileSync(EXAMPLE, 'utf8');
  const served = DELIVERS.reduce(
    (now, [place, what]) => now.replace(place, `${place} delivers: [${what}],`),
    text,
  );
  if (served.split('delivers:').length !== DELIVERS.length + 1)
    throw new Error('The example has no such assets any more');
  const needs = `
dependencies:
  - { id: paying, of: checkout, needs: [provider], buffer: 10m }
  - { id: running, of: shop, needs: [admin], mode: start }
`;
  const file = join(folder, 'ensuresec.yaml');
  writeFileSync(file, served + needs);
  return file;
}
