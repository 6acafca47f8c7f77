// SPDX-License-Identifier: Apache-2.0
// Lines of a file or of stdin as they come, however long the writer takes.
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { systemRefusal, whyThrown } from '../core/system-refusal.ts';
import { EXIT, Failure } from './exit.ts';

export interface NumberedLine {
  readonly line: number;
  /** Absent when it is longer than is read. */
  readonly text?: string;
}

const MAX_CHARACTERS = 1_000_000;

/** @param file `-` is stdin. @throws Failure 6. */
export async function* linesOf(cwd: string, file: string): AsyncGenerator<NumberedLine> {
  const stream =
    file === '-' ? createReadStream('', { fd: 0, autoClose: false }) : createReadStream(resolve(cwd, file));
  stream.setEncoding('utf8');
  let [line, held, isTooLong] = [1, '', false];
  const take = (): NumberedLine => {
    const taken = isTooLong ? { line } : { line, text: held };
    [line, held, isTooLong] = [line + 1, '', false];
    return taken;
  };
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      const parts = chunk.split('\n');
      for (const [at, part] of parts.entries()) {
        if (held.length + part.length > MAX_CHARACTERS) [held, isTooLong] = ['', true];
        if (!isTooLong) held += part;
        if (at + 1 < parts.length) yield take();
      }
    }
  } catch (error) {
    throw new Failure(EXIT.runtime, `Cannot read ${file}: ${systemRefusal(error)?.why ?? whyThrown(error)}`);
  }
  if (held !== '' || isTooLong) yield take();
}
