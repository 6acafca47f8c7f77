// SPDX-License-Identifier: Apache-2.0
// What a line of decisions came to, and which of two is better.
import type { Replay, TabletopCase } from './case.ts';
import { after, type Decision, happenedIn, type Position, startOf } from './position.ts';

export interface Line {
  readonly decisions: readonly Decision[];
  readonly end: Position;
  /** EUR that the cascade cost. */
  readonly lost: number;
  /** By service, as the model counts them. */
  readonly units: readonly { readonly asset: string; readonly unit: string; readonly lost: number }[];
  /** Reports that were late or not sent. */
  readonly missed: readonly string[];
}

export function lineOf(given: TabletopCase, decisions: readonly Decision[], replay: Replay): Line {
  const end = decisions.reduce((now, decision) => after(given, now, decision), startOf(given));
  return lineAt(given, decisions, end, replay);
}

export function lineAt(
  given: TabletopCase,
  decisions: readonly Decision[],
  end: Position,
  replay: Replay,
): Line {
  const { eur, services } = replay(happenedIn(given, end));
  return { decisions, end, lost: eur, units: services, missed: missedIn(given, end) };
}

/** Before anybody is aware there is no duty yet. */
function missedIn({ duties }: TabletopCase, { aware, sent }: Position): string[] {
  if (aware === undefined) return [];
  return duties
    .filter(({ id, minutes }) => (sent[id] ?? Number.POSITIVE_INFINITY) > aware + minutes)
    .map(({ id }) => id);
}

/** Below 0: `a` is better. Duties first, as no money buys them off; then money; then time. */
export function compareLines(a: Line, b: Line): number {
  const eur = ({ lost, end }: Line): number => lost + end.spent;
  const time = ({ end }: Line): number => end.ended ?? end.minute;
  return a.missed.length - b.missed.length || eur(a) - eur(b) || time(a) - time(b);
}
