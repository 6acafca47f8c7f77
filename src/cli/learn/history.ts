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

/** @param labels As many as files, or none. @throws Failure 2, 3, 4 or 6. */
export async function readHistory(
  call: Call,
  pack: Pack,
  files: readonly string[],
  labels: readonly string[],
): Promise<readonly Episode[]> {
  if (labels.length > 0 && labels.length !== files.length)
    throw new Failure(
      EXIT.usage,
      `There are ${files.length} files of events and ${labels.length} of labels`,
      'Name one file of labels for each file of events, in the same order',
    );
  const ingest = compileIngest(pack);
  const episodes: Episode[] = [];
  for (const [at, file] of files.entries()) {
    const named = labels[at];
    const attackOf =
      named === undefined
        ? new Map<string, string>()
        : required(readLabels(readBytes(call, named), named), `the labels ${named}`);
    episodes.push({ events: await eventsOf(call, ingest, file), attackOf });
  }
  if (episodes.every(({ events }) => events.length === 0))
    throw new Failure(EXIT.nothing, `There is nothing to learn from: no event in ${files.join(', ')}`);
  return episodes;
}

async function eventsOf(
  call: Call,
  ingest: ReturnType<typeof compileIngest>,
  file: string,
): Promise<readonly ChainEvent[]> {
  const events: ChainEvent[] = [];
  let bad = 0;
  for await (const { items, done } of batchesOf(call.io.cwd, file, ingest, 'auto')) {
    for (const item of items) {
      if (isBad(item)) bad++;
      else events.push(...item.events());
    }
    call.progress.step(`Reading ${file}`, done);
    if (events.length > MOST)
      throw new Failure(
        EXIT.invalid,
        `${file} has more than ${MOST} events`,
        'Learn from some days of it: rules are tried on the rest with detect',
      );
  }
  if (bad > 0) call.say(`${bad} records of ${file} could not be read and are left out`);
  return events.sort((a, b) => a.time - b.time);
}
