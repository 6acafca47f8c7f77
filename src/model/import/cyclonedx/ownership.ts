// SPDX-License-Identifier: Apache-2.0
import type { Node } from '../node.ts';
import type { BomIndex, HeldAsset } from './held-asset.ts';

/** Steps through the dependency graph in all; a document that needs more has its libraries held by the product. */
const MAX_STEPS = 2_000_000;

/** The assets that depend on each of `refs`, directly or not, by the `dependencies` of the document; not the whole product. */
export function assignByDependencies(
  bom: Node,
  index: BomIndex,
  refs: readonly string[],
): ReadonlyMap<string, readonly HeldAsset[]> {
  const parts = [...index.referents].filter(([, { holders }]) => holders.some((held) => held !== index.root));
  if (parts.length === 0) return new Map();
  const graph = new Map(
    bom
      .records('dependencies')
      .map((entry) => [
        entry.text('ref') ?? '',
        entry.texts('dependsOn').map((node) => node.value as string),
      ]),
  );
  const libraries = new Set(refs);
  const owners = new Map<string, HeldAsset[]>();
  let steps = 0;
  for (const [start, { holders }] of parts) {
    const seen = new Set([start]);
    const queue = [start];
    for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
      for (const next of graph.get(ref) ?? []) {
        if (++steps > MAX_STEPS) return new Map();
        // Another asset ends the walk: what it needs is its own.
        if (seen.has(next) || !libraries.has(next)) continue;
        seen.add(next);
        queue.push(next);
        owners.set(next, [...(owners.get(next) ?? []), ...holders]);
      }
    }
  }
  return owners;
}
