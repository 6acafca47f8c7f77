// SPDX-License-Identifier: Apache-2.0
// The way of a visitor to a page, as a person writes it down.
import { z } from 'zod';
import type { PageStep } from '../../core/ports/index.ts';
import type { Parsed } from '../../core/problem.ts';
import { readDocuments, shapeProblems } from '../../model/index.ts';

const text = z.string().min(1).max(2_000);
const selector = text.describe('Selector: CSS, `text=…` or `role=…`');
const frame = selector.optional().describe('Frame that the element is in');
const value = text.describe(
  'The text itself, or the last part of the id of a field of the pack, such as `card-number`',
);

const Step = z.union([
  z.strictObject({ open: text.describe('Address, or path on the same host') }),
  z.strictObject({ click: selector, frame }),
  z.strictObject({ fill: selector, with: value, frame }),
  z.strictObject({ select: selector, with: value, frame }),
  z.strictObject({ press: text.describe('A key, such as `Enter`') }),
  z.strictObject({
    wait: z.union([z.int().min(0).max(15_000), selector]).describe('Milliseconds, or what has to be seen'),
    frame,
  }),
  z.strictObject({ look: z.literal(true) }),
]);

/** A file of steps. */
const StepFile = z.strictObject({ steps: z.array(Step).max(100) });

/** Reads steps, YAML or JSON; all that is wrong is told at once. */
export function readSteps(bytes: Uint8Array, file: string): Parsed<readonly PageStep[]> {
  const { value: documents, problems } = readDocuments(bytes, file);
  const [document] = documents ?? [];
  if (document === undefined) return { value: [], problems };
  const shape = StepFile.safeParse(document.value);
  if (!shape.success)
    return { problems: [...problems, ...shapeProblems(shape.error.issues, StepFile, document, 'PAGE')] };
  return { value: shape.data.steps as readonly PageStep[], problems };
}
