// SPDX-License-Identifier: Apache-2.0
// What an item trains: the families of cues that speak the truth on it, or the one look that settles it.
import type { Message, Offer, Walk } from '../../model/index.ts';

type Truth = Message['truth'];

/** @param says what a family of cues speaks for; undefined when it is not known. */
export function familiesOf(
  item: Message | Offer | Walk,
  says: (cue: string) => string | undefined,
): string[] {
  if ('decisive' in item) return [`look-up ${item.decisive}`];
  if ('steps' in item)
    return [...new Set(item.steps.flatMap(({ cues, truth }) => speaking(cues, truth, says)))];
  return speaking(item.cues, item.truth, says);
}

export function speaking(
  cues: readonly { readonly cue: string }[],
  truth: Truth,
  says: (cue: string) => string | undefined,
): string[] {
  return [...new Set(cues.map(({ cue }) => cue))].filter((cue) => says(cue) === truth);
}

export interface Missed {
  readonly cue: string;
  readonly times: number;
}

/** Families of cues that spoke the truth on what was misjudged, most missed first. */
export function missedFamilies(
  misjudged: readonly { readonly cues: readonly { readonly cue: string }[]; readonly truth: Truth }[],
  saysTruth: (cue: string, truth: Truth) => boolean,
): Missed[] {
  const times = new Map<string, number>();
  for (const { cues, truth } of misjudged)
    for (const cue of new Set(cues.map((each) => each.cue)))
      if (saysTruth(cue, truth)) times.set(cue, (times.get(cue) ?? 0) + 1);
  return [...times]
    .map(([cue, count]) => ({ cue, times: count }))
    .sort((a, b) => b.times - a.times || (a.cue < b.cue ? -1 : 1));
}
