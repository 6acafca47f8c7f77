// SPDX-License-Identifier: Apache-2.0
// The record of an incident as a person or a program wrote it, checked against the fields that the pack declares.
import { z } from 'zod';
import { hasErrors, type Parsed, type Problem } from '../../core/problem.ts';
import {
  type IncidentField,
  nearest,
  type Pack,
  type Path,
  readDocuments,
  type SourceDocument,
  shapeProblems,
} from '../../model/index.ts';
import { isZone } from './zoned.ts';

const scalar = z.union([z.string().max(20_000), z.number(), z.boolean()]);
const plain = z.union([scalar, z.array(z.string().max(2_000)).max(10_000)]);
const time = z.iso.datetime({
  offset: true,
  error: 'expected a time with its offset, such as 2026-03-28T23:30+02:00',
});

/** File of one incident: `incident: 1`. */
const RecordFile = z.strictObject({
  incident: z.literal(1).describe('Version of the format'),
  id: z.string().min(1).max(200),
  title: z.string().min(1).max(500),
  pack: z.string().max(200).optional(),
  zone: z.string().max(100).describe('Time zone of the operator, such as Europe/Athens'),
  holidays: z.array(z.iso.date()).max(10_000).default([]),
  fields: z.record(
    z.string(),
    z.union([
      plain,
      z.strictObject({ value: plain, source: z.string().min(1).max(500).describe('Where it is recorded') }),
    ]),
  ),
  sent: z
    .record(z.string(), z.record(z.string(), time))
    .default({})
    .describe('Obligation: step: when its report was sent'),
});

export type FieldValue = string | number | boolean | readonly string[];

export interface Stated {
  readonly value: FieldValue;
  readonly source?: string;
}

export interface IncidentRecord {
  readonly id: string;
  readonly title: string;
  readonly zone: string;
  readonly holidays: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, Stated>;
  /** Obligation, then step: milliseconds since 1970. */
  readonly sent: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** The pack that a record names; undefined when it names none or cannot be read. */
export function packOfRecord(bytes: Uint8Array, file: string): string | undefined {
  const [document] = readDocuments(bytes, file).value ?? [];
  const named = RecordFile.pick({ pack: true }).loose().safeParse(document?.value);
  return named.success ? named.data.pack : undefined;
}

/** Reads a record and reports all that is wrong with it: shape, unknown fields, values of another type, zones, steps. */
export function readIncidentRecord(bytes: Uint8Array, file: string, pack: Pack): Parsed<IncidentRecord> {
  const read = readDocuments(bytes, file);
  const [document] = read.value ?? [];
  if (document === undefined)
    return { problems: read.problems.length > 0 ? read.problems : [emptyProblem(file)] };
  const problems = [...read.problems];
  const result = RecordFile.safeParse(document.value);
  if (!result.success) {
    problems.push(...shapeProblems(result.error.issues, RecordFile, document, 'INCIDENT'));
    return { problems };
  }
  const { id, title, zone, holidays, sent } = result.data;
  if (!isZone(zone))
    problems.push(
      problem(
        document,
        ['zone'],
        'INCIDENT_BAD_VALUE',
        `Cannot find the time zone ${quote(zone)}: expected an IANA name such as Europe/Athens`,
      ),
    );
  problems.push(...sentProblems(sent, document, pack));
  const fields = new Map<string, Stated>();
  for (const [name, given] of Object.entries(result.data.fields)) {
    const stated = typeof given === 'object' && 'value' in given ? given : { value: given };
    problems.push(...fieldProblems(name, stated.value, document, pack));
    fields.set(name, stated);
  }
  if (hasErrors(problems)) return { problems };
  const times = Object.entries(sent).map(
    ([duty, steps]) =>
      [duty, new Map(Object.entries(steps).map(([step, at]) => [step, Date.parse(at)]))] as const,
  );
  return { value: { id, title, zone, holidays: new Set(holidays), fields, sent: new Map(times) }, problems };
}

function emptyProblem(file: string): Problem {
  return {
    code: 'INCIDENT_EMPTY',
    severity: 'error',
    message: 'The file is empty: expected a record that starts with `incident: 1`',
    at: { file, line: 1, column: 1 },
  };
}

function fieldProblems(name: string, value: FieldValue, document: SourceDocument, pack: Pack): Problem[] {
  const path = ['fields', name];
  const field = pack.incidentFields.find(({ id }) => id === name);
  if (field === undefined)
    return [
      unknown(
        document,
        path,
        `Cannot find the field ${quote(name)}: expected one that the pack ${pack.id} defines`,
        name,
        pack.incidentFields.map(({ id }) => id),
      ),
    ];
  const expected = expectation(field, value);
  return expected === undefined
    ? []
    : [
        problem(
          document,
          path,
          'INCIDENT_BAD_VALUE',
          `Cannot use this value as \`${name}\`: expected ${expected}`,
        ),
      ];
}

/** What the field expects instead of the value; undefined when the value fits. */
function expectation({ type, unit, values }: IncidentField, value: FieldValue): string | undefined {
  if (values !== undefined && !values.includes(String(value))) return `one of ${values.join(', ')}`;
  switch (type) {
    case 'time':
      return time.safeParse(value).success
        ? undefined
        : 'a time with its offset, such as 2026-03-28T23:30:00+02:00';
    case 'list':
      return Array.isArray(value) ? undefined : 'a list of texts';
    case 'number':
      return typeof value === 'number' && value >= 0
        ? undefined
        : `a number, 0 or more${unit === undefined ? '' : `, in ${unit}`}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : '`true` or `false`; leave it out while nobody knows';
    case 'text':
      return typeof value === 'string' ? undefined : 'a text';
  }
}

function sentProblems(
  sent: Readonly<Record<string, Readonly<Record<string, string>>>>,
  document: SourceDocument,
  pack: Pack,
): Problem[] {
  return Object.entries(sent).flatMap(([duty, steps]) => {
    const obligation = pack.obligations.find(({ id }) => id === duty);
    if (obligation === undefined)
      return [
        unknown(
          document,
          ['sent', duty],
          `Cannot find the obligation ${quote(duty)}: expected one of the pack ${pack.id}`,
          duty,
          pack.obligations.map(({ id }) => id),
        ),
      ];
    const known = obligation.steps.map(({ id }) => id);
    return Object.keys(steps)
      .filter((step) => !known.includes(step))
      .map((step) =>
        unknown(
          document,
          ['sent', duty, step],
          `Cannot find the step ${quote(step)}: expected one of ${known.join(', ')}`,
          step,
          known,
        ),
      );
  });
}

function unknown(
  document: SourceDocument,
  path: Path,
  message: string,
  name: string,
  known: readonly string[],
): Problem {
  const near = nearest(name, known);
  return {
    ...problem(document, path, 'INCIDENT_UNKNOWN_NAME', message, 'key'),
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  };
}

function problem(
  document: SourceDocument,
  path: Path,
  code: string,
  message: string,
  on: 'key' | 'value' = 'value',
): Problem {
  return { code, severity: 'error', message, at: document.locate(path, on) };
}

function quote(name: string): string {
  return `\`${name.slice(0, 100)}\``;
}
