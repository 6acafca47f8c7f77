// SPDX-License-Identifier: Apache-2.0
// Which file comes next, after whatever happened to the files since.
import { compare, type Fingerprint } from './fingerprint.ts';
import type { Position } from './position.ts';
import type { LogFile } from './siblings.ts';

export interface Next {
  readonly file: LogFile;
  /** Bytes of its content that were read already. */
  readonly offset: number;
  /** The file before it, as far as it is known. */
  readonly before: Fingerprint | undefined;
  /** The file that was begun, or the one before, is nowhere to be found: lines may be lost. */
  readonly lost: boolean;
}

/** @param files From the oldest to the newest. Undefined: there is nothing to read yet. */
export async function locate(position: Position, files: readonly LogFile[]): Promise<Next | undefined> {
  const { current, before } = position;
  if (current === undefined) return behind(before, files, false);
  // The newest first: while a log is being copied, copy and log are the same.
  for (const file of files.toReversed()) {
    const found = await compare(file, current);
    if (found === 'same') return { file, offset: current.offset, before, lost: false };
    if (found === 'whole' && !file.isLive) return next(files, file, { before: current, lost: false });
  }
  return behind(before, files, true);
}

/** What comes behind a file that was read. When it is gone, all that are left are younger: the oldest go first. */
async function behind(
  before: Fingerprint | undefined,
  files: readonly LogFile[],
  lost: boolean,
): Promise<Next | undefined> {
  if (before === undefined) return next(files, undefined, { before, lost });
  for (const file of files.toReversed()) {
    if (file.isLive || file.isEmpty) continue;
    const found = await compare(file, before);
    // Its writer went on after the rotation.
    if (found === 'same' && !file.isGzip && file.stats.size > before.offset)
      return { file, offset: before.offset, before, lost };
    if (found !== 'other') return next(files, file, { before, lost });
  }
  return next(files, undefined, { before: undefined, lost: true });
}

/** The first file behind another one that holds something, or may still. */
function next(
  files: readonly LogFile[],
  file: LogFile | undefined,
  known: Pick<Next, 'before' | 'lost'>,
): Next | undefined {
  const rest = files.slice(file === undefined ? 0 : files.indexOf(file) + 1);
  const found = rest.find(({ isLive, isEmpty }) => isLive || !isEmpty);
  return found === undefined ? undefined : { file: found, offset: 0, ...known };
}
