// SPDX-License-Identifier: Apache-2.0
// From a model to a budget game: which measures are on offer, what each way costs in a year, and what the attacker answers.
import type { Way } from '../../analyse/index.ts';
import {
  type Answer,
  type Board,
  type BoardWay,
  clockOf,
  type Respond,
  YEAR_HOURS,
} from '../../awareness/index.ts';
import { attackRun, type Frame, type Measure, outcomeOf, possibleMeasures } from '../../cascade/index.ts';
import type { Call } from '../command.ts';
import type { Subject } from '../input.ts';
import { type Ground, groundOf, quietFrame } from './ground.ts';
import type { Drill } from './words.ts';

/** A measure on offer: what it stops in the analysis, and what it changes in the cascade. */
interface Offered {
  readonly id: string;
  readonly name: string;
  readonly cost: number;
  readonly measure: string;
  readonly on: readonly string[];
  /** Place among the offers of the analysis; absent where it stops no step. */
  readonly offer?: number;
}

export interface BudgetGame {
  readonly board: Board;
  readonly respond: Respond;
  readonly hand: readonly Offered[];
  /** For a target: its cascade, and what measures on offer change in it, by their place. */
  readonly frameOf: (target: string) => Frame;
  readonly patchesOf: (target: string) => ReadonlyMap<number, Measure>;
}

/** Runs of a year for the expected loss. */
const RUNS = 60;
/** Measures that one way brings into the offer. */
const CUTS_OF_A_WAY = 3;
/** Assets around a target on which measures of the cascade are tried. */
const CONCERNED = 4;

/** @param count measures on offer. */
export function budgetGame(
  call: Call,
  subject: Subject,
  source: Drill<'budget'>,
  { seed, count, budget }: { readonly seed: number; readonly count: number; readonly budget?: number },
): BudgetGame {
  const ground = groundOf(call, subject);
  const cascade = createCascade(subject, seed);
  call.progress.step('Following the attacker');
  const hand = handOf(subject, ground, cascade, count);
  const patchesOf = (target: string): ReadonlyMap<number, Measure> => {
    const known = cascade.measuresOf(target);
    return new Map(
      hand.flatMap(({ id }, at) => {
        const patch = known.get(id);
        return patch === undefined ? [] : [[at, patch] as const];
      }),
    );
  };
  const ways: BoardWay[] = [];
  const placeOf = new Map<string, number>();
  const respond = remembered((set): Answer => {
    const has = (at: number): boolean => (set & (1 << at)) !== 0;
    const installed = hand.flatMap(({ offer }, at) => (offer !== undefined && has(at) ? [offer] : []));
    const open = ground.opponent.ways(installed).map((way) => {
      const patches = [...patchesOf(way.target)].flatMap(([at, patch]) => (has(at) ? [patch] : []));
      return { way, loss: cascade.lossOf(way, patches) };
    });
    const [worst] = open.sort(
      (a, b) => b.loss - a.loss || a.way.days - b.way.days || (a.way.key < b.way.key ? -1 : 1),
    );
    if (worst === undefined || worst.loss <= 0) return { way: -1, loss: 0 };
    const { way, loss } = worst;
    const place = placeOf.get(way.key) ?? ways.push(boardWay(way, ground)) - 1;
    placeOf.set(way.key, place);
    return { way: place, loss };
  });
  const total = hand.reduce((sum, { cost }) => sum + cost, 0);
  const board: Board = {
    model: subject.loaded.model.name,
    seed,
    years: source.years,
    budget: budget ?? Math.max(100, Math.round((total * source.share) / 100) * 100),
    measures: hand.map(({ id, name, cost }) => ({ id, name, cost })),
    ways,
  };
  return { board, respond, hand, frameOf: cascade.frameOf, patchesOf };
}

function remembered(respond: Respond): Respond {
  const known = new Map<number, Answer>();
  return (set) => {
    const answer = known.get(set) ?? respond(set);
    known.set(set, answer);
    return answer;
  };
}

function boardWay({ title, attacker, target, days, steps }: Way, ground: Ground): BoardWay {
  return {
    title,
    attacker: ground.attackerName(attacker),
    target,
    days,
    steps: steps.map(({ text, days: each }) => ({ text, days: each })),
  };
}

interface Cascade {
  readonly frameOf: (target: string) => Frame;
  /** Measures that change the cascade of the target, by `measure@element`. */
  readonly measuresOf: (target: string) => ReadonlyMap<string, Measure>;
  /** Mean EUR of a year in which the way is taken. */
  readonly lossOf: (way: Way, patches: readonly Measure[]) => number;
}

