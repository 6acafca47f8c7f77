// SPDX-License-Identifier: Apache-2.0
// Commands of CACAO 2.0 §5. The vocabulary is open: an unknown type is kept, and parks for a person when it is run.
import { z } from 'zod';
import { ExternalReference, Text } from './values.ts';

/** The twelve command types that the standard defines. */
export const COMMAND_TYPES = [
  'bash',
  'caldera-cmd',
  'elastic',
  'http-api',
  'jupyter',
  'kestrel',
  'manual',
  'openc2-http',
  'powershell',
  'sigma',
  'ssh',
  'yara',
] as const;

const Base64 = z
  .string()
  .max(10_000_000)
  .regex(/^[A-Za-z0-9+/\s]*={0,2}\s*$/, 'expected base64');

/** What each type needs stands in `missingOfCommand`: one shape for all keeps messages at the key that is wrong. */
export const Command = z.strictObject({
  type: Text.min(1),
  description: Text.optional(),
  version: Text.optional(),
  playbook_activity: Text.optional(),
  external_references: z.array(ExternalReference).optional(),
  command: Text.optional(),
  command_b64: Base64.optional(),
  content: Text.optional(),
  content_b64: Base64.optional(),
  headers: z.record(z.string(), z.array(Text)).optional(),
});

export type Command = z.infer<typeof Command>;

const EITHER = [['command', 'command_b64']] as const;
const CODED = [['command_b64']] as const;

/** For each type, groups of properties of which one must be there (§5.2 to §5.13). */
const NEEDS: Readonly<Record<string, readonly (readonly (keyof Command)[])[]>> = {
  bash: EITHER,
  'caldera-cmd': EITHER,
  elastic: CODED,
  'http-api': [['command']],
  jupyter: CODED,
  kestrel: CODED,
  manual: EITHER,
  'openc2-http': [['command'], ['content_b64']],
  powershell: EITHER,
  sigma: CODED,
  ssh: EITHER,
  yara: CODED,
};

/** Properties that the type of a command needs and that are not there, as `command or command_b64`. */
export function missingOfCommand(command: Command): readonly string[] {
  const needs = NEEDS[command.type] ?? [];
  return needs
    .filter((group) => group.every((key) => command[key] === undefined))
    .map((group) => group.join(' or '));
}

/** The text of a command, base64 undone. */
export function commandText(command: Command): string {
  if (command.command !== undefined) return command.command;
  return Buffer.from(command.command_b64 ?? command.content_b64 ?? '', 'base64').toString('utf8');
}

/** The body of a request: `content` as it stands, or with base64 undone. */
export function contentText({ content, content_b64: coded }: Command): string | undefined {
  return content ?? (coded === undefined ? undefined : Buffer.from(coded, 'base64').toString('utf8'));
}
