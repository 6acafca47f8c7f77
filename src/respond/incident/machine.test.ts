// SPDX-License-Identifier: Apache-2.0
// The table explored exhaustively: every state that any sequence of actions reaches, with two assets and a clock that the
// law starts and a report ends.
import { expect, test } from 'vitest';
import { type Action, type Machine, START, step } from './machine.ts';
import { EDGES, HOLDS, OPEN_PHASES, PERSONS, PHASES } from './table.ts';
import { mayLeave, TLP } from './tlp.ts';

const ASSETS = ['web', 'db'];
const ACTIONS: readonly Action[] = [
  ...PHASES.map((to) => ({ kind: 'advance', to }) as const),
  ...PERSONS.map((to) => ({ kind: 'persons', to }) as const),
  ...HOLDS.map((to) => ({ kind: 'hold', to }) as const),
  ...TLP.map((to) => ({ kind: 'mark', to }) as const),
  ...TLP.map((ceiling) => ({ kind: 'export', ceiling }) as const),
  ...ASSETS.flatMap((asset) => (['hit', 'backup', 'recover'] as const).map((kind) => ({ kind, asset }))),
];

interface State {
  readonly machine: Machine;
  readonly clockRuns: boolean;
}

function keyOf({ machine, clockRuns }: State): string {
  const assets = ASSETS.map((asset) => JSON.stringify(machine.assets.get(asset) ?? null));
  return [machine.phase, machine.persons, machine.hold, machine.tlp, clockRuns, ...assets].join('|');
}

/** Calls `look` for every step that was let in from every reachable state. */
function explore(look: (before: State, action: Action, after: State) => void): ReadonlyMap<string, State> {
  const start: State = { machine: START, clockRuns: false };
  const seen = new Map([[keyOf(start), start]]);
  const queue = [start];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    const reached: State[] = [{ ...state, clockRuns: !state.clockRuns }];
    for (const action of ACTIONS) {
      const outcome = step(state.machine, action, {
        openClocks: state.clockRuns ? ['gdpr-33/notification'] : [],
      });
      if ('refused' in outcome) {
        if (outcome.refused.length === 0)
          throw new Error(`refused without a reason: ${JSON.stringify(action)}`);
        continue;
      }
      const after = { machine: outcome.machine, clockRuns: state.clockRuns };
      look(state, action, after);
      reached.push(after);
    }
    for (const next of reached)
      if (!seen.has(keyOf(next))) {
        seen.set(keyOf(next), next);
        queue.push(next);
      }
  }
  return seen;
}

test('no step from any reachable state breaks an invariant', () => {
  const broken: string[] = [];
  const say = (what: string, before: State, action: Action) =>
    broken.length < 5 && broken.push(`${what}: ${keyOf(before)} ${JSON.stringify(action)}`);
  let steps = 0;
  const states = explore((before, action, after) => {
    steps++;
    if (action.kind === 'advance' && action.to === 'closed') {
      if (before.clockRuns) say('closed with an open legal clock', before, action);
      if (!['none', 'informed'].includes(before.machine.persons))
        say('closed with people not told', before, action);
      if ([...before.machine.assets.values()].some(({ recovered }) => !recovered)) {
        // An asset hit while the incident was watched sends it back before it can close.
        say('closed with an asset down', before, action);
      }
    }
    if (action.kind === 'recover' && before.machine.assets.get(action.asset)?.backup !== true)
      say('recovered without a verified backup', before, action);
    if (action.kind === 'export' && !mayLeave(before.machine.tlp, action.ceiling))
      say('left above its TLP', before, action);
    for (const [asset, { recovered, backup }] of after.machine.assets)
      if (recovered && !backup) say(`${asset} is recovered from nothing`, before, action);
    if (before.machine.hold === 'on' && after.machine.hold === 'off') say('a hold vanished', before, action);
    if (before.machine.phase === 'merged' && after.machine.phase !== 'merged')
      say('left merged', before, action);
  });
  expect(broken).toEqual([]);
  expect([...new Set([...states.values()].map(({ machine }) => machine.phase))].sort()).toEqual(
    [...PHASES].sort(),
  );
  // 11 phases × 5 × 3 × 5 × 2 clocks × assets in (absent, hit, verified, recovered)²; fewer as guards shut some out.
  expect(states.size).toBeGreaterThan(10_000);
  expect(steps).toBeGreaterThan(states.size);
});

test('from every phase but merged an incident can still be closed', () => {
  const reaches = new Set<string>(['closed']);
  for (let size = 0; size !== reaches.size; ) {
    size = reaches.size;
    for (const { from, to } of EDGES) if (reaches.has(to)) reaches.add(from);
  }
  expect(PHASES.filter((phase) => !reaches.has(phase))).toEqual(['merged']);
});

test('the table has each edge once and names no phase twice', () => {
  expect(new Set(EDGES.map(({ from, to }) => `${from} ${to}`)).size).toBe(EDGES.length);
  expect(OPEN_PHASES.every((phase) => PHASES.includes(phase))).toBe(true);
});
