// SPDX-License-Identifier: Apache-2.0
// Which software the assets of a model use, ready to be compared with advisories.
import { type Asset, parsePurl } from '../../model/index.ts';
import { type Component, packageKey } from '../../monitor/index.ts';

export interface UsedSoftware {
  readonly asset: Asset;
  /** As the model or the SBOM has it. */
  readonly purl: string;
  readonly component: Component;
}

export interface Inventory {
  readonly used: readonly UsedSoftware[];
  /** Package URLs without a version, and texts that are none. */
  readonly unreadable: readonly string[];
}

export function inventoryOf(assets: readonly Asset[]): Inventory {
  const used: UsedSoftware[] = [];
  const unreadable: string[] = [];
  for (const asset of assets)
    for (const software of asset.software ?? []) {
      const purl = typeof software === 'string' ? software : software.purl;
      const component = componentOf(purl);
      if (component === undefined) unreadable.push(purl);
      else used.push({ asset, purl, component });
    }
  return { used, unreadable };
}

function componentOf(text: string): Component | undefined {
  const read = parsePurl(text);
  if ('refusal' in read || read.purl.version === undefined) return undefined;
  const { type, namespace, name, version, qualifiers } = read.purl;
  const release = /^debian-(\d+)$/.exec(qualifiers?.['distro'] ?? '')?.[1];
  const key = packageKey(type, namespace, name);
  return { key, type, version, ...(release === undefined ? {} : { release }) };
}
