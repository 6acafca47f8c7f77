// SPDX-License-Identifier: Apache-2.0
// On what the cascade tries measures: where somebody could do them, and nowhere else.
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installedMeasures, possibleMeasures } from '../src/cascade/index.ts';
import { type Model, type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';

const ROOT = resolve(import.meta.dirname, '..');
const packs = new Map(
  ['e-commerce', 'water-utility'].map((id) => [
    id,
    resolvePack(id, packReader(join(ROOT, 'packs'))).value as Pack,
  ]),
);

type On = Parameters<typeof possibleMeasures>[2];
const on: On = {
  system: { assets: [], groups: [] },
  scenario: { happenings: [], horizon: 24 },
  hits: [],
  stated: new Set(),
  startHour: 0,
};

function modelOf(type: string, measures: readonly string[] = []): Model {
  return { assets: [{ id: 'it', type, measures }] } as unknown as Model;
}

function triedOn(pack: string, type: string): readonly string[] {
  return possibleMeasures(modelOf(type), packs.get(pack) as Pack, on, ['it'])
    .map(({ id }) => id.split('@')[0] ?? '')
    .filter((each) => ['tested-backup', 'manual-mode'].includes(each))
    .toSorted();
}

describe('a tested backup and a manual mode are tried on', () => {
  test.each<[string, string, readonly string[]]>([
    ['water-utility', 'pump', ['manual-mode']],
    ['water-utility', 'valve', ['manual-mode']],
    ['water-utility', 'chemical-tank', []],
    ['water-utility', 'level-sensor', []],
    ['water-utility', 'reservoir', []],
    ['water-utility', 'pump-controller', ['manual-mode', 'tested-backup']],
    ['water-utility', 'scada-server', ['manual-mode', 'tested-backup']],
    ['water-utility', 'historian', ['tested-backup']],
    ['e-commerce', 'order-database', ['tested-backup']],
    ['e-commerce', 'customer-database', ['tested-backup']],
    ['e-commerce', 'server', ['tested-backup']],
    ['e-commerce', 'wms', ['manual-mode', 'tested-backup']],
    ['e-commerce', 'label-service', ['manual-mode', 'tested-backup']],
    ['e-commerce', 'packing-station', ['manual-mode', 'tested-backup']],
    ['e-commerce', 'load', ['manual-mode']],
    ['e-commerce', 'sorter', ['manual-mode']],
    ['e-commerce', 'van', []],
    ['e-commerce', 'parcel', []],
    ['e-commerce', 'telematics-unit', []],
    ['e-commerce', 'payment-provider', []],
    ['e-commerce', 'cdn', []],
    ['e-commerce', 'dns-zone', ['tested-backup']],
  ])('of %s, %s: %j', (pack, type, expected) => {
    expect(triedOn(pack, type)).toEqual(expected);
  });
});

test('what is installed counts, whatever the asset is', () => {
  const changesOn = (type: string): readonly unknown[] =>
    installedMeasures(modelOf(type, ['manual-mode']), packs.get('water-utility') as Pack, on).changes;
  expect(changesOn('reservoir')).toEqual(changesOn('pump'));
  expect(changesOn('pump')).toHaveLength(1);
});

test('each measure with an effect is tried on some type of its pack', () => {
  for (const [id, pack] of packs) {
    const types = [...pack.words.asset.keys()];
    const tried = new Set(
      types.flatMap((type) => possibleMeasures(modelOf(type), pack, on, ['it']).map((each) => each.id)),
    );
    const known = [...new Set(pack.effects.map(({ measure }) => `${measure}@it`))];
    expect(
      known.filter((each) => !tried.has(each)),
      id,
    ).toEqual([]);
  }
});
