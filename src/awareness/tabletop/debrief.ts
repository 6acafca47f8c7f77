// SPDX-License-Identifier: Apache-2.0
// After the exercise: the line that was played beside the best one that is known, and what to do about the difference.
import type { Replay, TabletopCase } from './case.ts';
import { type Line, lineOf } from './line.ts';
import type { Decision } from './position.ts';
import { type BestLine, bestLine } from './search.ts';

/** Something to do before the real attack, with where it comes from. */
export type Todo =
  | { readonly kind: 'install'; readonly measure: number }
  | { readonly kind: 'duty'; readonly duty: string }
  | { readonly kind: 'isolate'; readonly on: string };

export interface TabletopDebrief {
  readonly played: Line;
  readonly best: BestLine;
  /** Played less best: EUR lost and spent, units by service, minutes until the attack ended, reports missed. */
  readonly difference: {
    readonly eur: number;
    readonly units: readonly { readonly unit: string; readonly lost: number }[];
    readonly minutes: number;
    readonly missed: number;
  };
  readonly todos: readonly Todo[];
}

export function debriefOf(
  given: TabletopCase,
  decisions: readonly Decision[],
  replay: Replay,
): TabletopDebrief {
  const played = lineOf(given, decisions, replay);
  const best = bestLine(given, replay);
  const other = best.line;
  return {
    played,
    best,
    difference: {
      eur: played.lost + played.end.spent - other.lost - other.end.spent,
      units: played.units.map(({ unit, lost }, at) => ({ unit, lost: lost - (other.units[at]?.lost ?? 0) })),
      minutes: endOf(played) - endOf(other),
      missed: played.missed.length - other.missed.length,
    },
    todos: todosOf(given, played, other),
  };
}

function endOf({ end }: Line): number {
  return end.ended ?? end.minute;
}

/** What the best line installs or takes off, what was installed in haste and helps, and every report that was missed. */
function todosOf(given: TabletopCase, played: Line, best: Line): Todo[] {
  const measures = new Set([...measuresOf(best), ...measuresOf(played).filter((each) => helps(given, each))]);
  const isolated = [...new Set(best.decisions.flatMap((each) => (each.kind === 'isolate' ? [each.on] : [])))];
  return [
    ...[...measures].map((measure): Todo => ({ kind: 'install', measure })),
    ...isolated.map((on): Todo => ({ kind: 'isolate', on })),
    ...played.missed.map((duty): Todo => ({ kind: 'duty', duty })),
  ];
}

function measuresOf({ decisions }: Line): number[] {
  return decisions.flatMap((each) => (each.kind === 'install' ? [each.measure] : []));
}

/** Alone or beside others: many a measure only closes the way that another one leaves. */
function helps({ wayOf }: TabletopCase, measure: number): boolean {
  return wayOf.some((way, set) => wayOf[set | (1 << measure)] !== way);
}
