// SPDX-License-Identifier: Apache-2.0
// The best line that is known: lines of decisions are tried, with hindsight of the attack, until there are no more or too many.
import type { Happened, Replay, TabletopCase } from './case.ts';
import { compareLines, type Line, lineAt } from './line.ts';
import { after, type Decision, optionsOf, type Position, startOf } from './position.ts';

export interface BestLine {
  readonly line: Line;
  /** Lines that were played to the end. */
  readonly tried: number;
  /** All lines, but for those that could no longer be better; otherwise there may be a better one. */
  readonly isAll: boolean;
}

/** Positions that are looked at. */
const MOST_POSITIONS = 40_000;
/** Decisions of a line that is looked for; with hindsight few are needed. */
const MOST_DEEP = 10;

interface Open {
  readonly decisions: readonly Decision[];
  readonly now: Position;
}

/**
 * Short lines first, and among them those that go straight; a decision that seems to lose only time is put off, not left
 * out: an hour may be what a hold or another way needed. What can no longer beat the best line is left.
 */
export function bestLine(given: TabletopCase, replay: Replay): BestLine {
  const once = remembered(replay);
  const open: Open[] = [{ decisions: [], now: startOf(given) }];
  const putOff: Open[] = [];
  let best: Line | undefined;
  let [tried, isDeep, at] = [0, false, 0];
  for (; at < MOST_POSITIONS; at++) {
    const one = at < open.length ? open[at] : putOff[at - open.length];
    if (one === undefined) break;
    const { decisions, now } = one;
    if (now.isClosed) {
      const line = lineAt(given, decisions, now, once);
      tried++;
      if (best === undefined || compareLines(line, best) < 0) best = line;
    } else if (best !== undefined && cannotBeat(best, now)) continue;
    else if (decisions.length >= MOST_DEEP) isDeep = true;
    else
      for (const decision of optionsInHindsight(given, decisions, now)) {
        const next = { decisions: [...decisions, decision], now: after(given, now, decision) };
        // Once lines that were put off are looked at, all that follows is behind them.
        const goesStraight = at < open.length && isStraight(given, decisions, now, decision);
        (goesStraight ? open : putOff).push(next);
      }
  }
  if (best === undefined) throw new RangeError('No line of decisions comes to an end');
  return { line: best, tried, isAll: !isDeep && at === open.length + putOff.length };
}

/**
 * No line misses fewer reports than none, money that is spent does not come back, losses are never below 0, and an end lies
 * behind the present: so each part of `compareLines` is at least what is compared here.
 */
function cannotBeat(best: Line, now: Position): boolean {
  if (best.missed.length > 0) return false;
  const saved = best.lost + best.end.spent - now.spent;
  const time = ({ ended, minute }: Position): number => ended ?? minute;
  return saved < 0 || (saved === 0 && time(now) >= time(best.end));
}

function remembered(replay: Replay): Replay {
  const known = new Map<string, ReturnType<Replay>>();
  return (happened: Happened) => {
    const key = JSON.stringify(happened);
    const answer = known.get(key) ?? replay(happened);
    known.set(key, answer);
    return answer;
  };
}

/** All that can be decided by who knows the next step without a look. */
function optionsInHindsight(given: TabletopCase, decisions: readonly Decision[], now: Position): Decision[] {
  const options = optionsOf(given, { ...now, hasLooked: true }, decisions.length);
  return now.status === 'running' && !now.hasLooked ? [...options, { kind: 'look' }] : options;
}

/** Hindsight needs no look; who declares, reports; a measure that leaves the way as it is does nothing yet. */
function isStraight(
  given: TabletopCase,
  decisions: readonly Decision[],
  now: Position,
  decision: Decision,
): boolean {
  if (decisions.at(-1)?.kind === 'declare' && given.duties.some(({ id }) => now.sent[id] === undefined))
    return decision.kind === 'report';
  if (decision.kind === 'install')
    return given.wayOf[now.installed | (1 << decision.measure)] !== given.wayOf[now.installed];
  return decision.kind !== 'look';
}
