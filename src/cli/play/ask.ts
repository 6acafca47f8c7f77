// SPDX-License-Identifier: Apache-2.0
import type { Call } from '../command.ts';
import type { Screen } from './screen.ts';

/** What ends a round early. */
const STOP = 'q';

/**
 * Asks until the answer is the number of a choice: its index. Undefined when the person stops with `q`, or when there are no
 * more lines. Choices name what models and packs name, so both texts are escaped here and come without any style.
 */
export async function choose(
  { io }: Call,
  { write, style: { safe } }: Pick<Screen, 'write' | 'style'>,
  question: string,
  choices: readonly string[],
): Promise<number | undefined> {
  const rows = choices.map((choice, at) => `  ${at + 1} ${safe(choice)}\n`);
  write(`${safe(question)}\n${rows.join('')}`);
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
