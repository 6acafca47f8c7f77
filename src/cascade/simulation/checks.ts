// SPDX-License-Identifier: Apache-2.0
// What the dependencies say without any scenario; shown with every simulation.
import { compileSystem } from '../engine/compile.ts';
import type { Service } from '../impact/service.ts';
import { blackStart } from '../static/black-start.ts';
import { cutSets } from '../static/cut-sets.ts';
import type { System } from '../system.ts';
import type { Checks } from './report.ts';

const MOST_IN_A_CUT = 3;

export function checksOf(source: System, services: readonly Service[]): Checks {
  const system = compileSystem(source);
  const named = (assets: readonly number[]): string[] =>
    assets.map((asset) => system.names.ids[asset] as string);
  const start = blackStart(system);
  return {
    neverStart: named(start.never),
    blackStart: named(start.smallest),
    blackStartProof: start.proof,
    waves: start.waves,
    services: [...new Set(services.map(({ asset }) => asset))].map((asset) => {
      const { sets, isComplete } = cutSets(system, asset, MOST_IN_A_CUT);
      return {
        asset: system.names.ids[asset] as string,
        single: sets.filter((set) => set.length === 1).flatMap(named),
        sets: sets.filter((set) => set.length > 1).map(named),
        isComplete,
      };
    }),
  };
}
