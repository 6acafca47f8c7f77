// SPDX-License-Identifier: Apache-2.0
// What lies one step from an element of a model: across a flow, in its zone, on its host, with its owner.
import type { Model } from '../../model/index.ts';

/** A zone with more elements than this makes nobody a neighbour, but of the zone itself. */
const MAX_CROWD = 12;

export type NeighboursOf = (element: string) => ReadonlySet<string>;

const NONE: ReadonlySet<string> = new Set();

export function neighboursIn(model: Model): NeighboursOf {
  const near = new Map<string, Set<string>>();
  const link = (left: string | undefined, right: string | undefined): void => {
    if (left === undefined || right === undefined || left === right) return;
    near.set(left, (near.get(left) ?? new Set()).add(right));
    near.set(right, (near.get(right) ?? new Set()).add(left));
  };
  const inZone = new Map<string, string[]>();
  const settle = (id: string, zones: string | readonly string[] | undefined): void => {
    for (const zone of zones === undefined ? [] : [zones].flat()) {
      link(id, zone);
      inZone.set(zone, [...(inZone.get(zone) ?? []), id]);
    }
  };
  for (const zone of model.zones ?? []) link(zone.id, zone.within);
  for (const asset of model.assets ?? []) {
    settle(asset.id, asset.zone);
    link(asset.id, asset.runsOn);
    link(asset.id, asset.owner);
  }
  for (const person of model.people ?? []) settle(person.id, person.zone);
  for (const flow of model.flows ?? []) link(flow.from, flow.to);
  for (const identity of model.identities ?? []) {
    link(identity.id, identity.of);
    for (const { on } of identity.grants ?? []) link(identity.id, on);
  }
  for (const supplier of model.suppliers ?? [])
    for (const asset of supplier.provides ?? []) link(supplier.id, asset);
  for (const crowd of inZone.values())
    if (crowd.length <= MAX_CROWD)
      for (const [index, left] of crowd.entries())
        for (const right of crowd.slice(index + 1)) link(left, right);
  return (element) => near.get(element) ?? NONE;
}
