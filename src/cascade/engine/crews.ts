// SPDX-License-Identifier: Apache-2.0
// Repair with few crews: a free crew takes the waiting asset that comes first by priority, then by number.
import type { Compiled } from './compile.ts';
import { recoveryOf } from './compile.ts';
import { type State, WAITING, WORKING } from './state.ts';

export interface Crews {
  /** The asset waits; whoever is free may begin. */
  wait(asset: number): void;
  /** The work of a crew that is there begins, or begins anew. */
  begin(asset: number): void;
  /** It no longer waits or is worked on. */
  leave(asset: number): void;
  clear(): void;
}

/** `begin` is called for each asset that a crew takes, and `end` when one leaves. */
export function createCrews(
  system: Compiled,
  state: State,
  begin: (asset: number) => void,
  end?: (asset: number) => void,
): Crews {
  const waiting: number[][] = system.crews.map(() => []);
  const comesBefore = (a: number, b: number): boolean => {
    const [first, second] = [recoveryOf(system, a).priority, recoveryOf(system, b).priority];
    return first < second || (first === second && a < b);
  };
  const assign = (kind: number): void => {
    const list = waiting[kind] as number[];
    while (list.length > 0 && (state.crewsFree[kind] as number) > 0) {
      const asset = list.shift() as number;
      state.crewsFree[kind] = (state.crewsFree[kind] as number) - 1;
      state.repairing[asset] = WORKING;
      begin(asset);
    }
  };
  return {
    begin,
    wait(asset) {
      const kind = recoveryOf(system, asset).crew;
      const list = waiting[kind] as number[];
      if (system.crews[kind] === Number.POSITIVE_INFINITY) {
        state.repairing[asset] = WORKING;
        begin(asset);
        return;
      }
      state.repairing[asset] = WAITING;
      let at = list.length;
      while (at > 0 && comesBefore(asset, list[at - 1] as number)) at--;
      list.splice(at, 0, asset);
      assign(kind);
    },
    leave(asset) {
      const kind = recoveryOf(system, asset).crew;
      const was = state.repairing[asset];
      state.repairing[asset] = 0;
      if (was === WORKING) {
        end?.(asset);
        state.crewsFree[kind] = (state.crewsFree[kind] as number) + 1;
        assign(kind);
      } else if (was === WAITING) {
        const list = waiting[kind] as number[];
        const at = list.indexOf(asset);
        if (at >= 0) list.splice(at, 1);
      }
    },
    clear() {
      for (const list of waiting) list.length = 0;
    },
  };
}
