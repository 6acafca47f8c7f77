// SPDX-License-Identifier: Apache-2.0
// What CACAO 2.0 has no property for, as a step extension (§8): the risk of a command, how it is undone and looked at, and for
// how long it holds.
import { z } from 'zod';
import { Command } from '../shape/commands.ts';
import type { ActionStep } from '../shape/steps.ts';
import { RISKS } from './adapter.ts';

export const EFFECT_EXTENSION = 'extension-definition--c2f3f1a8-5b0e-5d0c-9c55-7d3f1c0a4e21';

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
