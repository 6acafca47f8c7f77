// SPDX-License-Identifier: Apache-2.0
// An event in columns, as the engine reads it: its values by the places of their names. Of most events no rule matches,
// and nobody ever needs the record that a row stands for.
import { compileFieldReader, type EventRecord, firstKeysOf } from './record.ts';
import { type Shape, shapeOf, shapeOfNames } from './shape.ts';

export interface Row {
  readonly shape: Shape;
  /** As many as the shape has names. */
  readonly values: readonly unknown[];
  /** The same event as a record, once somebody asked for it. */
  record: EventRecord | undefined;
}

/** Reads one field of rows; undefined when the event has no such field. */
export type RowReader = (row: Row) => unknown;

/** Fields of the event before: most have as many as that. */
let usual = 0;

export function rowOf(record: EventRecord): Row {
  const values = new Array<unknown>(usual);
  const shape = shapeOf(record, values);
  usual = shape.names.length;
  return { shape, values: cutTo(values, usual), record };
}

/** The first values; most lists are as long as they must be. */
export function cutTo(values: unknown[], size: number): readonly unknown[] {
  return values.length === size ? values : values.slice(0, size);
}

/** The row with fields that it does not have yet. */
export function extendedRow(
  { shape, values }: Row,
  names: readonly string[],
  added: readonly unknown[],
): Row {
  return {
    shape: shapeOfNames([...shape.names, ...names]),
    values: [...values, ...added],
    record: undefined,
  };
}

export function recordOf(row: Row): EventRecord {
  row.record ??= filled(row);
  return row.record;
}

/** As `fieldOf` reads records: the name as it is written, else a path of names joined with dots. */
export function compileRowReader(name: string): RowReader {
  if (!name.includes('.'))
    return ({ shape, values }) => {
      const place = shape.places.get(name);
      return place === undefined ? undefined : values[place];
    };
  const firsts = firstKeysOf(name);
  const read = compileFieldReader(name);
  return (row) => {
    const { places } = row.shape;
    const place = places.get(name);
    if (place !== undefined) return row.values[place];
    return firsts.some((first) => places.has(first)) ? read(recordOf(row)) : undefined;
  };
}

const templates = new WeakMap<Shape, EventRecord>();

/** A record that grows name by name costs ten times as much as a copy that is filled, or becomes a hash table. */
function filled({ shape, values }: Row): EventRecord {
  const { names } = shape;
  let template = templates.get(shape);
  if (template === undefined) {
    template = emptyRecord(names);
    templates.set(shape, template);
  }
  const record: Record<string, unknown> = { ...template };
  for (let place = 0; place < names.length; place++) record[names[place] as string] = values[place];
  return record;
}

/** Parsed, it is kept as a parsed record is; every field has held both a number and an object, so that it may hold anything. */
function emptyRecord(names: readonly string[]): EventRecord {
  const record = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:{}`).join(',')}}`) as Record<
    string,
    unknown
  >;
  for (const name of names) record[name] = 0;
  for (const name of names) record[name] = undefined;
  return record;
}
