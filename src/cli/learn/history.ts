// SPDX-License-Identifier: Apache-2.0
// Files of events, each with its labels, as episodes.
import { type Episode, readLabels } from '../../learn/index.ts';
import type { ChainEvent, Pack } from '../../model/index.ts';
import { compileIngest } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { batchesOf, isBad } from '../detect/events.ts';
import { EXIT, Failure } from '../exit.ts';
import { readBytes, required } from '../input.ts';

/** Events that are held at a time: learning looks at all of them again and again. */
const MOST = 4_000_000;

/** By file: the attack of each event that its labels name. @param labels As many as files, or none. @throws Failure 2, 3 or 6. */
export function readAllLabels(
  call: Call,
  files: readonly string[],
  labels: readonly string[],
): readonly ReadonlyMap<string, string>[] {
  if (labels.length > 0 && labels.length !== files.length)
    throw new Failure(
      EXIT.usage,
      `There are ${files.length} files of events and ${labels.length} of labels`,
      'Name one file of labels for each file of events, in the same order',
    );
  return files.map((_, at) => {
    const named = labels[at];
    return named === undefined
      ? new Map<string, string>()
      : required(readLabels(readBytes(call, named), named), `the labels ${named}`);
  });
}

/** @throws Failure 2, 3, 4 or 6. */
export async function readHistory(
  call: Call,
  pack: Pack,
  files: readonly string[],
  labels: readonly string[],
): Promise<readonly Episode[]> {
  const attacks = readAllLabels(call, files, labels);
  const episodes: Episode[] = [];
  for (const [at, file] of files.entries()) {
    const events: ChainEvent[] = [];
    await eachEvent(call, pack, file, (event) => {
      events.push(event);
      if (events.length > MOST)
        throw new Failure(
          EXIT.invalid,
          `${file} has more than ${MOST} events`,
          'Learn from some days of it: rules are tried on the rest with detect',
        );
    });
    events.sort((a, b) => a.time - b.time);
    episodes.push({ events, attackOf: attacks[at] as ReadonlyMap<string, string> });
  }
  if (episodes.every(({ events }) => events.length === 0)) throw nothingIn(files);
  return episodes;
}

export function nothingIn(files: readonly string[]): Failure {
  return new Failure(EXIT.nothing, `There is nothing to learn from: no event in ${files.join(', ')}`);
}

/** Reads a file event after event; none is kept. @param what Said while it is read. @throws Failure 6. */
export async function eachEvent(
  call: Call,
  pack: Pack,
  file: string,
  take: (event: ChainEvent) => void,
  what = 'Reading',
): Promise<void> {
  let bad = 0;
  for await (const { items, done } of batchesOf(call.io.cwd, file, compileIngest(pack), 'auto')) {
    for (const item of items) {
      if (isBad(item)) {
        if (item.isRest === true) call.say(`${call.aside.safe(file)}:${item.line}: ${item.why}`);
        else bad++;
      } else for (const event of item.events()) take(event);
    }
    call.progress.step(`${what} ${file}`, done);
  }
  if (bad > 0) call.say(`${bad} records of ${call.aside.safe(file)} could not be read and are left out`);
}
