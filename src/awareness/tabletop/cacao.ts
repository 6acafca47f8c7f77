// SPDX-License-Identifier: Apache-2.0
// The best line as a first draft of a playbook (CACAO 2.0): manual steps, each with the role that does it.
import type { TabletopCase } from './case.ts';
import type { Line } from './line.ts';
import type { Decision } from './position.ts';

/** What the draft asks of its surroundings. */
export interface DraftPorts {
  /** An id of CACAO by kind and key: the same for the same. */
  readonly id: (kind: string, key: string) => string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly now: string;
  /** What to do, in the language of the players, and which role does it. */
  readonly tell: (decision: Decision) => { readonly text: string; readonly role: string };
}

/** A draft to be completed: it says what to do in which order, not yet how. */
export function cacaoDraft(given: TabletopCase, { decisions }: Line, { id, now, tell }: DraftPorts): object {
  const acts = decisions.filter(({ kind }) => kind !== 'wait' && kind !== 'close' && kind !== 'look');
  const steps = acts.map((decision, at) => ({ key: `action ${at}`, ...tell(decision) }));
  const agent = (role: string): string => id('individual', role);
  const end = id('end', '');
  const stepId = (at: number): string => (steps[at] === undefined ? end : id('action', steps[at].key));
  return {
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: id('playbook', ''),
    name: given.title,
    description: `Draft of an exercise on the model ${given.model}: ${given.attack} on ${given.target}`,
    playbook_types: ['mitigation'],
    playbook_activities: ['contain-threat'],
    created_by: id('identity', 'exercise'),
    created: now,
    modified: now,
    workflow_start: id('start', ''),
    workflow: {
      [id('start', '')]: { type: 'start', on_completion: stepId(0) },
      ...Object.fromEntries(
        steps.map(({ text, role }, at) => [
          stepId(at),
          {
            type: 'action',
            name: text,
            commands: [{ type: 'manual', command: text }],
            agent: agent(role),
            on_completion: stepId(at + 1),
          },
        ]),
      ),
      [end]: { type: 'end' },
    },
    agent_definitions: Object.fromEntries(
      [...new Set(steps.map(({ role }) => role))].map((role) => [
        agent(role),
        { type: 'individual', name: role },
      ]),
    ),
  };
}
