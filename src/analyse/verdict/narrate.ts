// SPDX-License-Identifier: Apache-2.0
// From rule instances to at most ten readable steps.
import type { Position } from '../../core/problem.ts';
import type { LoadedModel, Model, Pack } from '../../model/index.ts';
import { flowId, type InputFact, positionOf } from '../facts/index.ts';
import type { GroundFact } from '../ground/encode.ts';
import { type Instance, textOf } from '../ground/system.ts';
import type { Cut, Harm, Step } from '../report.ts';
import type { Predicate } from '../rules/vocabulary.ts';

/** A proof is read by people: no more steps than this. */
export const MAX_STEPS = 10;

/** The facts that say most about why a step is possible come first; of the others, the first of the instance. */
const TELLING = [
  'vulnerable',
  'has',
  'kept-in',
  'known-to',
  'unlocks',
  'may',
  'provides',
  'flow',
  'zone-flow',
  'runs-on',
  'link',
  'listens',
  'stores',
  'carries',
  'works-in',
  'employed-by',
  'belongs-to',
  'person-is',
  'at',
  'is',
  'zone-is',
];

export interface Names {
  of(id: string): string;
}

/** What people call the elements of a model; an id where there is no name. */
export function namesOf(loaded: LoadedModel, pack: Pack): Names {
  const names = new Map<string, string>();
  const { zones, assets, flows, barriers, people, identities, roles, credentials, suppliers } = loaded.model;
  for (const list of [zones, assets, flows, barriers, people, identities, roles, credentials, suppliers]) {
    for (const element of list ?? [])
      if (element.id !== undefined && element.name !== undefined) names.set(element.id, element.name);
  }
  const nameOf = (id: string): string => names.get(id) ?? id;
  for (const flow of flows ?? [])
    if (flow.name === undefined)
      names.set(flowId(flow), `what flows from ${nameOf(flow.from)} to ${nameOf(flow.to)}`);
  for (const kind of ['data', 'right', 'class', 'property', 'measure'] as const) {
    for (const [id, word] of pack.words[kind])
      if (!names.has(id)) names.set(id, (word.name['en'] ?? id).toLowerCase());
  }
  return { of: (id) => names.get(id) ?? id };
}

/** The sentence of a rule for one instance. */
export function narrate(template: string, bindings: ReadonlyMap<string, string>, names: Names): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, variable: string, at: number) => {
    const value = bindings.get(variable);
    if (value === undefined) return whole;
    const name = names.of(value);
    // A name that begins a sentence gets its capital; an id stays as it is typed.
    return at === 0 && name !== value ? name.charAt(0).toUpperCase() + name.slice(1) : name;
  });
}

/** Rule of the steps that --assume gives. */
const ASSUMED = 'start:assumed';

/**
 * The steps of a proof; bookkeeping is folded into the act that follows it. Where nothing follows, what the attack
 * itself asks for is told, so that no proof ends before its point.
 */
export function stepsOf(
  proof: readonly Instance[],
  loaded: LoadedModel,
  names: Names,
  cutsOf: (instance: Instance) => readonly Cut[],
  assumed: readonly Step[],
  predicates: ReadonlyMap<string, Predicate>,
): readonly Step[] {
  const steps: Step[] = [...assumed];
  let silent: InputFact[] = [];
  let harms: Harm[] = [];
  const goals = new Set((proof.at(-1)?.when ?? []).map(textOf));
  for (const instance of proof) {
    const told =
      isTold(instance) ||
      (!instance.rule.act && instance.rule.narrate !== '' && goals.has(textOf(instance.then)));
    harms.push(...harmsOf(instance, predicates));
    if (!told) {
      silent.push(...instance.facts);
      continue;
    }
    const facts = [...instance.facts, ...silent];
    steps.push({
      rule: instance.rule.id,
      text: narrate(instance.rule.narrate, instance.bindings, names),
      at: placeOf(instance.facts, facts, loaded) ?? placeOfElement(instance.then.args[0] ?? '', loaded),
      techniques: instance.rule.techniques,
      days: instance.rule.days,
      confidence: facts.reduce((least, fact) => Math.min(least, fact.source?.confidence ?? 1), 1),
      cuts: cutsOf(instance),
      instances: 1,
      ...(harms.length === 0 ? {} : { harms }),
    });
    silent = [];
    harms = [];
  }
  return collapse(withHarms(steps, harms));
}

/** What bookkeeping at the end harms belongs to the last act. */
function withHarms(steps: readonly Step[], harms: readonly Harm[]): readonly Step[] {
  const last = steps.at(-1);
  if (last === undefined || harms.length === 0) return steps;
  return [...steps.slice(0, -1), { ...last, harms: [...(last.harms ?? []), ...harms] }];
}

