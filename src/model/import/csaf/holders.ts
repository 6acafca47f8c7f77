// SPDX-License-Identifier: Apache-2.0
import { formatPurl, parsePurl } from '../../purl.ts';
import type { Asset } from '../../schema.ts';

/** Assets of the model by the software they hold, and by what they are called. */
export interface Holders {
  /** @param purl canonical. */
  withSoftware(purl: string): readonly Asset[];
  named(name: string): readonly Asset[];
}

export function holdersOf(assets: readonly Asset[]): Holders {
  const bySoftware = new Map<string, Asset[]>();
  const byName = new Map<string, Asset[]>();
  const add = (map: Map<string, Asset[]>, key: string, asset: Asset): void => {
    const list = map.get(key);
    if (list === undefined) map.set(key, [asset]);
    else if (!list.includes(asset)) list.push(asset);
  };
  for (const asset of assets) {
    add(byName, asset.id, asset);
    if (asset.name !== undefined) add(byName, asset.name, asset);
    for (const software of asset.software ?? []) {
      const purl = canonicalPurl(typeof software === 'string' ? software : software.purl);
      if (purl !== undefined) add(bySoftware, purl, asset);
    }
  }
  return {
    withSoftware: (purl) => bySoftware.get(purl) ?? [],
    named: (name) => byName.get(name) ?? [],
  };
}

/** Undefined for what is none, or names no version: a statement must not count for a version that nobody spoke of. */
export function canonicalPurl(text: string): string | undefined {
  const read = parsePurl(text);
  return 'purl' in read && read.purl.version !== undefined ? formatPurl(read.purl) : undefined;
}
