// SPDX-License-Identifier: Apache-2.0
// One step of the state machine: from where an incident is and what somebody wants, to where it is then or why not.
import {
  EDGES,
  edgeOf,
  type Guard,
  HOLD_EDGES,
  type Hold,
  PERSON_EDGES,
  type Persons,
  type Phase,
} from './table.ts';
import { mayLeave, type Tlp } from './tlp.ts';

/** An asset that was hit, and how far its return is. */
export interface HitAsset {
  readonly backup: boolean;
  readonly recovered: boolean;
}

export interface Machine {
  readonly phase: Phase;
  readonly persons: Persons;
  readonly hold: Hold;
  readonly tlp: Tlp;
  readonly assets: ReadonlyMap<string, HitAsset>;
}

/** What the outside knows and the events of the incident do not: reports that the law still waits for. */
export interface Surroundings {
  /** Reports whose clock runs or may run, as `obligation/step`; absent when nobody asked. */
  readonly openClocks?: readonly string[];
}

export type Action =
  | { readonly kind: 'advance'; readonly to: Phase }
  | { readonly kind: 'persons'; readonly to: Persons }
  | { readonly kind: 'hold'; readonly to: Hold }
  | { readonly kind: 'mark'; readonly to: Tlp }
  | { readonly kind: 'hit'; readonly asset: string }
  | { readonly kind: 'backup'; readonly asset: string }
  | { readonly kind: 'recover'; readonly asset: string }
  | { readonly kind: 'export'; readonly ceiling: Tlp };

export type Outcome = { readonly machine: Machine } | { readonly refused: readonly string[] };

export const START: Machine = {
  phase: 'reported',
  persons: 'unknown',
  hold: 'off',
  tlp: 'amber',
  assets: new Map(),
};

/** Takes one step, or says everything that stands against it. */
export function step(machine: Machine, action: Action, around: Surroundings): Outcome {
  switch (action.kind) {
    case 'advance':
      return advance(machine, action.to, around);
    case 'persons':
      return PERSON_EDGES[machine.persons].includes(action.to)
        ? { machine: { ...machine, persons: action.to } }
        : refused(region('people affected', machine.persons, PERSON_EDGES[machine.persons]));
    case 'hold':
      return HOLD_EDGES[machine.hold].includes(action.to)
        ? { machine: { ...machine, hold: action.to } }
        : refused(region('evidence hold', machine.hold, HOLD_EDGES[machine.hold]));
    case 'mark':
      return { machine: { ...machine, tlp: action.to } };
    case 'export':
      return mayLeave(machine.tlp, action.ceiling)
        ? { machine }
        : refused(
            `The incident is TLP:${machine.tlp.toUpperCase()}: it may not leave as TLP:${action.ceiling.toUpperCase()}`,
          );
    default:
      return onAsset(machine, action);
  }
}

function advance(machine: Machine, to: Phase, around: Surroundings): Outcome {
  const edge = edgeOf(machine.phase, to);
  if (edge === undefined) {
    const next = EDGES.filter(({ from }) => from === machine.phase).map((each) => each.to);
    return refused(
      `From ${machine.phase} there is no way to ${to}: expected ${next.length === 0 ? 'nothing any more' : next.join(', ')}`,
    );
  }
  const against = edge.guards.flatMap((guard) => GUARDS[guard](machine, around));
  return against.length > 0 ? { refused: against } : { machine: { ...machine, phase: to } };
}

const GUARDS: Readonly<Record<Guard, (machine: Machine, around: Surroundings) => readonly string[]>> = {
  'clocks-met': (_, { openClocks }) =>
    openClocks === undefined
      ? ['Nobody has judged the duties yet, so a legal clock may run']
      : openClocks.map((clock) => `The clock of ${clock} runs: send the report, or state what decides it`),
  'persons-settled': ({ persons }) =>
    persons === 'none' || persons === 'informed'
      ? []
      : [`The people affected are ${persons}: expected none, or informed`],
  restored: ({ assets }) =>
    [...assets].filter(([, { recovered }]) => !recovered).map(([asset]) => `${asset} is not recovered`),
};

function onAsset(machine: Machine, action: Action & { readonly asset: string }): Outcome {
  const { asset } = action;
  const known = machine.assets.get(asset);
  const next = (state: HitAsset): Outcome => ({
    machine: { ...machine, assets: new Map([...machine.assets, [asset, state]]) },
  });
  // Hit once more: what was restored is lost, and the backup may hold the attacker.
  if (action.kind === 'hit') return next({ backup: false, recovered: false });
  if (known === undefined) return refused(`${asset} is not among the assets hit`);
  if (action.kind === 'backup') return next({ ...known, backup: true });
  const against = [
    ...(known.backup ? [] : [`The backup of ${asset} is not verified`]),
    ...(machine.phase === 'recovering' ? [] : [`The incident is ${machine.phase}: expected recovering`]),
  ];
  return against.length > 0 ? { refused: against } : next({ ...known, recovered: true });
}

function refused(reason: string): Outcome {
  return { refused: [reason] };
}

function region(name: string, from: string, to: readonly string[]): string {
  return `The ${name} stand at ${from}: expected ${to.join(', ')} next`;
}
