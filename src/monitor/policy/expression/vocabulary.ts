// SPDX-License-Identifier: Apache-2.0
// What the events of a pattern can be asked for: the fields of their types, their keys, and the envelope.
import type { ChainEvent, EventField, EventTypeSource } from '../../../model/index.ts';
import type { Value, ValueType } from './value.ts';

export interface Field {
  readonly type: ValueType;
  /** Absent, and so undefined, when the event has a value of another kind than its type declares. */
  readonly read: (event: ChainEvent) => Value;
  readonly values?: readonly unknown[];
  readonly unit?: string;
}

export interface Vocabulary {
  readonly types: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
  /** Names that the types declare differently, so that they cannot be asked of all of them. */
  readonly mixed: ReadonlySet<string>;
}

const ENVELOPE: Readonly<Record<string, Field>> = {
  id: { type: 'text', read: ({ id }) => id },
  source: { type: 'text', read: ({ source }) => source },
  type: { type: 'text', read: ({ type }) => type },
  subject: { type: 'text', read: ({ subject }) => subject },
  trust: {
    type: 'text',
    read: ({ trust }) => trust,
    values: ['signed-fresh', 'signed', 'token', 'unsigned', 'polled'],
  },
  time: { type: 'time', read: ({ time }) => time },
  observed: { type: 'time', read: ({ observed }) => observed },
};

/** Of several types, the names of all of them together: what a type does not have is unknown of its events. */
export function vocabularyOf(types: readonly EventTypeSource[]): Vocabulary {
  const fields = new Map<string, Field>();
  const mixed = new Set<string>();
  for (const type of types) {
    for (const [name, declared] of Object.entries(type.fields)) {
      const field = dataField(name, declared);
      if (field !== undefined) join(fields, mixed, name, field);
    }
  }
  for (const name of types.flatMap(({ keys }) => keys)) fields.set(name, keyField(name));
  for (const [name, field] of Object.entries(ENVELOPE)) fields.set(name, field);
  return { types: types.map(({ id }) => id), fields, mixed };
}

function join(fields: Map<string, Field>, mixed: Set<string>, name: string, field: Field): void {
  const before = fields.get(name);
  if (before !== undefined && before.type !== field.type) mixed.add(name);
  const values =
    before === undefined
      ? field.values
      : before.values === undefined || field.values === undefined
        ? undefined
        : [...before.values, ...field.values];
  const { values: _values, ...rest } = field;
  fields.set(name, values === undefined ? rest : { ...rest, values });
}

function keyField(name: string): Field {
  return {
    type: 'text',
    read: ({ keys }) =>
      Object.hasOwn(keys, name) && typeof keys[name] === 'string' ? keys[name] : undefined,
  };
}

/** What every object inherits is a function or an object, so no name can reach it as a value. Objects cannot be compared, so they are not part of the vocabulary. */
function dataField(name: string, declared: EventField): Field | undefined {
  const extra = {
    ...(declared.values === undefined ? {} : { values: declared.values }),
    ...(declared.unit === undefined ? {} : { unit: declared.unit }),
  };
  switch (declared.type) {
    case 'text':
      return { type: 'text', read: reader(name, (value) => typeof value === 'string'), ...extra };
    case 'boolean':
      return { type: 'boolean', read: reader(name, (value) => typeof value === 'boolean'), ...extra };
    case 'number':
      return { type: 'number', read: reader(name, Number.isFinite), ...extra };
    case 'integer':
      return { type: 'number', read: reader(name, Number.isSafeInteger), ...extra };
    case 'list':
      return { type: 'list', read: reader(name, Array.isArray), ...extra };
    case 'object':
      return undefined;
  }
}

function reader(name: string, fits: (value: unknown) => boolean): Field['read'] {
  return ({ data }) => {
    const value = data[name];
    return fits(value) ? (value as Value) : undefined;
  };
}
