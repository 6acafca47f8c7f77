// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';

/** @throws Failure 2 when nothing says where to. */
export function outOf(call: Call): string {
  const out = call.options.text('out');
  if (out === undefined) throw new Failure(EXIT.usage, 'Say where to with --out', 'ensuresec share --help');
  return out;
}

export function dataFolder(call: Call): string {
  return resolve(call.io.cwd, call.options.text('data') ?? '');
}
