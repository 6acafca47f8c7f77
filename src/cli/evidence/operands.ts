// SPDX-License-Identifier: Apache-2.0
import { userInfo } from 'node:os';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';

/** A number of an entry, or a size. @throws Failure 2. */
export function wholeNumber(text: string, what: string): number {
  const value = Number(text);
  if (!/^\d{1,15}$/.test(text))
    throw new Failure(EXIT.usage, `Cannot use \`${text}\` as ${what}: expected a whole number from 0 on`);
  return value;
}

export function actorOf(call: Call): string {
  const named = call.options.text('actor');
  if (named !== undefined && named !== '') return named;
  try {
    return userInfo().username;
  } catch {
    // A user without an entry in the password file, as containers have.
    return `uid ${process.getuid?.() ?? 'unknown'}`;
  }
}
