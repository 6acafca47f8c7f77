// SPDX-License-Identifier: Apache-2.0
// Times, names and levels of a replay.
import type { Replay } from '../cascade/index.ts';
import type { Picture } from './picture.ts';
import type { StageMark } from './stage-mark.ts';

export type SideName = 'without' | 'with';

/** What a replay says; `n` and `of` are put into the word. */
export type ReplayWord =
  | SideName
  | 'picture'
  | 'curve'
  | 'up'
  | 'down'
  | 'buffer'
  | 'why'
  | 'no-part'
  | 'prevented'
  | 'none-alone'
  | 'repairing'
  | 'fallback'
  | 'fallback-told'
  | `legend-${StageMark}`
  | 'band'
  | 'eased'
  | 'fails'
  | 'taken'
  | 'stops'
  | 'falls'
  | 'left'
  | 'held'
  | 'untouched'
  | 'wrong'
  | 'leaks'
  | 'mark-wrong'
  | 'mark-read'
  | 'is-wrong'
  | 'altered'
  | 'exposed'
  | 'noticed'
  | 'outage-down'
  | 'outage-part'
  | 'end'
  | 'for'
  | 'days'
  | 'minutes'
  | 'hours'
  | 'span-days';

export type Say = (word: ReplayWord, n?: string | number, of?: string | number) => string;

export interface Bands {
  /** Shares of the value at times that are equally far apart, the last one at `until`. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Hours. */
  readonly until: number;
}

export interface ReplayView {
  readonly picture: Picture;
  /** One side is shown, or both. */
  readonly sides: { readonly without: Replay; readonly with?: Replay };
  readonly bands?: { readonly without: Bands; readonly with?: Bands };
  readonly say: Say;
}

export function shownSides({ sides }: ReplayView): readonly SideName[] {
  return sides.with === undefined ? ['without'] : ['without', 'with'];
}

export function sideOf({ sides }: ReplayView, side: SideName): Replay {
  return side === 'with' ? (sides.with ?? sides.without) : sides.without;
}

/** `Tue 14:05`, of the week in which it begins; later weeks say how many are between. */
export function momentOf({ picture, say }: Pick<ReplayView, 'picture' | 'say'>, hour: number): string {
  const minutes = Math.floor((picture.startHour + hour) * 60 + 1e-6);
  const day = Math.floor(minutes / 1440);
  const two = (n: number): string => String(n).padStart(2, '0');
  const later = day >= 7 ? ` +${Math.floor(day / 7)}w` : '';
  return `${say('days').split(' ')[day % 7]} ${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}${later}`;
}

export function spanOf(say: Say, hours: number): string {
  if (hours < 1) return say('minutes', Math.round(hours * 60));
  return hours < 48
    ? say('hours', Math.round(hours * 10) / 10)
    : say('span-days', Math.round(hours / 2.4) / 10);
}

export function nameIn({ assets, names }: Picture, id: string): string {
  return assets.find((each) => each.id === id)?.name ?? ownIn(names, id) ?? id;
}

function ownIn(names: Picture['names'], id: string): string | undefined {
  return names !== undefined && Object.hasOwn(names, id) ? names[id] : undefined;
}

export function percent(level: number): string {
  return `${Math.round(level * 100)} %`;
}

/** Share that the asset delivers at that hour. */
export function levelAt({ changes }: Replay, id: string, hour: number): number {
  let level = 1;
  for (const change of changes) {
    if (change.hour > hour) break;
    if (change.asset === id) level = change.level;
  }
  return level;
}

/** Share of the value of all services that is delivered at that hour. */
export function wholeAt({ services }: Picture, replay: Replay, hour: number): number {
  const total = services.reduce((sum, { weight }) => sum + weight, 0) || 1;
  return services.reduce((sum, { id, weight }) => sum + weight * levelAt(replay, id, hour), 0) / total;
}

/** Where the clock stands at first: a while into the first outage, or into what is wrong or read first. */
export function firstHour({ picture: { horizon }, sides }: ReplayView): number {
  const first = sides.without.outages[0] ?? sides.without.marks[0];
  if (first === undefined) return 0;
  return Math.min(horizon, first.from + Math.min(6, (first.until ?? horizon) - first.from) / 2);
}
