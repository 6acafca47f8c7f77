// SPDX-License-Identifier: Apache-2.0
// How surely an alert belongs to an incident:  1 − Π (1 − wᵢ · rᵢ · 2^(−Δtᵢ/hᵢ))  over all evidence i, in [0, 1].
// w: what the evidence says at once, r: rarity of the value, Δt: since the incident last showed it, h: its half-life.
import type { Group } from './group.ts';
import type { Evidence } from './incident.ts';
import { type PartnerTable, rarityOf } from './rarity.ts';
import type { Subject } from './subject.ts';

const HOUR = 3_600_000;

/** From here on an alert joins an incident. */
export const JOIN = 0.5;
/** From here on two incidents that an alert belongs to are one. */
export const MERGE = 0.6;

/** Keys below this weight say where something was, such as an asset and its zone; only the best of them counts. */
const PLACE = 0.5;

/** The same name under another kind says a little less. */
const OTHER_KIND = 0.8;

/** Weights and half-lives of evidence that is not a key; those of keys are data of the pack. */
export const WEIGHTS = {
  /** An element one step away in the model. */
  neighbour: { weight: 0.3, halfLife: 2 * HOUR },
  /** The goal of an attack path of which earlier steps were taken. */
  goal: { weight: 0.7, halfLife: 12 * HOUR },
  /** A later step of an attack path of which earlier steps were taken. */
  onward: { weight: 0.55, halfLife: 12 * HOUR },
  /** A step of another way to the target of the same attack. */
  sideways: { weight: 0.4, halfLife: 12 * HOUR },
  /** A step before one that was taken. */
  backward: { weight: 0.3, halfLife: 12 * HOUR },
  /** An event that alerts of both rest on. */
  event: { weight: 0.9, halfLife: 48 * HOUR },
  threat: { weight: 0.3, halfLife: 6 * HOUR },
  technique: { weight: 0.2, halfLife: 6 * HOUR },
  rule: { weight: 0.3, halfLife: 6 * HOUR },
  /** Alerts without any key join those of their rule. */
  keyless: { weight: 0.7, halfLife: HOUR },
} as const;

export interface Similarity {
  readonly value: number;
  /** The strongest first. */
  readonly evidence: readonly Evidence[];
}

export function similarityOf(subject: Subject, group: Group, partners: PartnerTable): Similarity {
  const found = [
    ...keyEvidence(subject, group, partners),
    ...best(eventEvidence(subject, group)),
    ...best(neighbourEvidence(subject, group)),
    ...best(pathEvidence(subject, group)),
    ...best([
      ...threatEvidence(subject, group),
      ...techniqueEvidence(subject, group),
      ...ruleEvidence(subject, group),
    ]),
  ].filter(({ weight }) => weight > 0.01);
  const apart = found.reduce((product, { weight }) => product * (1 - weight), 1);
  return { value: 1 - apart, evidence: found.toSorted((left, right) => right.weight - left.weight) };
}

function best(found: readonly Evidence[]): readonly Evidence[] {
  const [first, ...rest] = found;
  return first === undefined
    ? []
    : [rest.reduce((top, each) => (each.weight > top.weight ? each : top), first)];
}

function faded({ weight, halfLife }: { weight: number; halfLife: number }, age: number): number {
  return weight * 2 ** (-Math.max(0, age) / halfLife);
}

function keyEvidence(
  { keys, time, rule }: Subject,
  group: Group,
  partners: PartnerTable,
): readonly Evidence[] {
  const shared = keys.flatMap(({ id, kind, value, meaning }) => {
    const seen = group.keys.get(id) ?? group.names.get(value);
    if (seen === undefined) return [];
    const isOther = !group.keys.has(id);
    const weight =
      faded(meaning, time - seen.last) *
      rarityOf(partners, id, meaning, rule.id) *
      (isOther ? OTHER_KIND : 1);
    const isPlace = meaning.weight < PLACE;
    const text = `${kind} ${value}${isOther ? `, there as ${seen.kind}` : ''}`;
    return [{ isPlace, evidence: { kind: 'key' as const, text, weight } }];
  });
  const told = (place: boolean): readonly Evidence[] =>
    shared.filter(({ isPlace }) => isPlace === place).map(({ evidence }) => evidence);
  return [...told(false), ...best(told(true))];
}

function neighbourEvidence({ elements, neighbours, time }: Subject, group: Group): readonly Evidence[] {
  return [...neighbours].flatMap(([element, of]): Evidence[] => {
    const last = elements.has(element) ? undefined : group.elements.get(element);
    if (last === undefined) return [];
    const weight = faded(WEIGHTS.neighbour, time - last);
    return [{ kind: 'neighbour', text: `${of} is next to ${element} in the model`, weight }];
  });
}

function pathEvidence({ marks, time }: Subject, group: Group): readonly Evidence[] {
  if (marks.length === 0 || group.steps.size === 0) return [];
  const taken = [...group.steps.values()];
  return marks.flatMap(({ path, step, isGoal, clarity }) =>
    taken.flatMap((other): Evidence[] => {
      if (other.attack !== path.attack || other.target !== path.target) return [];
      const isSameWay = other.path === path.id;
      if (isSameWay && other.step === step + 1) return [];
      const onward = isGoal ? WEIGHTS.goal : WEIGHTS.onward;
      const rate = isSameWay ? (other.step <= step ? onward : WEIGHTS.backward) : WEIGHTS.sideways;
      const weight = faded(rate, time - other.last) * clarity;
      const text = `step ${step + 1} of ${path.steps.length} to “${path.title}” on ${path.target}, after step ${other.step}`;
      return [{ kind: 'path', text, weight }];
    }),
  );
}

function eventEvidence({ events, time }: Subject, group: Group): readonly Evidence[] {
  return events.flatMap((event): Evidence[] => {
    const last = group.events.get(event);
    if (last === undefined) return [];
    return [{ kind: 'event', text: 'the same event', weight: faded(WEIGHTS.event, time - last) }];
  });
}

function techniqueEvidence({ rule, time }: Subject, group: Group): readonly Evidence[] {
  return rule.techniques.flatMap((technique): Evidence[] => {
    const last = group.techniques.get(technique);
    if (last === undefined) return [];
    return [{ kind: 'technique', text: technique, weight: faded(WEIGHTS.technique, time - last) }];
  });
}

function threatEvidence({ rule, time }: Subject, group: Group): readonly Evidence[] {
  return (rule.threats ?? []).flatMap((threat): Evidence[] => {
    const last = group.threats.get(threat);
    if (last === undefined) return [];
    return [{ kind: 'threat', text: `threat ${threat}`, weight: faded(WEIGHTS.threat, time - last) }];
  });
}

function ruleEvidence({ rule, time, keys }: Subject, group: Group): readonly Evidence[] {
  const seen = group.rules.get(rule.id);
  if (seen === undefined) return [];
  const rate = keys.length === 0 ? WEIGHTS.keyless : WEIGHTS.rule;
  return [{ kind: 'rule', text: 'the same rule', weight: faded(rate, time - seen.last) }];
}
