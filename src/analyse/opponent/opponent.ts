// SPDX-License-Identifier: Apache-2.0
// What an attacker does once measures are installed: for each goal that is still open the quickest way that is left.
import { type Instance, instanceOf, nodeOf } from '../ground/system.ts';
import type { Offer } from '../harden/offers.ts';
import { prepare, type Target, type Task, type TaskInput } from '../harden/task.ts';
import { cheapestDerivations } from '../path/cheapest.ts';
import { extractProof } from '../path/proof.ts';
import { ACHIEVED } from '../rules/rule.ts';
import { candidatesOf } from '../verdict/cuts.ts';
import { assumedSteps, namesOf, narrate, stepsOf } from '../verdict/narrate.ts';

export interface WayStep {
  readonly text: string;
  /** Mean days to compromise; 0 for what takes no time. */
  readonly days: number;
  /** The element that the step is about, where the model has one as an asset. */
  readonly on?: string;
  /** Offers that would stop the step, by their place in `offers`. */
  readonly stoppedBy: readonly number[];
}

/** One goal of one attacker with the quickest way to it. */
export interface Way {
  readonly attack: string;
  readonly title: string;
  readonly impact: string;
  readonly severity: 'critical' | 'high' | 'medium';
  readonly attacker: string;
  readonly target: string;
  readonly days: number;
  readonly steps: readonly WayStep[];
  /** Names the way: two with the same key are the same acts. */
  readonly key: string;
}

export interface Opponent {
  readonly offers: readonly Pick<Offer, 'measure' | 'on' | 'cost'>[];
  /**
   * The ways that are left when these offers are installed, one a goal and attacker. A way that stays possible stays the
   * quickest, so only what a measure meets is searched again; each set of measures that met one is searched once.
   */
  ways(installed: readonly number[]): readonly Way[];
}

/** Keeps proofs out of circles where steps take no time. */
const LEAST_DAYS = 1e-6;

/** @throws TypeError when an assumed atom cannot be read; GroundLimitError when the model is too large. */
export function createOpponent(input: TaskInput): Opponent {
  const task = prepare(input);
  const told = createTeller(task, input);
  const weight = Float64Array.from(task.system.rules, (rule) => Math.max(rule.days, LEAST_DAYS));
  const known = new Map<string, readonly number[] | undefined>();
  const proofOf = (target: Target, met: readonly number[]): readonly number[] | undefined => {
    const { attack, attacker, target: element } = target.question;
    const key = `${attack.id} ${attacker} ${element} ${met.join(' ')}`;
    if (!known.has(key)) known.set(key, quickest(task, target, weight, met));
    return known.get(key);
  };
  return {
    offers: task.offers,
    ways: (installed) =>
      task.targets.flatMap((target) => {
        const proof = avoiding(task, installed, (met) => proofOf(target, met));
        return proof === undefined ? [] : [told(target, proof)];
      }),
  };
}

function quickest(
  { system, attempts, offers }: Task,
  { question }: Target,
  weight: Float64Array,
  met: readonly number[],
): readonly number[] | undefined {
  const seeds = attempts.find(({ attacker }) => attacker === question.attacker)?.seeds ?? [];
  const disabled = met.flatMap((offer) => offers[offer]?.cuts ?? []);
  const { cost, support } = cheapestDerivations(system.graph, seeds, weight, disabled);
  const goal = nodeOf(system, ACHIEVED, [question.attack.id, question.target]);
  return Number.isFinite(cost[goal]) ? extractProof(system.graph, support, goal) : undefined;
}

/** Adds measures that the way meets until it meets none of those installed, or there is no way. */
function avoiding(
  { offers }: Task,
  installed: readonly number[],
  proofOf: (met: readonly number[]) => readonly number[] | undefined,
): readonly number[] | undefined {
  const met: number[] = [];
  for (;;) {
    const proof = proofOf(met);
    if (proof === undefined) return undefined;
    const acts = new Set(proof);
    const next = installed.filter(
      (offer) => !met.includes(offer) && offers[offer]?.cuts.some((cut) => acts.has(cut)) === true,
    );
    if (next.length === 0) return proof;
    met.push(...next);
    met.sort((a, b) => a - b);
  }
}

function createTeller(task: Task, { loaded, pack, compiled }: TaskInput) {
  const { system, offers, assumed } = task;
  const names = namesOf(loaded, pack);
  const assets = new Set((loaded.model.assets ?? []).map(({ id }) => id));
  const placeOf = new Map(
    offers.flatMap(({ measure, on }, at) => on.map((element) => [`${measure} ${element}`, at] as const)),
  );
  const known = new Map<string, Way>();
  return ({ question }: Target, proof: readonly number[]): Way => {
    const { attack, attacker, target } = question;
    const key = `${attack.id} ${attacker} ${target} ${proof.join(' ')}`;
    const instances = proof.map((each) => instanceOf(system, each));
    const way = known.get(key) ?? {
      attack: attack.id,
      title: attack.title['en'] ?? attack.id,
      impact: attack.impact['en'] ?? '',
      severity: attack.severity,
      attacker,
      target,
      key,
      ...toldSteps(instances),
    };
    known.set(key, way);
    return way;
  };

  function toldSteps(instances: readonly Instance[]): Pick<Way, 'steps' | 'days'> {
    const stopping = (instance: Instance): number[] =>
      candidatesOf(instance).flatMap(({ measure, on }) => placeOf.get(`${measure} ${on}`) ?? []);
    const sentences = instances.map((instance) => ({
      instance,
      text: narrate(instance.rule.narrate, instance.bindings, names),
    }));
    const steps = stepsOf(
      instances,
      loaded,
      names,
      () => [],
      assumedSteps(instances, assumed, compiled.predicates, loaded, names),
      compiled.predicates,
    ).map(({ text, days }): WayStep => {
      const own = sentences.filter((each) => each.text !== '' && text.includes(each.text));
      const on = own.flatMap(({ instance }) => elementOf(instance)).at(-1);
      const stoppedBy = [...new Set(own.flatMap(({ instance }) => stopping(instance)))];
      return { text, days, stoppedBy, ...(on === undefined ? {} : { on }) };
    });
    return { steps, days: steps.reduce((sum, { days }) => sum + days, 0) };
  }

  function elementOf({ then, bindings, facts }: Instance): readonly string[] {
    const isAsset = (id: string): boolean => assets.has(id);
    const own = then.args.filter(isAsset);
    return own.length > 0
      ? own.slice(0, 1)
      : [...bindings.values(), ...facts.flatMap(({ args }) => args)].filter(isAsset).slice(0, 1);
  }
}
