// SPDX-License-Identifier: Apache-2.0
// CSAF 2.0 §3.2.2: products are assets, and software as it is in one of them.
import type { Json } from './document.ts';

/** A package as it is in an asset; the name of the component is its package URL. */
export interface CsafProduct {
  readonly asset: string;
  readonly purl: string;
}

/** The id under which statements speak of software in an asset. */
export function productId({ asset, purl }: CsafProduct): string {
  return `${assetId(asset)}/${purl}`;
}

function assetId(asset: string): string {
  return `asset/${asset}`;
}

export function productTree(products: readonly CsafProduct[]): Json {
  const pairs = [...new Map(products.map((each) => [productId(each), each])).values()];
  const assets = [...new Set(pairs.map(({ asset }) => asset))];
  const purls = [...new Set(pairs.map(({ purl }) => purl))];
  return {
    full_product_names: [
      ...assets.map((asset) => ({ name: asset, product_id: assetId(asset) })),
      ...purls.map((purl) => ({
        name: purl,
        product_id: purl,
        product_identification_helper: { purl },
      })),
    ],
    relationships: pairs.map((pair) => ({
      category: 'default_component_of',
      full_product_name: { name: `${pair.purl} in ${pair.asset}`, product_id: productId(pair) },
      product_reference: pair.purl,
      relates_to_product_reference: assetId(pair.asset),
    })),
  };
}
