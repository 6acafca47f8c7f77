// SPDX-License-Identifier: Apache-2.0
// State of each member of each group, for detectors that hold one against the others of its group.
import type { Json } from '../../core/canonical-json.ts';
import { nameOf, type Observation } from './contract.ts';
import { createKeyed, type Keyed } from './keyed.ts';

export interface Peers<Member> {
  /** The group of an observation, for one of its features, when there is one. */
  get(observation: Observation, feature: string): Keyed<Member> | undefined;
  /** The same, made when there is none. */
  use(observation: Observation, feature: string): Keyed<Member>;
  save(): Json;
}

type Saved<Member> = readonly (readonly [string, readonly (readonly [string, Member])[]])[];

/** At most so many groups, and members of each; who was not seen for longest is forgotten. @param state What `save` gave. */
export function createPeers<Member>(
  limits: { readonly groups: number; readonly members: number },
  make: () => Member,
  state: Json | undefined,
): Peers<Member> {
  const group = (saved?: readonly (readonly [string, Member])[]): Keyed<Member> =>
    createKeyed<Member>(limits.members, make, saved);
  const restored = ((structuredClone(state) ?? []) as unknown as Saved<Member>).map(
    ([name, saved]) => [name, group(saved)] as const,
  );
  const groups = createKeyed(limits.groups, () => group(), restored);
  return {
    get: (observation, feature) => groups.get(nameOf(observation.group ?? '', feature)),
    use: (observation, feature) => groups.use(nameOf(observation.group ?? '', feature)),
    save: () =>
      structuredClone(
        groups.entries().map(([name, members]) => [name, members.entries()]),
      ) as unknown as Json,
  };
}
