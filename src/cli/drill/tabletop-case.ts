// SPDX-License-Identifier: Apache-2.0
// From a model to an exercise: the proven way that harms most, what stops it, and the reports that it makes due.
import type { Way } from '../../analyse/index.ts';
import { happeningsOf, type Replay, type TabletopCase } from '../../awareness/index.ts';
import { type Frame, hourOfWeek, replayOf, withHappenings } from '../../cascade/index.ts';
import { entityHash, runHash, uniform } from '../../core/keyed-draw.ts';
import type { Call } from '../command.ts';
import type { Subject } from '../input.ts';
import { dutiesOf } from './duties.ts';
import { type Ground, groundOf, quietFrame } from './ground.ts';
import type { Drill } from './words.ts';

export interface Tabletop {
  readonly given: TabletopCase;
  readonly frame: Frame;
  readonly replay: Replay;
}

/** Measures on offer; more are too many to talk about. */
const MOST_MEASURES = 4;
/** Steps from which on there is something to decide. */
const ENOUGH_STEPS = 3;
/** Minutes that any act takes at least, however lucky the draw. */
const LEAST_MINUTES = 10;
/** Hours that are looked at after the first sign. */
const HORIZON = 8 * 7 * 24;

/** @throws Failure 2 unknown attack, 3 bad facts, 4 nothing to play. */
export function tabletopOf(call: Call, subject: Subject, source: Drill<'tabletop'>, seed: number): Tabletop {
  const ground = groundOf(call, subject);
  const startHour = hourOfWeek(source.start);
  const harm = harmOf(subject, startHour);
  const way = chosenWay(ground.ways, harm);
  const { frame } = quietFrame(subject, { seed, startHour, horizon: HORIZON, target: way.target });
  const offers = offersOn(way, ground);
  const played = waysOf(way, offers, ground);
  const given: TabletopCase = {
    model: subject.loaded.model.name,
    attack: way.attack,
    title: way.title,
    impact: way.impact,
    attacker: ground.attackerName(way.attacker),
    target: way.target,
    names: Object.fromEntries((subject.loaded.model.assets ?? []).map(({ id }) => [id, ground.nameOf(id)])),
    seed,
    startHour,
    ways: played.ways.map((each) => each.steps.map((step) => drawn(step, seed))),
    wayOf: played.wayOf,
    measures: offers.map((at) => measureOf(at, way, subject, ground)),
    ...dutiesOf(call, subject.pack, source),
    times: source.minutes,
  };
  return {
    given,
    frame,
    replay: (happened) => replayOf(withHappenings(frame, happeningsOf(happened)), [], 0),
  };
}

/** EUR of an outage of each target, each played once. */
function harmOf(subject: Subject, startHour: number): (target: string) => number {
  const known = new Map<string, number>();
  const played = (target: string): number => {
    const { frame } = quietFrame(subject, { seed: 1, startHour, horizon: HORIZON, target });
    const happenings = happeningsOf({ damage: { on: target, hour: 0 }, isolated: [] });
    return replayOf(withHappenings(frame, happenings), [], 0).eur;
  };
  return (target) => {
    const eur = known.get(target) ?? played(target);
    known.set(target, eur);
    return eur;
  };
}

/** With something to decide first, then what harms most, then the longest way, which leaves most time. */
function chosenWay(ways: readonly Way[], harm: (target: string) => number): Way {
  const isLong = ({ steps }: Way): number => (steps.length >= ENOUGH_STEPS ? 1 : 0);
  const [first] = [...ways].sort(
    (a, b) =>
      isLong(b) - isLong(a) ||
      harm(b.target) - harm(a.target) ||
      b.steps.length - a.steps.length ||
      (a.key < b.key ? -1 : 1),
  );
  return first as Way;
}

/** The cheapest measure of each step, last steps first: these still help when the first are done. */
function offersOn({ steps }: Way, { opponent }: Ground): number[] {
  const chosen = new Set<number>();
  for (const { stoppedBy } of [...steps].reverse()) {
    const [cheapest] = [...stoppedBy].sort(
      (a, b) => (opponent.offers[a]?.cost ?? 0) - (opponent.offers[b]?.cost ?? 0) || a - b,
    );
    if (cheapest !== undefined && chosen.size < MOST_MEASURES) chosen.add(cheapest);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** For each set of measures the way that is left to the same attacker and target. */
function waysOf(
  way: Way,
  offers: readonly number[],
  { opponent }: Ground,
): { readonly ways: readonly Way[]; readonly wayOf: readonly number[] } {
  const ways: Way[] = [way];
  const wayOf = Array.from({ length: 1 << offers.length }, (_, set) => {
    const installed = offers.filter((_, at) => (set & (1 << at)) !== 0);
    const left = opponent
      .ways(installed)
      .find(
        (each) => each.attack === way.attack && each.attacker === way.attacker && each.target === way.target,
      );
    if (left === undefined) return -1;
    const known = ways.findIndex(({ key }) => key === left.key);
    return known >= 0 ? known : ways.push(left) - 1;
  });
  return { ways, wayOf };
}

/** The time is drawn by the name of the step, so that it is the same on every way. */
function drawn({ text, days, on }: Way['steps'][number], seed: number): TabletopCase['ways'][number][number] {
  const luck = -Math.log(uniform(runHash(seed, 0), entityHash(text), 1));
  const minutes = days === 0 ? 0 : Math.max(LEAST_MINUTES, Math.round(days * 1440 * luck));
  return { text, minutes, ...(on === undefined ? {} : { on }) };
}

function measureOf(
  at: number,
  { steps }: Way,
  { pack }: Subject,
  { opponent, nameOf }: Ground,
): TabletopCase['measures'][number] {
  const { measure, on, cost } = opponent.offers[at] as (typeof opponent.offers)[number];
  const word = pack.words.measure.get(measure)?.name['en'] ?? measure;
  const stops = steps.find(({ stoppedBy }) => stoppedBy.includes(at))?.text;
  return {
    id: `${measure}@${on.join(',')}`,
    name: `${word} (${on.map(nameOf).join(', ')})`,
    cost,
    ...(stops === undefined ? {} : { stops }),
  };
}
