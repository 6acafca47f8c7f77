// SPDX-License-Identifier: Apache-2.0
// Which assets of a model a step would touch: those of the types that its targets name.
import type { Model, Pack } from '../../model/index.ts';
import type { Playbook } from './shape/playbook.ts';

/** Ids of assets by each of their types, the more general ones too. */
export type AssetsByType = ReadonlyMap<string, readonly string[]>;

export function assetsByType({ assets = [] }: Pick<Model, 'assets'>, pack: Pack): AssetsByType {
  const found = new Map<string, string[]>();
  for (const { id, type } of assets)
    for (const each of pack.ancestors('asset', type)) found.set(each, [...(found.get(each) ?? []), id]);
  return found;
}

/** A target says its type in `logical` (CACAO 2.0 §7.7, location), as those of the playbooks of packs do. */
export function assetsTouched(
  { workflow, target_definitions: targets = {} }: Playbook,
  id: string,
  assets: AssetsByType,
): string[] {
  const step = Object.hasOwn(workflow, id) ? workflow[id] : undefined;
  const types = (step?.type === 'action' ? (step.targets ?? []) : []).flatMap((target) => {
    const { logical } = (targets[target] ?? {}) as { readonly logical?: readonly string[] };
    return logical ?? [];
  });
  return [...new Set(types.flatMap((type) => assets.get(type) ?? []))];
}
