// SPDX-License-Identifier: Apache-2.0
// All that a command may touch of the process it runs in. Tests pass their own.
import { fstatSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { EXIT } from './exit.ts';

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

/**
 * The Io of the running process. A reader that goes away (EPIPE) ends the output, not the command. Any other failure to
 * write ends the output too, and the process with 6: half an answer must not look like a whole one.
 */
export function processIo(process: NodeJS.Process): Io {
  const failed = (error: NodeJS.ErrnoException): void => {
    process.once('exit', () => {
      process.exitCode = EXIT.runtime;
    });
    stderr.write(`Error: Cannot write the output: ${error.code ?? error.message}\n`);
  };
  const stderr = output(process.stderr, failed);
  return {
    stdout: output(process.stdout, failed),
    stderr,
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

function output(stream: NodeJS.WriteStream, failed: (error: NodeJS.ErrnoException) => void): Output {
  let open = true;
  const end = (error: NodeJS.ErrnoException): void => {
    const first = open;
    open = false;
    if (first && error.code !== 'EPIPE') failed(error);
  };
  stream.on('error', end);
  const file = fileBehind(stream);
  const send = (text: string): unknown => (file === undefined ? stream.write(text) : writeAll(file, text));
  return {
    write: (text) => {
      try {
        if (open) send(text);
      } catch (error) {
        end(error as NodeJS.ErrnoException);
      }
    },
    settle: () => (open && stream.writableNeedDrain ? drained(stream) : Promise.resolve()),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
  };
}

/** Node writes once into a file, and takes that for all when the disk was full half way. */
function fileBehind({ fd, isTTY }: NodeJS.WriteStream & { fd?: number }): number | undefined {
  if (fd === undefined || isTTY) return undefined;
  const stats = fstatSync(fd);
  return stats.isFile() || stats.isCharacterDevice() ? fd : undefined;
}

function writeAll(handle: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error'];
    const done = (): void => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}
