// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { Model, PackFile, PackManifest } from '../../src/model/index.ts';

/** A generated file: its path from the root of the repository, and its text. */
export interface Generated {
  readonly path: string;
  readonly text: string;
}

/** JSON Schemas (draft 2020-12) of what people write, so that editors complete and check it. */
export function jsonSchemas(): readonly Generated[] {
  return [
    schemaFile(
      'model',
      'ENSURESEC model',
      'The ecosystem of one operator, as written in ensuresec.yaml.',
      Model,
    ),
    schemaFile(
      'pack',
      'ENSURESEC pack file',
      'Words, rules, attacks, attackers and threats of a pack; or its manifest, pack.yaml.',
      z.union([PackFile, PackManifest]),
    ),
  ];
}

function schemaFile(name: string, title: string, description: string, schema: z.ZodType): Generated {
  // `input`: what a person writes, so keys with a default may be left out.
  const { $schema, ...body } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    reused: 'inline',
    override: keepCaseIgnored,
  });
  const whole = { $schema, $id: `urn:ensuresec:schema:${name}:1`, ...body, title, description };
  return { path: `schema/${name}.schema.json`, text: `${JSON.stringify(whole, null, 2)}\n` };
}

/** JSON Schema patterns have no flags, so `i` becomes both cases of each range of letters. */
function keepCaseIgnored(at: {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}): void {
  for (const check of at.zodSchema._zod.def.checks ?? []) {
    const { def } = check._zod;
    if (!('pattern' in def) || !(def.pattern instanceof RegExp) || !def.pattern.flags.includes('i')) continue;
    at.jsonSchema.pattern = def.pattern.source.replaceAll('a-z', 'a-zA-Z');
  }
}
