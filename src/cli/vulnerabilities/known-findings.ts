// SPDX-License-Identifier: Apache-2.0
// What a watch knew when it ended, so that the next one tells what came since.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { FlawFinding } from './answer-schema.ts';
import type { Board } from './board.ts';
import type { Finding } from './finding.ts';

const KNOWN_SCHEMA = 'ensuresec/known-findings/1';
const Known = z.strictObject({ schema: z.literal(KNOWN_SCHEMA), open: z.array(FlawFinding) });

/** What was open; undefined without --state, or before its file is there. @throws Failure 3 when it is something else. */
export function readKnown(call: Call): readonly Finding[] | undefined {
  const file = call.options.text('state');
  if (file === undefined || !existsSync(resolve(call.io.cwd, file))) return undefined;
  const read = Known.safeParse(jsonOf(new TextDecoder().decode(readBytes(call, file))));
  if (!read.success)
    throw new Failure(EXIT.invalid, `${file} is not the state of a watch`, 'Name another file, or remove it');
  return read.data.open;
}

export function writeKnown(call: Call, board: Board): void {
  const file = call.options.text('state');
  if (file === undefined) return;
  const text = JSON.stringify({ schema: KNOWN_SCHEMA, open: [...board.open.values()] });
  writeWhole(resolve(call.io.cwd, file), `${text}\n`, true);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
