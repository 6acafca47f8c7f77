// SPDX-License-Identifier: Apache-2.0
// The dry run: every command that a playbook can give, in the order of its steps, and what a crash in it would mean. No effect.
import { type Certainty, certaintyOf } from './certainty.ts';
import { reachableFrom } from './graph.ts';
import { effectOf } from './run/effect-extension.ts';
import { commandText } from './shape/commands.ts';
import type { Playbook } from './shape/playbook.ts';

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
    const { probe } = effectOf(step);
    return step.commands.map(
      (command): PlannedCommand => ({
        step: id,
        name: step.name ?? id,
        type: command.type,
        text: commandText(command),
        agent: called(step.agent),
        targets: (step.targets ?? []).map(called),
        certainty: certaintyOf(command.type, command.command ?? '', probe !== undefined),
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
