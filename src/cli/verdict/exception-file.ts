// SPDX-License-Identifier: Apache-2.0
// The file of exceptions, changed in place: what people wrote in it, comments too, stays.
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { dump } from 'js-yaml';
import { type Exception, parseExceptions } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { readBytes, tell } from '../input.ts';
import { writeFileSafely } from '../write-file.ts';

export interface Changed {
  readonly added: readonly Exception[];
  readonly removed: readonly Exception[];
}

/**
 * Adds exceptions, but none for a rule and thing that has one which holds as long; a shorter one of the same incident
 * gives way.
 *
 * @throws Failure 3 when the file is refused as it is, 6.
 */
export function addExceptions(call: Call, file: string, wanted: readonly Exception[]): Changed {
  const { text, exceptions } = read(call, file);
  const added = wanted.filter(
    (each) => !exceptions.some((other) => isSame(each, other) && other.until >= each.until),
  );
  const ids = new Set(added.map(({ id }) => id));
  return write(call, file, text, exceptions, { added, removed: exceptions.filter(({ id }) => ids.has(id)) });
}

/** Takes out the exceptions that a verdict on this incident made. */
export function withdrawExceptions(call: Call, file: string, incident: string): Changed {
  const { text, exceptions } = read(call, file);
  const removed = exceptions.filter(
    ({ id }) => id.startsWith(`${incident}-`) && /^\d+$/.test(id.slice(incident.length + 1)),
  );
  return write(call, file, text, exceptions, { added: [], removed });
}

function isSame(left: Exception, right: Exception): boolean {
  return left.rule === right.rule && isDeepStrictEqual(left.when, right.when);
}

function read(call: Call, file: string): { text: string; exceptions: readonly Exception[] } {
  if (!existsSync(resolve(call.io.cwd, file))) return { text: '', exceptions: [] };
  const bytes = readBytes(call, file);
  const exceptions = tell(call, parseExceptions(bytes, file), `the exceptions ${file}`);
  return { text: new TextDecoder().decode(bytes), exceptions };
}

function write(
  call: Call,
  file: string,
  text: string,
  before: readonly Exception[],
  changed: Changed,
): Changed {
  if (changed.added.length === 0 && changed.removed.length === 0) return changed;
  const after = [...before.filter((each) => !changed.removed.includes(each)), ...changed.added];
  const edited = edit(text, changed);
  const whole = text.trimStart().startsWith('{')
    ? `${JSON.stringify({ exceptions: after }, null, 2)}\n`
    : dump({ exceptions: after });
  mkdirSync(dirname(resolve(call.io.cwd, file)), { recursive: true, mode: 0o700 });
  writeFileSafely(call.io, file, means(edited, after) ? edited : whole, true);
  return changed;
}

/** Lines out and lines in, on the look of the file alone; whether that was right is seen by reading it again. */
function edit(text: string, { added, removed }: Changed): string {
  const gone = removed.map(({ id }) => `"id":${JSON.stringify(id)}`);
  const kept = text.split('\n').filter((line) => !gone.some((id) => line.includes(id)));
  while (kept.at(-1)?.trim() === '') kept.pop();
  const indents = kept.flatMap((line) => /^( *)- /.exec(line)?.[1] ?? []).map(({ length }) => length);
  const indent = ' '.repeat(indents.length > 0 ? Math.min(...indents) : 2);
  const head = text.trim() === '' ? ['exceptions:'] : kept;
  return `${[...head, ...added.map((each) => `${indent}- ${JSON.stringify(each)}`)].join('\n')}\n`;
}

function means(text: string, exceptions: readonly Exception[]): boolean {
  const { value, problems } = parseExceptions(new TextEncoder().encode(text), '');
  return problems.length === 0 && isDeepStrictEqual(value, exceptions);
}
