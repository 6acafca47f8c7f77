// SPDX-License-Identifier: Apache-2.0
// What was wrong or read in one run, told: each asset with the ways by which it came in.
import type { ChannelRun } from '../channel/channels.ts';
import type { CompiledChannels } from '../channel/compile.ts';
import type { Mark as Found } from '../channel/spread.ts';
import { CHANNELS } from '../system.ts';
import type { Mark, Notice } from './report.ts';

type IdOf = (asset: number) => string;

export function marksOf(run: ChannelRun, channels: CompiledChannels, idOf: IdOf, horizon: number): Mark[] {
  return CHANNELS.flatMap((channel) => {
    const { marks } = run[channel];
    return marks
      .toSorted((a, b) => a.from - b.from || a.asset - b.asset)
      .map((mark) => ({
        channel,
        asset: idOf(mark.asset),
        data: mark.data ?? null,
        from: mark.from,
        until: mark.until <= horizon ? mark.until : null,
        why: chainOf(mark, marks, channels).map(({ from, asset }) => ({ hour: from, asset: idOf(asset) })),
        preventedBy: null,
      }));
  });
}

/** Earliest arrivals make a tree, so a chain ends at its source. */
function chainOf(mark: Found, all: readonly Found[], { ways }: CompiledChannels): Found[] {
  const chain = [mark];
  for (let last: Found | undefined = mark; last !== undefined && last.via >= 0; ) {
    const { from } = ways[last.via] as (typeof ways)[number];
    last = all.find(({ asset, data }) => asset === from && data === mark.data);
    if (last !== undefined) chain.push(last);
  }
  return chain;
}

export function noticesOf(run: ChannelRun, idOf: IdOf, horizon: number): Notice[] {
  return CHANNELS.flatMap((channel) => {
    const { notice } = run[channel];
    if (notice === undefined || notice.hour > horizon) return [];
    return [{ channel, hour: notice.hour, by: notice.by, asset: idOf(notice.asset) }];
  });
}
