// SPDX-License-Identifier: Apache-2.0
import { formatPurl, parsePurl } from '../../purl.ts';
import type { Node } from '../node.ts';
import type { BomIndex, Referent } from './held-asset.ts';
import type { Inventory } from './inventory.ts';

/** What an entry of `affects` speaks of: a `bom-ref` of its own document, a BOM-Link into another one, or a package URL. */
export function referentOf(target: Node, bom: Node, inventory: Inventory): Referent | undefined {
  const ref = target.text('ref');
  if (ref === undefined) return undefined;
  const own = inventory.boms.get(bom)?.referents.get(ref);
  if (own !== undefined) return own;
  const link = /^urn:cdx:([0-9a-f-]{36})(?:\/(\d+))?(?:#(.*))?$/i.exec(ref);
  if (link !== null) return linked(link[1] as string, link[2], link[3], inventory);
  return elsewhere(ref, inventory) ?? byPurl(ref, inventory);
}

/** BOM-Link: `urn:cdx:serialNumber/version#bom-ref`; without a reference it speaks of the product of the document. */
function linked(
  serial: string,
  version: string | undefined,
  encodedRef: string | undefined,
  inventory: Inventory,
): Referent | undefined {
  const boms = [...inventory.boms.values()].filter(
    (index) => index.serial === `urn:uuid:${serial.toLowerCase()}`,
  );
  const exact = boms.filter((index) => version === undefined || index.version === Number(version));
  // A newer version of the same document still lists the component under the same reference.
  for (const index of exact.length > 0 ? exact : boms) {
    const referent =
      encodedRef === undefined
        ? productOf(index)
        : (index.referents.get(encodedRef) ?? index.referents.get(decoded(encodedRef)));
    if (referent !== undefined) return referent;
  }
  return undefined;
}

function productOf(index: BomIndex): Referent | undefined {
  const { root } = index;
  return root === undefined
    ? undefined
    : { holders: [root], isAsset: true, name: root.asset.name ?? root.asset.id, version: root.version };
}

/** A stand-alone VEX often copies the `bom-ref` of the SBOM as it is. */
function elsewhere(ref: string, inventory: Inventory): Referent | undefined {
  for (const index of inventory.boms.values()) {
    const referent = index.referents.get(ref);
    if (referent !== undefined) return referent;
  }
  return undefined;
}

function byPurl(ref: string, inventory: Inventory): Referent | undefined {
  const result = parsePurl(ref);
  return 'purl' in result ? inventory.byPurl.get(formatPurl(result.purl)) : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
