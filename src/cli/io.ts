// SPDX-License-Identifier: Apache-2.0
// All that a command may touch of the process it runs in. Tests pass their own.
import { createInterface } from 'node:readline';

export interface Output {
  write(text: string): void;
  /** Resolves when the reader has taken what was written, so that much output does not fill the memory. */
  settle?(): Promise<void>;
  readonly isTerminal: boolean;
  /** Width in columns; absent when it is not a terminal. */
  readonly columns?: number;
}

export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds; only differences count. */
  now(): number;
  /** ISO date of the day. */
  today(): string;
  /** Milliseconds since 1970. */
  clock(): number;
  /** Resolves when the person or the system wants the process to end (SIGINT, SIGTERM); from then on it ends by itself. */
  untilStopped(): Promise<void>;
  /** The next line that the person or a file on stdin gives, without its end; undefined when there is none. */
  readLine(): Promise<string | undefined>;
}

/** The Io of the running process. A reader that goes away (EPIPE) ends the output, not the command. */
export function processIo(process: NodeJS.Process): Io {
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: () => performance.now(),
    today: () => new Date().toISOString().slice(0, 10),
    clock: () => Date.now(),
    untilStopped: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
      }),
    readLine: lineReader(process.stdin),
  };
}

/** Reads nothing before the first call, and lets the process end between two. A reader that stops early leaves the rest unread. */
function lineReader(stream: NodeJS.ReadStream): () => Promise<string | undefined> {
  let lines: AsyncIterator<string> | undefined;
  return async () => {
    lines ??= createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
    // A file on stdin has neither: it ends by itself.
    stream.ref?.();
    const next = await lines.next();
    stream.unref?.();
    return next.done === true ? undefined : next.value;
  };
}

function output(stream: NodeJS.WriteStream): Output {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    settle: () =>
      new Promise((resolve) => {
        if (!open || !stream.writableNeedDrain) resolve();
        else {
          stream.once('drain', resolve);
          stream.once('close', resolve);
        }
      }),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
  };
}
