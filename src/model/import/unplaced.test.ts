// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Model } from '../schema.ts';
import { withPlaces } from './unplaced.ts';

const source = { file: 'bom.json', line: 3, how: 'declared', confidence: 1 } as const;
const gap = { id: 'g', about: 'a', unknown: 'exposure', text: 't', source } as const;
const model = (rest: Partial<Model>): Model => ({ ensuresec: 1, name: 'M', pack: 'common', ...rest });

describe('withPlaces', () => {
  it('puts what has no place into one zone, with a listener', () => {
    const { zones, assets } = withPlaces(model({ assets: [{ id: 'a', type: 'service' }], gaps: [gap] }));
    expect(zones).toMatchObject([{ id: 'unplaced', type: 'network', source: { line: 3, confidence: 0.3 } }]);
    expect(assets).toMatchObject([
      { id: 'a', zone: 'unplaced', listens: [{ port: 'unnamed', source: { how: 'inferred' } }] },
    ]);
  });

  it.each<[string, Partial<Model>]>([
    ['what has a zone', { assets: [{ id: 'a', type: 'service', zone: 'n' }], gaps: [gap] }],
    ['what nobody asks about', { assets: [{ id: 'a', type: 'service' }] }],
    ['a model without assets', { gaps: [gap] }],
  ])('leaves %s', (_, rest) => {
    expect(withPlaces(model(rest))).toEqual(model(rest));
  });

  it('takes out what has a place by now, and the zone with the last', () => {
    const first = withPlaces(model({ assets: [{ id: 'a', type: 'service' }], gaps: [gap] }));
    const assetsNow = (first.assets ?? []).map((asset) => ({ ...asset, zone: ['unplaced', 'n'] }));
    const placed = { ...first, gaps: [], assets: assetsNow };
    const { zones, assets } = withPlaces(placed);
    expect([zones ?? [], assets]).toEqual([[], [{ id: 'a', type: 'service', zone: ['n'] }]]);
  });
});
