// SPDX-License-Identifier: Apache-2.0
// The best line that is known: all lines of decisions are tried, with hindsight of the attack, until there are too many.
import type { Happened, Replay, TabletopCase } from './case.ts';
import { compareLines, type Line, lineAt } from './line.ts';
import { after, type Decision, optionsOf, type Position, startOf } from './position.ts';

export interface BestLine {
  readonly line: Line;
  /** Lines that were played to the end. */
  readonly tried: number;
  /** All of them; otherwise there may be a better one. */
  readonly isAll: boolean;
}

/** Positions that are looked at. */
const MOST_POSITIONS = 40_000;
/** Decisions of a line that is looked for; with hindsight few are needed. */
const MOST_DEEP = 10;

/** Short lines first. What has spent as much as the best line costs, with no report missed there, cannot become better. */
export function bestLine(given: TabletopCase, replay: Replay): BestLine {
  const once = remembered(replay);
  const open: { decisions: readonly Decision[]; now: Position }[] = [{ decisions: [], now: startOf(given) }];
  let best: Line | undefined;
  let [tried, isDeep, at] = [0, false, 0];
  for (; at < open.length && at < MOST_POSITIONS; at++) {
    const { decisions, now } = open[at] as (typeof open)[number];
    if (now.isClosed) {
      const line = lineAt(given, decisions, now, once);
      tried++;
      if (best === undefined || compareLines(line, best) < 0) best = line;
    } else if (decisions.length >= MOST_DEEP) isDeep = true;
    else if (best === undefined || best.missed.length > 0 || now.spent < best.lost + best.end.spent)
      for (const decision of worthTrying(given, decisions, now))
        open.push({ decisions: [...decisions, decision], now: after(given, now, decision) });
  }
  if (best === undefined) throw new RangeError('No line of decisions comes to an end');
  return { line: best, tried, isAll: !isDeep && at === open.length };
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

/** Hindsight needs no look; who declares, reports; a measure that leaves the way as it is does nothing. */
function worthTrying(given: TabletopCase, decisions: readonly Decision[], now: Position): Decision[] {
  const options = optionsOf(given, { ...now, hasLooked: true }, decisions.length);
  if (decisions.at(-1)?.kind === 'declare' && options.some(({ kind }) => kind === 'report'))
    return options.filter(({ kind }) => kind === 'report');
  return options.filter((option) => {
    if (option.kind !== 'install') return option.kind !== 'look';
    return given.wayOf[now.installed | (1 << option.measure)] !== given.wayOf[now.installed];
  });
}
