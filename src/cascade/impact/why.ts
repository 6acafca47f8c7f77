// SPDX-License-Identifier: Apache-2.0
// Why an asset went down: from the outage back through last straws to what came from outside.
import type { Compiled } from '../engine/compile.ts';
import { isByCapacity } from '../engine/engine.ts';
import { CAUSE, type Transitions } from '../engine/record.ts';

/** One outage of a chain. The next one is of `straw`. */
export interface WhyStep {
  /** Place in the transitions. */
  readonly at: number;
  readonly time: number;
  readonly asset: number;
  readonly level: number;
  /** What came from outside; `group`: a shortage. */
  readonly cause: 'damage' | 'held' | 'group';
  /** Of a shortage: the group, how many of its suppliers were left, how many it needs, and which fall decided. */
  readonly group?: number;
  readonly left?: number;
  readonly need?: number;
  readonly straw?: number;
  /** Hours from the fall of the straw to this: buffer and fallback that ran out. */
  readonly waited?: number;
}

/** The chain of the transition at this place, which lowers a level; ends at damage or at being held. */
export function whyChain(system: Compiled, transitions: Transitions, at: number): WhyStep[] {
  const chain: WhyStep[] = [];
  const seen = new Set<number>();
  for (let place: number | undefined = at; place !== undefined && !seen.has(place); ) {
    seen.add(place);
    const step = stepAt(system, transitions, place);
    chain.push(step);
    place = step.straw === undefined ? undefined : lastFall(transitions, step.straw, place);
  }
  return chain;
}

function stepAt(system: Compiled, transitions: Transitions, at: number): WhyStep {
  const time = transitions.times[at] as number;
  const group = transitions.groups[at] as number;
  const straw = transitions.straws[at] as number;
  const outside = {
    at,
    time,
    asset: transitions.assets[at] as number,
    level: transitions.levels[at] as number,
  };
  if (group < 0) return { ...outside, cause: transitions.causes[at] === CAUSE.held ? 'held' : 'damage' };
  const fall = straw < 0 ? undefined : lastFall(transitions, straw, at);
  const isCounted = !isByCapacity(system, group);
  return {
    ...outside,
    cause: 'group',
    group,
    ...(isCounted
      ? { left: suppliersUp(system, transitions, group, at), need: system.need[group] as number }
      : {}),
    ...(straw < 0 ? {} : { straw }),
    ...(fall === undefined ? {} : { waited: time - (transitions.times[fall] as number) }),
  };
}

/** The last transition before this one that lowers the level of the asset. */
function lastFall({ assets, levels }: Transitions, asset: number, before: number): number | undefined {
  let found: number | undefined;
  let level = 1;
  for (let at = 0; at < before; at++) {
    if (assets[at] !== asset) continue;
    if ((levels[at] as number) < level) found = at;
    level = levels[at] as number;
  }
  return found;
}

function suppliersUp(
  { suppliers, threshold }: Compiled,
  { assets, levels }: Transitions,
  group: number,
  until: number,
): number {
  let count = 0;
  for (
    let place = suppliers.start[group] as number;
    place < (suppliers.start[group + 1] as number);
    place++
  ) {
    let level = 1;
    for (let at = 0; at <= until; at++)
      if (assets[at] === suppliers.items[place]) level = levels[at] as number;
    if (level >= (threshold.length === 0 ? 1 : (threshold[place] as number))) count++;
  }
  return count;
}
