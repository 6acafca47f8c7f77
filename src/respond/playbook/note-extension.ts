// SPDX-License-Identifier: Apache-2.0
// What people want to know of a step and CACAO 2.0 has no words for, as an extension (§8).
import { z } from 'zod';
import { EFFECT_EXTENSION } from './run/effect-properties.ts';
import type { Step } from './shape/steps.ts';

export const NOTE_EXTENSION = 'extension-definition--7d0f6e0c-5b55-5c4f-9d1b-2f6c1f9e8a31';

const Text = z.string().max(2_000);

const Note = z.looseObject({
  /** contain, investigate, eradicate, recover or notify. */
  phase: Text.optional(),
  /** cyber, physical, human or third-party. */
  nature: Text.optional(),
  /** Names of the roles that may approve; anybody when absent. */
  approvers: z.array(Text).optional(),
  /** Measures that it puts in force. */
  measures: z.array(Text).optional(),
  /** How people take it back. */
  undo: Text.optional(),
});
export type Note = z.infer<typeof Note>;

/** Empty when the step has none, or one that cannot be read. */
export function noteOf({ step_extensions: extensions = {} }: Step): Note {
  return Note.safeParse(extensions[NOTE_EXTENSION]).data ?? {};
}

/** The definitions that a playbook with this extension and that of effects carries. */
export function extensionDefinitions(createdBy: string): Readonly<Record<string, object>> {
  const definition = (name: string, description: string) => ({
    type: 'extension-definition',
    name,
    description,
    created_by: createdBy,
    schema: 'https://json-schema.org/draft/2020-12/schema',
    version: '1',
  });
  return {
    [NOTE_EXTENSION]: definition(
      'Note on a step',
      'Phase, nature, approvers, measures and way back of a step',
    ),
    [EFFECT_EXTENSION]: definition(
      'Effect of a step',
      'Risk of a command, and the command that takes it back',
    ),
  };
}
