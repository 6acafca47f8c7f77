// SPDX-License-Identifier: Apache-2.0
import { idOf, wholePlaybook } from '../playbook.fixture.ts';
import type { RunPorts } from './ports.ts';
import { playbookFrom } from './run.fixture.ts';
import { beginRun } from './run.ts';
import type { Effect, RunState } from './state.ts';

export const LEFT = { [idOf('action', 4)]: [{ __left__: '1' }, { __left__: '0' }] };
export const AGENT = idOf('individual', 1);
export const request = (command: string, more: object = {}) => ({ type: 'http-api', command, ...more });

/** start → the steps one after the other → end. */
export function chain(steps: readonly object[], more: object = {}) {
  const ids = steps.map((step, at) => idOf((step as { type?: string }).type ?? 'action', at + 1));
  const workflow = Object.fromEntries(
    steps.map((step, at) => [
      ids[at] as string,
      { type: 'action', agent: AGENT, on_completion: ids[at + 1] ?? idOf('end', 1), ...step },
    ]),
  );
  return playbookFrom({
    ...wholePlaybook(),
    playbook_variables: { __ip__: { type: 'string', value: '203.0.113.9' }, __out__: { type: 'string' } },
    ...more,
    workflow: {
      [idOf('start', 1)]: { type: 'start', on_completion: ids[0] as string },
      ...workflow,
      [idOf('end', 1)]: { type: 'end' },
    },
  });
}

export async function start(
  playbook: ReturnType<typeof chain>,
  ports: RunPorts,
  values = {},
): Promise<RunState> {
  return beginRun({ run: 'r', playbook, library: [], values, simulated: true }, ports);
}

export const effects = (state: RunState) => [...state.effects.values()];
export const only = (state: RunState) => effects(state)[0] as Effect;
export const notes = (state: RunState) => effects(state).map(({ outcome }) => outcome?.note);
