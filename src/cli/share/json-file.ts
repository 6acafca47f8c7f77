// SPDX-License-Identifier: Apache-2.0
import { isDeeper } from '../../core/json-depth.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';

const MAX_DEPTH = 64;

/** JSON of strangers, nested at most 64 deep. @throws Failure 3 or 6. */
export function readJson(call: Call, file: string): unknown {
  const text = new TextDecoder().decode(readBytes(call, file));
  try {
    if (isDeeper(text, MAX_DEPTH)) throw new Error(`it nests more than ${MAX_DEPTH} deep`);
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(EXIT.invalid, `Cannot read ${file}: ${(error as Error).message}`);
  }
}
