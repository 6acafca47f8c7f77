// SPDX-License-Identifier: Apache-2.0
// Progress between rounds: only in a file that the player names, under a random pseudonym.
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { dueOf, newProgress, type Progress, readProgress } from '../../awareness/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';
import { forJson } from '../render/escape.ts';
import { writeFileSafely } from '../write-file.ts';

/** What the named file holds; a new progress when there is none. @throws Failure 3 when it is something else. */
export function takeProgress(call: Call): Progress {
  const file = call.options.text('progress');
  if (file === undefined || !existsSync(resolve(call.io.cwd, file)))
    return newProgress(`p-${randomBytes(8).toString('hex')}`);
  const { value, wrong } = readProgress(Buffer.from(readBytes(call, file)).toString('utf8'));
  if (value === undefined)
    throw new Failure(
      EXIT.invalid,
      `Cannot use ${file} as progress: ${wrong}`,
      'Name another file, or delete this one and begin anew',
    );
  return value;
}

export function keepProgress(call: Call, progress: Progress): void {
  const file = call.options.text('progress');
  if (file === undefined) return;
  writeFileSafely(call.io, file, forJson(progress), true);
  const due = dueOf(progress, call.io.clock()).length;
  const kept = `Kept what to train next in ${call.aside.safe(file)}, as ${progress.player}`;
  call.say(`${kept}: ${due} of ${Object.keys(progress.memories).length} kinds of signs are due`);
}

/** Deletes the file, if it is progress. @throws Failure 2 without a name, 4 when there is none, 3 when it is something else. */
export function forgetProgress(call: Call): number {
  const file = call.options.text('progress');
  if (file === undefined)
    throw new Failure(EXIT.usage, 'Cannot forget: expected --progress with the file to delete');
  if (!existsSync(resolve(call.io.cwd, file)))
    throw new Failure(EXIT.nothing, `Nothing to forget: there is no ${file}`);
  takeProgress(call);
  rmSync(resolve(call.io.cwd, file));
  call.say(`Deleted ${call.aside.safe(file)}`);
  return EXIT.secure;
}