function createCascade(subject: Subject, seed: number): Cascade {
  const { loaded, pack } = subject;
  const assets = new Set((loaded.model.assets ?? []).map(({ id }) => id));
  const prepared = once((target) => {
    const { frame, on } = quietFrame(subject, { seed, startHour: 0, horizon: YEAR_HOURS, target });
    const suppliers = on.system.groups
      .filter(({ of }) => of === target)
      .flatMap((group) => group.suppliers.map(({ asset }) => asset));
    const consumers = on.system.groups.filter((group) =>
      group.suppliers.some(({ asset }) => asset === target),
    );
    const concerned = [...new Set([target, ...consumers.map(({ of }) => of), ...suppliers])];
    const measures = possibleMeasures(loaded.model, pack, on, concerned.slice(0, CONCERNED));
    return { frame, measures: offeredOnly(measures, subject) };
  });
  const losses = new Map<string, number>();
  return {
    frameOf: (target) => prepared(target).frame,
    measuresOf: (target) => (assets.has(target) ? prepared(target).measures : new Map()),
    lossOf: (way, patches) => {
      if (!assets.has(way.target)) return 0;
      const days = way.steps.map((step) => step.days);
      const key = JSON.stringify([way.target, days, patches.map(({ id }) => id)]);
      const loss = losses.get(key) ?? meanLoss(prepared(way.target).frame, way, patches);
      losses.set(key, loss);
      return loss;
    },
  };
}

function once<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

/**
 * By `measure@element`, as the analysis offers them: what the model offers for several elements is bought for all of them
 * at its own price, and not once more for one of them.
 */
function offeredOnly(measures: readonly Measure[], { loaded }: Subject): ReadonlyMap<string, Measure> {
  const own = (loaded.model.measures ?? []).filter(({ status }) => status === 'available');
  const byId = new Map(own.map((offer) => [offer.id, offer]));
  const taken = new Set(own.flatMap(({ measure, on }) => on.map((element) => `${measure}@${element}`)));
  return new Map(
    measures.flatMap((each) => {
      const offer = byId.get(each.id);
      if (offer !== undefined) return [[idOf(offer), each] as const];
      return taken.has(each.id) ? [] : [[each.id, each] as const];
    }),
  );
}

function idOf({ measure, on }: Pick<Offered, 'measure' | 'on'>): string {
  return `${measure}@${on.join(',')}`;
}

function meanLoss(frame: Frame, way: Way, patches: readonly Measure[]): number {
  const clock = clockOf(way);
  const extra = (run: number) =>
    attackRun(clock, frame.seed, run).happenings.filter(
      ({ at }) => at.kind === 'fixed' && at.hours < YEAR_HOURS,
    );
  const { eur } = outcomeOf({ ...frame, extra }, patches, RUNS);
  return Math.round(eur.reduce((sum, each) => sum + each, 0) / RUNS);
}

/**
 * Follows the attacker: the way that harms most brings the cheapest measures that stop it, and the one that softens it
 * most; the cheapest of them is taken as bought, and the next way is looked at.
 */
function handOf(subject: Subject, ground: Ground, cascade: Cascade, count: number): Offered[] {
  const hand = new Map<string, Offered>();
  const bought: number[] = [];
  const passed = new Set<string>();
  const offered = offering(subject, ground);
  while (hand.size < count) {
    const worst = ground.opponent
      .ways(bought)
      .filter(({ key }) => !passed.has(key))
      .map((way) => ({ way, loss: cascade.lossOf(way, []) }))
      .sort((a, b) => b.loss - a.loss || a.way.days - b.way.days || (a.way.key < b.way.key ? -1 : 1))[0];
    if (worst === undefined || worst.loss <= 0) break;
    const cuts = cutsOf(worst.way, ground).map(offered);
    const soft = softest(worst.way, worst.loss, cascade).map(offered);
    for (const each of [...cuts, ...soft])
      if (hand.size < count && !hand.has(each.id)) hand.set(each.id, each);
    const next = cuts.find(({ offer }) => offer !== undefined && !bought.includes(offer))?.offer;
    if (next === undefined) passed.add(worst.way.key);
    else bought.push(next);
  }
  return [...hand.values()].sort((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1));
}

type Buyable = Pick<Offered, 'measure' | 'on' | 'cost'>;

function cutsOf({ steps }: Way, { opponent }: Ground): Buyable[] {
  const places = [...new Set(steps.flatMap(({ stoppedBy }) => stoppedBy))];
  return places
    .map((at) => ({ ...(opponent.offers[at] as Buyable), at }))
    .sort((a, b) => a.cost - b.cost || a.at - b.at)
    .slice(0, CUTS_OF_A_WAY);
}

function softest(way: Way, loss: number, cascade: Cascade): Buyable[] {
  return [...cascade.measuresOf(way.target)]
    .map(([key, measure]) => ({ key, measure, left: cascade.lossOf(way, [measure]) }))
    .filter(({ left }) => left < loss)
    .sort((a, b) => a.left + a.measure.cost - b.left - b.measure.cost || (a.key < b.key ? -1 : 1))
    .slice(0, 1)
    .map(({ key, measure }) => {
      const [word = '', on = ''] = key.split('@');
      return { measure: word, on: on.split(','), cost: measure.cost };
    });
}

/** Whatever brought a measure into the hand, it stops all the steps that the analysis knows it to stop. */
function offering({ pack }: Subject, { opponent, nameOf }: Ground): (given: Buyable) => Offered {
  const places = new Map(opponent.offers.map((offer, at) => [idOf(offer), at]));
  return ({ measure, on, cost }) => {
    const id = idOf({ measure, on });
    const word = pack.words.measure.get(measure)?.name['en'] ?? measure;
    const offer = places.get(id);
    return {
      id,
      name: `${word} (${on.map(nameOf).join(', ')})`,
      cost,
      measure,
      on,
      ...(offer === undefined ? {} : { offer }),
    };
  };
}
