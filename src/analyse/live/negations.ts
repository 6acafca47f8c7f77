// SPDX-License-Identifier: Apache-2.0
import { argumentReader } from '../closure/hypergraph.ts';
import type { System } from '../ground/system.ts';
import { formatGround } from '../rules/atom.ts';

/** By ground atom as text, the instances that it holds back. */
export function instancesByNegation({ graph, encoded }: System): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  graph.ground.rules.forEach((code, number) => {
    const all = graph.ground.instances[number] as NonNullable<(typeof graph.ground.instances)[number]>;
    for (const atom of code.negated) {
      const name = encoded.relations[atom.relation]?.code.name ?? '';
      const read = argumentReader(code, atom, encoded.relations);
      for (let index = 0; index < all.count; index++) {
        const args = atom.args.map((_, place) =>
          encoded.symbols.name(read(all.rows, index * all.stride, place)),
        );
        const key = formatGround(name, args);
        const list = found.get(key);
        const instance = (graph.ruleStart[number] as number) + index;
        if (list === undefined) found.set(key, [instance]);
        else list.push(instance);
      }
    }
  });
  return found;
}