/** What the conclusion of a rule harms, by the channel of its predicate. */
function harmsOf({ then }: Instance, predicates: ReadonlyMap<string, Predicate>): Harm[] {
  const { channel, sorts } = predicates.get(then.predicate) ?? {};
  const [on] = then.args;
  if (channel === undefined || on === undefined) return [];
  const data = then.args[sorts?.indexOf('data') ?? -1];
  return [{ channel, on, ...(data === undefined ? {} : { data }) }];
}

/** The assumed facts that a proof uses, as its first steps. */
export function assumedSteps(
  proof: readonly Instance[],
  assumed: readonly GroundFact[],
  predicates: ReadonlyMap<string, Predicate>,
  loaded: LoadedModel,
  names: Names,
): readonly Step[] {
  const derived = new Set(proof.map(({ then }) => textOf(then)));
  const used = new Set(proof.flatMap(({ when }) => when.map(textOf)).filter((fact) => !derived.has(fact)));
  return assumed
    .filter((fact) => used.has(textOf(fact)))
    .map(({ predicate, args }) => {
      const values = new Map(args.map((arg, place) => [String(place + 1), arg]));
      const sentence = predicates.get(predicate)?.narrate ?? '';
      const text = sentence === '' ? textOf({ predicate, args }) : narrate(sentence, values, names);
      const at = placeOfElement(args[0] ?? '', loaded);
      return {
        rule: ASSUMED,
        text: `Assumed: ${text}`,
        at,
        techniques: [],
        days: 0,
        confidence: 1,
        cuts: [],
        instances: 1,
      };
    });
}

const ELEMENTS = ['assets', 'zones', 'flows', 'people', 'identities', 'credentials', 'suppliers'] as const;
type Element = Pick<NonNullable<Model['flows']>[number], 'id' | 'source'>;

/** Where an element is declared: an import knows the line it comes from. */
function placeOfElement(id: string, loaded: LoadedModel): Position {
  for (const section of ELEMENTS) {
    const elements: readonly Element[] = loaded.model[section] ?? [];
    const at = elements.findIndex((element) => element.id === id);
    if (at >= 0) return positionOf({ path: [section, at], source: elements[at]?.source }, loaded);
  }
  return loaded.locate([]);
}

/** Acts, gaps, and starts that the model has a say in; the rest is bookkeeping. */
function isTold({ rule, facts }: Instance): boolean {
  if (rule.narrate === '') return false;
  if (rule.id.startsWith('start:')) return facts.some((fact) => fact.path.length > 0);
  return rule.act || rule.when.some((atom) => atom.predicate === 'gap');
}

/** Where the most telling fact of the step is stated. */
function placeOf(
  own: readonly InputFact[],
  all: readonly InputFact[],
  loaded: LoadedModel,
): Position | undefined {
  for (const facts of [own, all]) {
    const stated = facts.filter((fact) => fact.path.length > 0);
    for (const predicate of TELLING) {
      const fact = stated.find((each) => each.predicate === predicate);
      if (fact !== undefined) return positionOf(fact, loaded);
    }
    if (stated[0] !== undefined) return positionOf(stated[0], loaded);
  }
  return undefined;
}

/** Neighbours by the same rule become one step; then, while there are too many, the two shortest neighbours do. */
function collapse(steps: readonly Step[]): readonly Step[] {
  let list = [...steps];
  while (list.length > MAX_STEPS) {
    const same = list.findIndex((step, at) => at > 0 && step.rule === list[at - 1]?.rule);
    const at = same > 0 ? same : lightest(list);
    list = [...list.slice(0, at - 1), merged(list[at - 1] as Step, list[at] as Step), ...list.slice(at + 1)];
  }
  return list;
}

/** Index of the step that merges into its predecessor at the least loss; the first and the last step stay as they are. */
function lightest(list: readonly Step[]): number {
  let best = 2;
  for (let at = 2; at < list.length - 1; at++) {
    const load = (index: number): number =>
      (list[index - 1] as Step).instances + (list[index] as Step).instances;
    if (load(at) < load(best)) best = at;
  }
  return best;
}

function merged(first: Step, second: Step): Step {
  return {
    rule: second.rule,
    text:
      first.rule === second.rule
        ? `${second.text} (the last of ${first.instances + second.instances} such steps)`
        : `${first.text}; then ${second.text}`,
    at: first.at,
    techniques: [...new Set([...first.techniques, ...second.techniques])],
    days: first.days + second.days,
    confidence: Math.min(first.confidence, second.confidence),
    cuts: [...first.cuts, ...second.cuts],
    instances: first.instances + second.instances,
    ...(first.harms === undefined && second.harms === undefined
      ? {}
      : { harms: [...(first.harms ?? []), ...(second.harms ?? [])] }),
  };
}
