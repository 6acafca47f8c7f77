// SPDX-License-Identifier: Apache-2.0
// The product tree (CSAF 2.0 §3.2.2): ids that statements use → package URLs, and in what they are.
import type { Node } from '../node.ts';
import { canonicalPurl } from './holders.ts';

export interface Product {
  readonly name: string;
  /** Canonical, with a version; of the component for a product that is a part of another one. */
  readonly purl: string | undefined;
  /** The product that it is part of, in a relationship. */
  readonly within?: Product;
  /** Products that it is in, one in the other. */
  readonly depth?: number;
}

/** Relationships that say that the first is in, or on, the second (§3.2.2.4.1). */
const INSIDE = new Set([
  'default_component_of',
  'external_component_of',
  'optional_component_of',
  'installed_on',
  'installed_with',
]);
/** Bounds of hostile documents: branches nest (the standard has 30 levels), relationships build on each other. */
const MAX_DEPTH = 40;

export function readProducts(root: Node): ReadonlyMap<string, Product> {
  const products = new Map<string, Product>();
  const tree = root.record('product_tree');
  if (tree === undefined) return products;
  for (const product of tree.records('full_product_names')) addProduct(product, products);
  readBranches(tree, products, 0);
  for (const relationship of tree.records('relationships')) addRelationship(relationship, products);
  return products;
}

function readBranches(parent: Node, products: Map<string, Product>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const branch of parent.records('branches')) {
    const product = branch.record('product');
    if (product !== undefined) addProduct(product, products);
    readBranches(branch, products, depth + 1);
  }
}

function addProduct(node: Node, products: Map<string, Product>): void {
  const id = node.text('product_id');
  if (id === undefined) return;
  const helper = node.record('product_identification_helper');
  // CSAF 2.1 has a list of them, which name the same product.
  const purl =
    helper?.field('purls') === undefined
      ? helper?.text('purl')
      : (helper.texts('purls')[0]?.value as string | undefined);
  products.set(id, {
    name: node.text('name') ?? id,
    purl: purl === undefined ? undefined : canonicalPurl(purl),
  });
}

function addRelationship(node: Node, products: Map<string, Product>): void {
  const name = node.record('full_product_name');
  const id = name?.text('product_id');
  const part = products.get(node.text('product_reference') ?? '');
  const within = products.get(node.text('relates_to_product_reference') ?? '');
  if (id === undefined || part === undefined || within === undefined) return;
  if (!INSIDE.has(node.text('category') ?? '')) return;
  const depth = Math.max(part.depth ?? 0, within.depth ?? 0) + 1;
  if (depth > MAX_DEPTH) return;
  products.set(id, { name: name?.text('name') ?? id, purl: part.purl, within, depth });
}
