// SPDX-License-Identifier: Apache-2.0
// The dry run: every command that a playbook can give, in the order of its steps, and what a crash in it would mean. No effect.
import { CERTAINTIES, type Certainty, certaintyOf } from './certainty.ts';
import { edgesOf } from './graph.ts';
import { noteOf } from './note-extension.ts';
import type { Adapter, Planned, Risk } from './run/adapter.ts';
import { isOpenc2Question } from './run/adapters/openc2-message.ts';
import { type EffectProperties, effectOf } from './run/effect-properties.ts';
import { riskOf } from './run/risk.ts';
import { Unresolved, type Values } from './run/values.ts';
import { adapterFor, draftsOf, workOf } from './run/work.ts';
import { type Command, commandText, contentText } from './shape/commands.ts';
import type { Playbook } from './shape/playbook.ts';
import type { ActionStep, Step } from './shape/steps.ts';

export interface PlannedCommand {
  readonly step: string;
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly agent: string;
  readonly targets: readonly string[];
  readonly certainty: Certainty;
  /** What must hold that it is given, the outermost first. */
  readonly when: readonly string[];
  readonly risk: Risk;
  /** Roles that approve it; empty when nobody must, or when the playbook does not say who. */
  readonly approvers: readonly string[];
  readonly phase?: string;
  readonly undo?: string;
  /** What would be done here, and what that would reach, when the adapters are given. */
  readonly does?: string;
  readonly touches?: readonly string[];
  /** Ids of assets of the model that it would touch, when a model is given. */
  readonly assets?: readonly string[];
}

/** What the operator allows here. */
export interface PlanMeans {
  readonly adapters: readonly Adapter[];
  readonly isSecret: (name: string) => boolean;
}

/** Another playbook that is run on the way. */
export interface PlannedPlaybook {
  readonly step: string;
  readonly name: string;
  readonly playbook: string;
  readonly when: readonly string[];
  /** How many of the commands come before it. */
  readonly after: number;
}

export interface PlaybookPlan {
  readonly playbook: string;
  readonly name: string;
  readonly commands: readonly PlannedCommand[];
  readonly playbooks: readonly PlannedPlaybook[];
  /** Commands that need a person: what is done by hand, and what nobody can know after a crash. */
  readonly byHand: number;
  readonly parksAfterCrash: number;
}

/** @param means With them each command says what it would do here; without them what it is by itself. */
export function planPlaybook(playbook: Playbook, means?: PlanMeans): PlaybookPlan {
  const commands: PlannedCommand[] = [];
  const playbooks: PlannedPlaybook[] = [];
  for (const { id, step, when } of inOrder(playbook)) {
    if (step.type === 'action') commands.push(...commandsOf(playbook, { id, step, when }, means));
    if (step.type === 'playbook-action')
      playbooks.push({
        step: id,
        name: step.name ?? step.playbook_id,
        playbook: step.playbook_id,
        when,
        after: commands.length,
      });
  }
  return {
    playbook: playbook.id,
    name: playbook.name,
    commands,
    playbooks,
    byHand: commands.filter(({ type }) => type === 'manual').length,
    parksAfterCrash: commands.filter(({ certainty }) => certainty === 'blind').length,
  };
}

function commandsOf(
  playbook: Playbook,
  { id, step, when }: Visit & { readonly step: ActionStep },
  means: PlanMeans | undefined,
): readonly PlannedCommand[] {
  const { agent_definitions: agents = {}, target_definitions: targets = {} } = playbook;
  const called = (name: string) => targets[name]?.name ?? agents[name]?.name ?? name;
  const note = noteOf(step);
  const effect = effectOf(step);
  return step.commands.map((command, at) => ({
    step: id,
    name: step.name ?? id,
    type: command.type,
    text: [commandText(command), command.content ?? ''].join(' ').trim(),
    agent: called(step.agent),
    targets: (step.targets ?? []).map(called),
    certainty: byItself(command, effect),
    when,
    risk: riskOf(command, effect),
    approvers: note.approvers ?? [],
    ...(note.phase === undefined ? {} : { phase: note.phase }),
    ...(note.undo === undefined ? {} : { undo: note.undo }),
    ...(means === undefined ? {} : here(playbook, { id, step }, at, means)),
  }));
}

function byItself(command: Command, effect: EffectProperties): Certainty {
  if (effect.idempotent === true) return 'idempotent';
  if (command.type === 'openc2-http' && isOpenc2Question(contentText(command))) return 'idempotent';
  return certaintyOf(command.type, command.command ?? '', effect.probe !== undefined);
}

/** As the adapters would do it now; a variable without a value is told by its name. */
function here(
  playbook: Playbook,
  { id, step }: { readonly id: string; readonly step: ActionStep },
  at: number,
  { adapters, isSecret }: PlanMeans,
): Pick<PlannedCommand, 'does' | 'touches' | 'certainty'> {
  const variables = { ...playbook.playbook_variables, ...step.step_variables };
  const values: Values = { isSecret, value: (name) => variables[name]?.value || name };
  const frame = { playbook, scope: '', prefix: '', depth: 0 };
  const one: ActionStep = { ...step, commands: step.commands.slice(at, at + 1) };
  const planned = draftsOf(one, playbook).map((draft): Planned => {
    try {
      const work = workOf({ frame, id, step, path: id }, draft, values);
      return adapterFor(adapters, work.command.type).plan(work);
    } catch (error) {
      if (!(error instanceof Unresolved)) throw error;
      return { text: error.message, certainty: 'idempotent', touches: [] };
    }
  });
  const ranks = planned.map(({ certainty }) => CERTAINTIES.indexOf(certainty));
  return {
    does: [...new Set(planned.map(({ text }) => text))].join('; '),
    touches: [...new Set(planned.flatMap(({ touches }) => touches))],
    certainty: CERTAINTIES[Math.max(0, ...ranks)] as Certainty,
  };
}

interface Visit {
  readonly id: string;
  readonly step: Step;
  readonly when: readonly string[];
}

/** Steps as a run would come to them: branches of a step, then what follows it. Each once. */
function inOrder({ workflow, workflow_start: start, workflow_exception: exception }: Playbook): Visit[] {
  const seen = new Set<string>();
  const visits: Visit[] = [];
  // A stack of our own: playbooks of strangers may be long chains.
  const open: { readonly id: string; readonly when: readonly string[] }[] = [{ id: start, when: [] }];
  if (exception !== undefined) open.unshift({ id: exception, when: ['if something goes wrong'] });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { id, when } = next;
    const step = workflow[id];
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    visits.push({ id, step, when });
    const edges = edgesOf(step);
    const ordered = [...edges.filter((edge) => edge.isBranch), ...edges.filter((edge) => !edge.isBranch)];
    for (const { to, path } of ordered.toReversed()) {
      const label = conditionOf(step, path);
      open.push({ id: to, when: label === undefined ? when : [...when, label] });
    }
  }
  return visits;
}

function conditionOf(step: Step, path: readonly (string | number)[]): string | undefined {
  const [key] = path;
  if (step.type === 'if-condition' && key === 'on_true') return `if ${step.condition}`;
  if (step.type === 'if-condition' && key === 'on_false') return `unless ${step.condition}`;
  if (step.type === 'while-condition' && key === 'on_true') return `while ${step.condition}`;
  if (step.type === 'switch-condition' && key === 'cases') return `if ${step.switch} is ${path[1]}`;
  if (step.type === 'parallel' && key === 'next_steps')
    return `at the same time (${Number(path[1]) + 1} of ${step.next_steps.length})`;
  if (key === 'on_failure') return `if “${step.name ?? step.type}” fails`;
  return undefined;
}
