// SPDX-License-Identifier: Apache-2.0
// Reads the schema itself, so that a message says what may stand at a place without a second list of it.
import { z } from 'zod';
import type { Path } from './document/index.ts';

/** Keys that may stand in the section at `path` of a document, which says by its values which of several sections it is. */
export function keysAt(schema: z.ZodType, path: Path, document: unknown): readonly string[] {
  const keys = optionsAt(schema, path, document).flatMap((option) =>
    option instanceof z.ZodObject ? Object.keys(option.shape) : [],
  );
  return [...new Set(keys)];
}

/** What may stand at `path`, in words. */
export function expectedAt(schema: z.ZodType, path: Path, document: unknown): string {
  const options = [...new Set(optionsAt(schema, path, document).map(describe))].join(' or ');
  const meaning = schemasAt(schema, path, document)[0]?.description;
  return `${options || 'another value'}${meaning === undefined ? '' : ` (${meaning.replace(/\.$/, '')})`}`;
}

/** The values that may stand at `path`, where only a few may. */
export function valuesAt(schema: z.ZodType, path: Path, document: unknown): readonly string[] {
  return optionsAt(schema, path, document).flatMap((option) =>
    option instanceof z.ZodLiteral ? [...option.values].map(String) : [],
  );
}

function optionsAt(schema: z.ZodType, path: Path, document: unknown): readonly z.ZodType[] {
  const value = path.reduce(member, document);
  return schemasAt(schema, path, document).flatMap((found) => alternatives(found, value));
}

function schemasAt(schema: z.ZodType, path: Path, document: unknown): readonly z.ZodType[] {
  let [found, value]: [readonly z.ZodType[], unknown] = [[schema], document];
  for (const step of path) {
    const here = value;
    found = found.flatMap((one) => stepInto(alternatives(one, here), step));
    value = member(here, step);
  }
  return found;
}

function stepInto(options: readonly z.ZodType[], step: string | number): readonly z.ZodType[] {
  return options.flatMap((option) => {
    if (option instanceof z.ZodObject)
      return typeof step === 'string' && Object.hasOwn(option.shape, step)
        ? [option.shape[step] as z.ZodType]
        : [];
    if (option instanceof z.ZodArray) return typeof step === 'number' ? [option.element as z.ZodType] : [];
    return option instanceof z.ZodRecord ? [option.valueType as z.ZodType] : [];
  });
}

function member(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
    ? (value as Readonly<Record<string | number, unknown>>)[step]
    : undefined;
}

/** The schema without `optional` and `default`, a union as those of its parts that a value says it is, or all. */
function alternatives(schema: z.ZodType, value: unknown): readonly z.ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return alternatives(schema.def.innerType as z.ZodType, value);
  if (!(schema instanceof z.ZodUnion)) return [schema];
  const options = schema.options.flatMap((option) => alternatives(option as z.ZodType, value));
  const meant = options.filter((option) => isNamed(option, value));
  return meant.length > 0 ? meant : options;
}

/** Whether a section has a fixed value somewhere, such as its `kind`, and the value has it there. */
function isNamed(option: z.ZodType, value: unknown): boolean {
  if (!(option instanceof z.ZodObject)) return false;
  const fixed = Object.entries(option.shape).filter(([, part]) => part instanceof z.ZodLiteral);
  return fixed.length > 0 && fixed.every(([key, part]) => part.safeParse(member(value, key)).success);
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
