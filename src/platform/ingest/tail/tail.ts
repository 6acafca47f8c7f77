// SPDX-License-Identifier: Apache-2.0
// Follows a log through its rotations. Nothing is remembered but the position, which is stored in one step with the lines:
// a process that is killed goes on exactly where the last stored line ends.
import { closeSync, fstatSync, openSync } from 'node:fs';
import type { Intake } from '../../../core/ports/index.ts';
import { untilStored } from '../until-stored.ts';
import { comparePlain, type Fingerprint, fingerprint } from './fingerprint.ts';
import { locate, type Next } from './locate.ts';
import { readPiece, readPieces } from './pieces.ts';
import { type Position, readPosition, writePosition } from './position.ts';
import { type LogFile, logFiles } from './siblings.ts';

export interface TailOptions {
  readonly source: string;
  readonly path: string;
  /** The text stored last under `tailMark`. */
  readonly position: string | undefined;
  /** Gets whole lines; once, when it begins, no bytes and only the position. */
  readonly intake: Intake;
  readonly now: () => number;
  /** Milliseconds that a rotated file must be quiet before it counts as finished; its writer may not know yet. */
  readonly graceMs?: number;
  /** Told when a file is gone that was not read to its end. */
  readonly onLost: (what: string) => void;
}

const GRACE_MS = 5000;

export interface Tail {
  /** Reads one piece. Returns whether there may be more at once. @throws what the file system says. */
  step(stop: AbortSignal): Promise<boolean>;
}

/** The name under which the position of a log is stored. */
export function tailMark(source: string, path: string): string {
  return `tail:${source}:${path}`;
}

export function createTail(options: TailOptions): Tail {
  const { source, path, graceMs = GRACE_MS } = options;
  let position = readPosition(options.position);

  const deliver = async (bytes: Uint8Array, after: Position, stop: AbortSignal): Promise<boolean> => {
    const received = {
      source,
      transport: 'file' as const,
      headers: {},
      origin: path,
      bytes,
      receivedAt: options.now(),
      authenticated: false,
      position: { name: tailMark(source, path), value: writePosition(after) },
    };
    const stored = await untilStored(options.intake, received, stop);
    if (stored !== undefined) position = after;
    return stored !== undefined;
  };

  const readPlain = async ({ file, offset, before }: Next, stop: AbortSignal): Promise<boolean> => {
    const descriptor = openSync(file.path, 'r');
    try {
      const known = fingerprint(descriptor, offset);
      const ended = !file.isLive && options.now() - file.stats.mtimeMs >= graceMs;
      const bytes = readPiece(descriptor, offset, ended);
      // It may have been cut to nothing and written again while it was read.
      if (comparePlain(descriptor, fstatSync(descriptor).size, known) !== 'same') return false;
      if (bytes.length > 0)
        return await deliver(
          bytes,
          { before, current: fingerprint(descriptor, offset + bytes.length) },
          stop,
        );
      if (ended) position = { before: offset > 0 ? known : before, current: undefined };
      return ended;
    } finally {
      closeSync(descriptor);
    }
  };

  const readGzip = async ({ file, offset, before }: Next, stop: AbortSignal): Promise<boolean> => {
    for await (const { bytes, after } of readPieces(file.path, offset))
      if (!(await deliver(bytes, { before, current: after }, stop))) return false;
    position = { before: position?.current ?? before, current: undefined };
    return true;
  };

  return {
    step: async (stop) => {
      const files = logFiles(path);
      if (position === undefined) return await deliver(new Uint8Array(), await startBehind(files), stop);
      const next = await locate(position, files);
      if (next === undefined) return false;
      if (next.lost) options.onLost(`${path}: a rotated file is gone that had not been read to its end`);
      if (next.offset === 0) position = { before: next.before, current: undefined };
      return next.file.isGzip ? readGzip(next, stop) : readPlain(next, stop);
    },
  };
}

/** What was rotated before we came is not ours. */
async function startBehind(files: readonly LogFile[]): Promise<Position> {
  const last = files.findLast(({ isLive, isEmpty }) => !isLive && !isEmpty);
  if (last === undefined) return { before: undefined, current: undefined };
  if (last.isGzip) {
    let before: Fingerprint | undefined;
    for await (const { after } of readPieces(last.path, 0)) before = after;
    return { before, current: undefined };
  }
  const descriptor = openSync(last.path, 'r');
  try {
    return { before: fingerprint(descriptor, last.stats.size), current: undefined };
  } finally {
    closeSync(descriptor);
  }
}
