// SPDX-License-Identifier: Apache-2.0
// What CACAO 2.0 has no property for, as a step extension (§8): the risk of a command, how it is undone and looked at, and for
// how long it holds.
import { type Command, commandText, contentText } from '../shape/commands.ts';
import type { Playbook } from '../shape/playbook.ts';
import { isOpenc2Question } from './adapters/openc2-message.ts';
import { EFFECT_EXTENSION, EffectProperties } from './effect-properties.ts';
import { riskOf } from './risk.ts';

/** Commands of which only their maker can know. */
const PROGRAMS = new Set(['bash', 'powershell', 'ssh']);

/** Everything that is wrong with these properties, in sentences. */
export function effectFaults({ workflow }: Playbook): readonly string[] {
  return Object.entries(workflow).flatMap(([id, step]) => {
    const stated = step.step_extensions?.[EFFECT_EXTENSION];
    if (stated === undefined) return [];
    const { success, data, error } = EffectProperties.safeParse(stated);
    if (!success) return error.issues.map(({ path, message }) => `${id}: ${path.join('.')}: ${message}`);
    if (step.type !== 'action') return [`${id}: only an action step has an effect`];
    const faults: string[] = [];
    if (step.commands.length > 1 && (data.undo ?? data.probe) !== undefined)
      faults.push(`${id}: undo and probe are for a step with one command, it has ${step.commands.length}`);
    for (const name of ['undo', 'probe'] as const)
      if (data[name] !== undefined && data[name].type !== step.commands[0]?.type)
        faults.push(
          `${id}: ${name} is of the type ${data[name].type}, the command of ${step.commands[0]?.type}`,
        );
    const type = step.commands[0]?.type ?? '';
    if (data.idempotent === true && !PROGRAMS.has(type))
      faults.push(`${id}: idempotent is for bash, powershell and ssh; of ${type} it is known`);
    if (data.probe !== undefined && !isLook(data.probe))
      faults.push(`${id}: a probe only looks: expected GET or a query, found ${commandText(data.probe)}`);
    return faults;
  });
}

/** Of a program nobody can tell; a person sees its probe when the command is approved. */
function isLook(probe: Command): boolean {
  if (probe.type === 'http-api') return riskOf(probe, {}) === 'none';
  if (probe.type !== 'openc2-http') return true;
  return isOpenc2Question(contentText(probe));
}
