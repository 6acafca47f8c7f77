// SPDX-License-Identifier: Apache-2.0
// What CACAO 2.0 has no property for, as a step extension (§8): the risk of a command, how it is undone and looked at, and for
// how long it holds.
import { z } from 'zod';
import { Command, commandText, contentText } from '../shape/commands.ts';
import type { Playbook } from '../shape/playbook.ts';
import type { ActionStep } from '../shape/steps.ts';
import { RISKS } from './adapter.ts';
import { isOpenc2Question } from './adapters/openc2-message.ts';
import { riskOf } from './risk.ts';

export const EFFECT_EXTENSION = 'extension-definition--c2f3f1a8-5b0e-5d0c-9c55-7d3f1c0a4e21';

/** Commands of which only their maker can know. */
const PROGRAMS = new Set(['bash', 'powershell', 'ssh']);

/** Ten years: a hold that nobody takes back. */
const MAX_TTL_MS = 315_360_000_000;

export const EffectProperties = z.strictObject({
  /** Raises what the type of the command says; it never lowers it. */
  risk: z.enum(RISKS).optional(),
  /** A command of the same type that takes it back. */
  undo: Command.optional(),
  /** A command of the same type that only looks: a request that finds it (2xx) or does not (404), a program that ends with 0 or 1. */
  probe: Command.optional(),
  /** Programs only: doing it twice is doing it once, so after a crash it is done again. */
  idempotent: z.literal(true).optional(),
  /** It is undone by itself after so long. */
  ttl_ms: z.int().min(1).max(MAX_TTL_MS).optional(),
});
export type EffectProperties = z.infer<typeof EffectProperties>;

/** What the step says of its command; empty when it says nothing. */
export function effectOf(step: ActionStep): EffectProperties {
  const stated = step.step_extensions?.[EFFECT_EXTENSION];
  return stated === undefined ? {} : (EffectProperties.safeParse(stated).data ?? {});
}

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
