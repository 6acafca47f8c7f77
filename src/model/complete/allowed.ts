// SPDX-License-Identifier: Apache-2.0
// What the format of the model lets stand at a place: keys with what they mean, and words.
import { z } from 'zod';
import { Model } from '../schema.ts';
import type { Way } from './cursor.ts';

/** The parts of JSON Schema (draft 2020-12) that the format of the model comes to. */
interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export interface AllowedKey {
  readonly name: string;
  readonly text: string;
  readonly isRequired: boolean;
  /** Whether a section or a list follows, in lines of its own. */
  readonly holds: 'value' | 'section' | 'list';
}

export interface Allowed {
  readonly keys: readonly AllowedKey[];
  readonly words: readonly string[];
}

let known: Schema | undefined;

function whole(): Schema {
  known ??= z.toJSONSchema(Model, { target: 'draft-2020-12', io: 'input' }) as Schema;
  return known;
}

export function allowedAt(way: Way): Allowed {
  let at = choices(whole());
  for (const step of way) at = at.flatMap((schema) => stepInto(schema, step));
  const keys = new Map<string, AllowedKey>();
  for (const { properties = {}, required = [] } of at)
    for (const [name, schema] of Object.entries(properties))
      if (!keys.has(name)) keys.set(name, allowedKey(name, schema, required.includes(name)));
  const words = at.flatMap((schema) => [
    ...(schema.enum ?? []),
    ...(schema.const === undefined ? [] : [schema.const]),
    ...(schema.type === 'boolean' ? [true, false] : []),
  ]);
  return { keys: [...keys.values()], words: [...new Set(words.map(String))] };
}

function allowedKey(name: string, schema: Schema, isRequired: boolean): AllowedKey {
  const kinds = choices(schema);
  const isList = kinds.some(({ items }) => items !== undefined);
  const isValue = kinds.some(({ properties, items }) => properties === undefined && items === undefined);
  const text = [schema, ...kinds].find(({ description }) => description !== undefined)?.description ?? '';
  return { name, text, isRequired, holds: isList ? 'list' : isValue ? 'value' : 'section' };
}

/** The schema itself, or each that it may be. */
function choices(schema: Schema): readonly Schema[] {
  const { $ref, anyOf, oneOf, allOf } = schema;
  if ($ref !== undefined) return choices(whole().$defs?.[$ref.replace('#/$defs/', '')] ?? {});
  const parts = [...(anyOf ?? []), ...(oneOf ?? []), ...(allOf ?? [])];
  return parts.length === 0 ? [schema] : parts.flatMap(choices);
}

function stepInto({ properties, additionalProperties, items }: Schema, step: string): readonly Schema[] {
  if (step === '[]') return items === undefined ? [] : choices(items);
  if (properties !== undefined && Object.hasOwn(properties, step)) return choices(properties[step] as Schema);
  return typeof additionalProperties === 'object' ? choices(additionalProperties) : [];
}
