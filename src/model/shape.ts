// SPDX-License-Identifier: Apache-2.0
// Reads the schema itself, so that a message says what may stand at a place without a second list of it.
import { z } from 'zod';
import type { Path } from './document/index.ts';

/** Keys that may stand in the section at `path`. */
export function keysAt(schema: z.ZodType, path: Path): readonly string[] {
  return alternatives(schemaAt(schema, path)).flatMap((option) =>
    option instanceof z.ZodObject ? Object.keys(option.shape) : [],
  );
}

/** What may stand at `path`, in words. */
export function expectedAt(schema: z.ZodType, path: Path): string {
  const found = schemaAt(schema, path);
  const options = [...new Set(alternatives(found).map(describe))].join(' or ');
  const meaning = found?.description;
  return `${options || 'another value'}${meaning === undefined ? '' : ` (${meaning.replace(/\.$/, '')})`}`;
}

function schemaAt(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let found: z.ZodType | undefined = schema;
  for (const step of path) found = found === undefined ? undefined : stepInto(found, step);
  return found;
}

function stepInto(schema: z.ZodType, step: string | number): z.ZodType | undefined {
  for (const option of alternatives(schema)) {
    if (option instanceof z.ZodObject && typeof step === 'string' && Object.hasOwn(option.shape, step))
      return option.shape[step] as z.ZodType;
    if (option instanceof z.ZodArray && typeof step === 'number') return option.element as z.ZodType;
    if (option instanceof z.ZodRecord) return option.valueType as z.ZodType;
  }
  return undefined;
}

/** The schema without `optional` and `default`, a union as its parts. */
function alternatives(schema: z.ZodType | undefined): readonly z.ZodType[] {
  if (schema === undefined) return [];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return alternatives(schema.def.innerType as z.ZodType);
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option) => alternatives(option as z.ZodType));
  return [schema];
}

function describe(schema: z.ZodType): string {
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.join(', ')}`;
  if (schema instanceof z.ZodLiteral)
    return [...schema.values].map((value) => `\`${String(value)}\``).join(' or ');
  if (schema instanceof z.ZodArray) return 'a list';
  if (schema instanceof z.ZodObject) return `a section with ${requiredKeys(schema)}`;
  // Only text for people refuses to be empty: it is always there in English.
  if (schema instanceof z.ZodRecord)
    return schema.safeParse({}).success ? 'a section' : 'a section with `en`, one text a language';
  if (schema instanceof z.ZodBoolean) return '`true` or `false`';
  if (schema instanceof z.ZodNumber) return schema.isInt ? 'a whole number' : 'a number';
  return 'a text';
}

function requiredKeys(schema: z.ZodObject): string {
  const keys = Object.entries(schema.shape).filter(
    ([, member]) => !(member as z.ZodType).safeParse(undefined).success,
  );
  const names = keys.length > 0 ? keys.map(([key]) => key) : Object.keys(schema.shape);
  return names.map((key) => `\`${key}\``).join(', ');
}
