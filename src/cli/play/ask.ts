// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../command.ts';

/** What ends a round early. */
const STOP = 'q';

/**
 * Asks until the answer is the number of a choice: its index. Undefined when the person stops with `q`, or when there are no
 * more lines. Games write to stderr what belongs to the dialogue when stdout takes JSON.
 */
export async function choose(
  { io }: Call,
  write: (text: string) => void,
  question: string,
  choices: readonly string[],
): Promise<number | undefined> {
  write(`${question}\n${choices.map((choice, at) => `  ${at + 1} ${choice}`).join('\n')}\n`);
  for (;;) {
    write('> ');
    const line = (await io.readLine())?.trim();
    if (line === undefined || line.toLowerCase() === STOP) {
      write('\n');
      return undefined;
    }
    if (/^\d{1,2}$/.test(line) && Number(line) >= 1 && Number(line) <= choices.length)
      return Number(line) - 1;
    write(`1-${choices.length}, q\n`);
  }
}
