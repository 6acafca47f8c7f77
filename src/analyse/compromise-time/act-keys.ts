// SPDX-License-Identifier: Apache-2.0
// Names of acts for keyed draws. Two instances that tell the same sentence about the same conclusion are one act: the
// attacker who may phish one person by two ways into the same room does not get two independent tries.
import { entityHash, joinHash } from '../../core/keyed-draw.ts';
import type { System } from '../ground/system.ts';

/** The key of an instance of a rule, by its rows. It names things, so it is the same in every variant of a model. */
export function actKeysOf(system: System): (rule: number, rows: Int32Array, at: number) => number {
  const { graph, encoded, rules } = system;
  const { relations } = graph.ground;
  const names: number[] = [];
  const nameHash = (symbol: number): number => {
    names[symbol] ??= entityHash(encoded.symbols.name(symbol));
    return names[symbol];
  };
  const readers = rules.map((rule, number) => {
    const told = new Set([...rule.narrate.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    const parts: { readonly place: number; readonly column: Int32Array }[] = [];
    const code = graph.ground.rules[number];
    for (const column of relations[code?.head.relation ?? -1]?.columns ?? [])
      parts.push({ place: 0, column });
    rule.when.forEach((atom, at) => {
      atom.terms.forEach((term, position) => {
        if (term.kind !== 'variable' || (told.size > 0 && !told.delete(term.name))) return;
        const column = relations[code?.body[at]?.relation ?? -1]?.columns[position];
        if (column !== undefined) parts.push({ place: at + 1, column });
      });
    });
    return { start: entityHash(rule.id), parts };
  });
  return (rule, rows, at) => {
    const { start, parts } = readers[rule] as (typeof readers)[number];
    let key = start;
    for (const { place, column } of parts)
      key = joinHash(key, nameHash(column[rows[at + place] as number] as number));
    return key | 0;
  };
}
