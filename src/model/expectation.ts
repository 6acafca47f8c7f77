// SPDX-License-Identifier: Apache-2.0
// What an analysis rests on and monitoring shall watch: the file that `check --expectations` writes and `detect` reads.
import { z } from 'zod';
import type { Parsed } from '../core/problem.ts';
import { readDocuments } from './document/index.ts';
import { shapeProblems } from './issues.ts';

export const EXPECTATIONS_SCHEMA = 'ensuresec/expectations/1';

const text = z.string().max(2_000);

const Watched = z.strictObject({
  event: text,
  key: text,
  value: text.describe('Of the key: the element'),
  where: text,
  say: text,
});

const Expectation = z.strictObject({
  id: text,
  holds: text.describe('What holds the line: a control, or that a fact is absent'),
  on: text.describe('Element'),
  fact: text.describe('The premise as an atom; `not …` when a control holds'),
  decisive: z.boolean().describe('A verdict turns as soon as it falls'),
  against: text.describe('What it would give the attacker'),
  verdicts: z.int().min(1).describe('SECURE verdicts that lean on it'),
  attacks: z.array(text).max(1_000),
  watch: z
    .array(Watched)
    .max(100)
    .describe('Events that contradict it; none when no event of the pack would show it'),
});
export type Expectation = z.infer<typeof Expectation>;

export const ExpectationFile = z.strictObject({
  schema: z.literal(EXPECTATIONS_SCHEMA),
  model: z.strictObject({ name: text, file: text, sha256: text }),
  expectations: z.array(Expectation).max(100_000),
});
export type ExpectationFile = z.infer<typeof ExpectationFile>;

/** Reads a file of expectations; all that is wrong is told at once. */
export function readExpectations(bytes: Uint8Array, file: string): Parsed<ExpectationFile> {
  const { value, problems } = readDocuments(bytes, file);
  const document = value?.[0];
  if (document === undefined) return { problems };
  const shape = ExpectationFile.safeParse(document.value);
  return shape.success
    ? { value: shape.data, problems }
    : {
        problems: [
          ...problems,
          ...shapeProblems(shape.error.issues, ExpectationFile, document, 'EXPECTATION'),
        ],
      };
}
