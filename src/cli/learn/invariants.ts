// SPDX-License-Identifier: Apache-2.0
// `learn invariants`: the files are read twice, so that history of any length fits: once to keep what statements are made
// of, once to try them on every event.
import {
  confirmed,
  createKept,
  createTrial,
  type Episode,
  invariantItem,
  KEPT,
  proposeInvariants,
} from '../../learn/index.ts';
import type { Call } from '../command.ts';
import { DEFAULT_PACK, requirePack } from '../input.ts';
import { eachEvent, nothingIn, readAllLabels } from './history.ts';
import { needed, offer } from './offer.ts';
import { readShelfIn } from './shelf-file.ts';

/** Of each file at least so many events of a type are kept. */
const LEAST_KEPT = 3_000;

export async function invariants(call: Call, operands: readonly string[]): Promise<number> {
  const files = needed(operands);
  const pack = requirePack(call, call.options.text('pack') ?? DEFAULT_PACK);
  const labels = readAllLabels(call, files, call.options.list('labels'));
  const limit = Math.max(LEAST_KEPT, Math.floor(KEPT / files.length));
  const episodes: Episode[] = [];
  let seen = 0;
  for (const [at, file] of files.entries()) {
    const kept = createKept(limit);
    await eachEvent(call, pack, file, (event) => {
      if (labels[at]?.has(event.id) !== true) kept.accept(event);
    });
    seen += kept.counts.seen;
    episodes.push(kept.episode());
  }
  if (seen === 0) throw nothingIn(files);
  const proposed = proposeInvariants(pack, episodes, {
    onProgress: (what, share) => call.progress.step(`Looking at ${what}`, share),
  });
  const broken = new Set<string>();
  for (const [at, file] of files.entries()) {
    const trial = createTrial(proposed.map(({ policy }) => policy));
    const take = (event: Parameters<typeof trial.accept>[0]): void => {
      if (labels[at]?.has(event.id) !== true) trial.accept(event);
    };
    await eachEvent(call, pack, file, take, 'Trying on');
    for (const id of trial.end()) broken.add(id);
  }
  const found = confirmed(pack, proposed, broken);
  call.progress.end();
  call.say(`${found.length} of ${proposed.length} statements held for all ${seen} events`);
  return offer(call, readShelfIn(call, pack.id), found.map(invariantItem));
}
