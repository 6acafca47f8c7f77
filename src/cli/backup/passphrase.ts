// SPDX-License-Identifier: Apache-2.0
import type { Call, OptionSpec } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes } from '../input.ts';

export const PASSPHRASE_OPTION: OptionSpec = {
  flags: '--passphrase-file <file>',
  text: 'File with the passphrase that encrypts a backup (the format of age)',
  completes: 'file',
};

/** Short ones can be tried out by whoever has the file. */
const MIN_CHARS = 12;

/** @throws Failure 3. */
export function passphraseOf(call: Call): string | undefined {
  const file = call.options.text('passphrase-file');
  if (file === undefined) return undefined;
  const text = new TextDecoder().decode(readBytes(call, file)).replace(/\r?\n$/, '');
  if (text.length >= MIN_CHARS && !/[\r\n]/.test(text)) return text;
  throw new Failure(
    EXIT.invalid,
    `Cannot use the passphrase in ${file}: expected one line of at least ${MIN_CHARS} characters`,
    'ensuresec backup --help says more; `openssl rand -base64 30` makes a good one',
  );
}
