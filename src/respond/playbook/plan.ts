// SPDX-License-Identifier: Apache-2.0
// The dry run: every command that a playbook can give, in the order of its steps, and what a crash in it would mean. No effect.
import { reachableFrom } from './graph.ts';
import { type Command, commandText } from './shape/commands.ts';
import type { Playbook } from './shape/playbook.ts';

/** What is known of an effect after a crash between its intent and its outcome. */
export type Certainty = 'idempotent' | 'blind';

export interface PlannedCommand {
  readonly step: string;
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly agent: string;
  readonly targets: readonly string[];
  readonly certainty: Certainty;
}

export interface PlaybookPlan {
  readonly playbook: string;
  readonly name: string;
  readonly commands: readonly PlannedCommand[];
  /** Commands that need a person: what is done by hand, and what nobody can know after a crash. */
  readonly byHand: number;
  readonly parksAfterCrash: number;
}

export function planPlaybook(playbook: Playbook): PlaybookPlan {
  const {
    workflow,
    workflow_start: start,
    agent_definitions: agents = {},
    target_definitions: targets = {},
  } = playbook;
  const called = (id: string) => targets[id]?.name ?? agents[id]?.name ?? id;
  const commands = [...reachableFrom(playbook, [start])].flatMap((id) => {
    const step = workflow[id];
    if (step?.type !== 'action') return [];
    return step.commands.map(
      (command): PlannedCommand => ({
        step: id,
        name: step.name ?? id,
        type: command.type,
        text: commandText(command),
        agent: called(step.agent),
        targets: (step.targets ?? []).map(called),
        certainty: certaintyOf(command),
      }),
    );
  });
  return {
    playbook: playbook.id,
    name: playbook.name,
    commands,
    byHand: commands.filter(({ type }) => type === 'manual').length,
    parksAfterCrash: commands.filter(({ certainty }) => certainty === 'blind').length,
  };
}

/** RFC 9110 §9.2.2. */
const IDEMPOTENT_METHOD = /^(?:GET|HEAD|OPTIONS|TRACE|PUT|DELETE)\s/;

/** Asking a person twice does no harm: they see that it is done. Of a shell nothing can be known. */
function certaintyOf({ type, command = '' }: Command): Certainty {
  if (type === 'manual') return 'idempotent';
  return type === 'http-api' && IDEMPOTENT_METHOD.test(command) ? 'idempotent' : 'blind';
}
