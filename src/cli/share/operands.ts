// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path';
import { TLP, type Tlp } from '../../respond/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';

/** @throws Failure 2 when nothing says where to. */
export function outOf(call: Call): string {
  const out = call.options.text('out');
  if (out === undefined) throw new Failure(EXIT.usage, 'Say where to with --out', 'ensuresec share --help');
  return out;
}

/** What the receiver may see at most. @throws Failure 2 when nothing says it. */
export function ceilingOf(call: Call): Tlp {
  const ceiling = TLP.find((level) => level === call.options.text('tlp'));
  if (ceiling === undefined)
    throw new Failure(EXIT.usage, `Say with --tlp what the receiver may see at most: ${TLP.join(', ')}`);
  return ceiling;
}

export function dataFolder(call: Call): string {
  return resolve(call.io.cwd, call.options.text('data') ?? '');
}
