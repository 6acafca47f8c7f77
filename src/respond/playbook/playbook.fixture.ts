// SPDX-License-Identifier: Apache-2.0
// A playbook with every kind of step, for tests that spoil or run it.

/** Id of a step by its type and a digit. */
export const idOf = (type: string, digit: number) =>
  `${type}--00000000-0000-4000-8000-${String(digit).padStart(12, '0')}`;

const AGENT = idOf('individual', 1);
const action = (next: object, more: object = {}) => ({
  type: 'action',
  commands: [{ type: 'manual', command: 'Look at __host__:value' }],
  agent: AGENT,
  ...next,
  ...more,
});
const end = { type: 'end' };

/** start → parallel (two actions) → if → while → switch → action → end; each branch has an end of its own. */
export function wholePlaybook() {
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: idOf('playbook', 1),
    name: 'Every step',
    created_by: idOf('identity', 1),
    created: '2026-03-02T09:00:00.000Z',
    modified: '2026-03-02T09:00:00.000Z',
    workflow_start: idOf('start', 1),
    playbook_variables: {
      __host__: { type: 'string', value: 'web', constant: true },
      __left__: { type: 'integer', value: '2' },
    },
    agent_definitions: { [AGENT]: { type: 'individual', name: 'Person on duty' } },
    workflow: {
      [idOf('start', 1)]: { type: 'start', on_completion: idOf('parallel', 1) },
      [idOf('parallel', 1)]: {
        type: 'parallel',
        next_steps: [idOf('action', 1), idOf('action', 2)],
        on_completion: idOf('if-condition', 1),
      },
      [idOf('action', 1)]: action({ on_completion: idOf('end', 1) }),
      [idOf('action', 2)]: action({ on_completion: idOf('end', 2) }),
      [idOf('if-condition', 1)]: {
        type: 'if-condition',
        condition: "__host__:value = 'web' AND __left__:value > 0",
        on_true: idOf('action', 3),
        on_completion: idOf('while-condition', 1),
      },
      [idOf('action', 3)]: action({ on_success: idOf('end', 3), on_failure: idOf('end', 3) }),
      [idOf('while-condition', 1)]: {
        type: 'while-condition',
        condition: '__left__:value > 0',
        on_true: idOf('action', 4),
        on_completion: idOf('switch-condition', 1),
      },
      [idOf('action', 4)]: action({ on_completion: idOf('end', 4) }, { out_args: ['__left__'] }),
      [idOf('switch-condition', 1)]: {
        type: 'switch-condition',
        switch: '__host__:value',
        cases: { web: idOf('playbook-action', 1), default: idOf('end', 6) },
        on_completion: idOf('end', 7),
      },
      [idOf('playbook-action', 1)]: {
        type: 'playbook-action',
        playbook_id: idOf('playbook', 2),
        on_completion: idOf('end', 5),
      },
      ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((digit) => [idOf('end', digit), end])),
    } as Record<string, Record<string, unknown>>,
  };
}
