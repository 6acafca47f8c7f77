// SPDX-License-Identifier: Apache-2.0
// The file that says how long events are kept, by their type.
import { z } from 'zod';
import type { Parsed, Problem } from '../../core/problem.ts';
import { readDocuments, shapeProblems } from '../../model/index.ts';

/** In the data folder: the file, and the folder of closed days. */
export const KEEP_FILE = 'keep.yaml';
export const ARCHIVE = 'archive';

const days = z
  .string()
  .regex(/^[1-9]\d{0,4}d$/, 'a number of days, such as 30d')
  .transform((text) => Number(text.slice(0, -1)));

const KeepFile = z.strictObject({
  keep: z
    .record(z.string(), days)
    .optional()
    .describe('Type of event, or its beginning with `.*`, and how long; `default` is for all others'),
  hot: days.optional().describe('How long closed days stay in the database before they go to files'),
});

export interface Keep {
  /** Days of types that are not named; undefined where the file does not say. */
  readonly days?: number;
  readonly types: readonly { readonly type: string; readonly days: number }[];
  readonly hotDays?: number;
}

const TYPE = /^[\w-]+(?:\.[\w-]+)*(?:\.\*)?$/;
const MAX_TYPES = 200;

/** Reads a YAML or JSON file; all that is wrong is told at once. */
export function parseKeep(bytes: Uint8Array, name: string): Parsed<Keep> {
  const read = readDocuments(bytes, name);
  const [document] = read.value ?? [];
  if (document === undefined) return { value: { types: [] }, problems: read.problems };
  const shape = KeepFile.safeParse(document.value);
  const stated = Object.keys((document.value as { keep?: object } | null)?.keep ?? {});
  const wrong = stated.flatMap((type, at): readonly Problem[] => {
    const why = faultOf(type, at);
    return why === undefined
      ? []
      : [
          {
            code: 'KEEP_BAD_TYPE',
            severity: 'error',
            message: why,
            at: document.locate(['keep', type], 'key'),
          },
        ];
  });
  if (!shape.success)
    return {
      problems: [
        ...read.problems,
        ...shapeProblems(shape.error.issues, KeepFile, document, 'KEEP'),
        ...wrong,
      ],
    };
  const { keep = {}, hot } = shape.data;
  const types = Object.entries(keep).flatMap(([type, each]) =>
    type === DEFAULT ? [] : [{ type, days: each }],
  );
  const value: Keep = {
    types,
    ...(keep[DEFAULT] === undefined ? {} : { days: keep[DEFAULT] }),
    ...(hot === undefined ? {} : { hotDays: hot }),
  };
  return { ...(wrong.length > 0 ? {} : { value }), problems: [...read.problems, ...wrong] };
}

const DEFAULT = 'default';

function faultOf(type: string, at: number): string | undefined {
  if (at >= MAX_TYPES)
    return `More than ${MAX_TYPES} types are named: expected fewer, with \`.*\` for those that begin alike`;
  if (type === DEFAULT || TYPE.test(type)) return undefined;
  return `Cannot use \`${type}\` as a type of event: expected \`default\`, a type such as \`web.access\`, or its beginning such as \`web.*\``;
}
