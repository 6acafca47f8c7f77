// SPDX-License-Identifier: Apache-2.0
// Exceptions that people state: what is known to be harmless does not alert. They are narrow (a rule and what must hold
// of its alert), end by themselves, give a reason, and count what they hold back, so that nobody forgets them.
import { z } from 'zod';
import type { Parsed, Problem } from '../../core/problem.ts';
import { readDocuments, shapeProblems } from '../../model/index.ts';
import type { Alert } from '../alert.ts';
import { fieldOf } from '../sigma/match/record.ts';
import { textOf } from '../sigma/match/value.ts';

const scalar = z.union([z.string().min(1), z.number(), z.boolean()]);

/** One exception. It needs a rule and at least one thing that must hold: a rule as a whole is switched off elsewhere. */
export const Exception = z.strictObject({
  id: z.string().min(1).max(128),
  rule: z.string().min(1).max(300).describe('Id of the rule whose alerts it holds back'),
  when: z
    .record(z.string().min(1), z.union([scalar, z.array(scalar).min(1)]))
    .refine((when) => Object.keys(when).length > 0, 'at least one key or field')
    .describe('Keys of the alert or fields of its event, all of which must have (one of) these values'),
  until: z.iso.date().describe('Last day on which it holds, UTC'),
  reason: z.string().min(3).max(2_000),
  by: z.string().min(1).max(200).optional().describe('Who decided it'),
});
export type Exception = z.infer<typeof Exception>;

/** A file of exceptions. */
export const ExceptionFile = z.strictObject({ exceptions: z.array(Exception).max(10_000) });

/** Reads a YAML or JSON file of exceptions; all that is wrong is told at once. */
export function parseExceptions(bytes: Uint8Array, file: string): Parsed<readonly Exception[]> {
  const read = readDocuments(bytes, file);
  const [document] = read.value ?? [];
  if (document === undefined) return { value: [], problems: read.problems };
  const shape = ExceptionFile.safeParse(document.value);
  if (!shape.success)
    return {
      problems: [
        ...read.problems,
        ...shapeProblems(shape.error.issues, ExceptionFile, document, 'EXCEPTION'),
      ],
    };
  const { exceptions } = shape.data;
  const twice = exceptions.flatMap(({ id }, index): Problem[] =>
    exceptions.findIndex((other) => other.id === id) === index
      ? []
      : [
          {
            code: 'EXCEPTION_DUPLICATE_ID',
            severity: 'error',
            message: `The exception \`${id}\` stands twice: expected it once`,
            at: document.locate(['exceptions', index, 'id']),
          },
        ],
  );
  return { value: exceptions, problems: [...read.problems, ...twice] };
}

export interface Exceptions {
  /** The exception that holds the alert back; it is counted. */
  holdBack(alert: Alert): Exception | undefined;
  /** How many alerts each held back, in the order of the exceptions. */
  counts(): readonly { readonly exception: Exception; readonly alerts: number }[];
}

/** @param now Milliseconds since 1970: what an alert that tells no time is judged by. */
export function createExceptions(exceptions: readonly Exception[], now: number): Exceptions {
  const byRule = new Map<string, { readonly exception: Exception; readonly end: number; alerts: number }[]>();
  const all = exceptions.map((exception) => {
    // The whole day counts.
    const entry = { exception, end: Date.parse(`${exception.until}T00:00:00Z`) + 86_400_000, alerts: 0 };
    byRule.set(exception.rule, [...(byRule.get(exception.rule) ?? []), entry]);
    return entry;
  });
  return {
    holdBack(alert) {
      const entry = byRule
        .get(alert.rule.id)
        ?.find(({ exception, end }) => (alert.time ?? now) < end && holds(exception, alert));
      if (entry === undefined) return undefined;
      entry.alerts++;
      return entry.exception;
    },
    counts: () => all.map(({ exception, alerts }) => ({ exception, alerts })),
  };
}

function holds({ when }: Exception, alert: Alert): boolean {
  return Object.entries(when).every(([name, wanted]) => {
    const found = alert.keys[name] ?? fieldOf(alert.record, name);
    const text = textOf(found);
    return text !== undefined && [wanted].flat().some((value) => String(value) === text);
  });
}
