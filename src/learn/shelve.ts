// SPDX-License-Identifier: Apache-2.0
// From what was learnt to what lies on the shelf.
import type { PolicySource } from '../model/index.ts';
import type { AlarmCost, LearntBaseline } from './baseline/baselines.ts';
import type { ObservedFact } from './facts/fact.ts';
import type { Invariant } from './invariants.ts';
import type { Refinement } from './refine/refinement.ts';
import type { Candidate } from './rules.ts';
import { LEARNT_PACK, markOf } from './shelf.ts';
import type { BaselineItem, FactItem, PolicyItem, RefinementItem } from './shelf-item.ts';

export function ruleItem(candidate: Candidate): PolicyItem {
  const { attack, policy, learnt, held, threats, impliedBy, contradicts } = candidate;
  return {
    ...named(policy, attack),
    kind: 'rule',
    from: attack,
    state: 'waiting',
    learnt: scoreOf(learnt),
    held: scoreOf(held),
    threats: [...threats],
    impliedBy: [...impliedBy],
    contradicts: [...contradicts],
  };
}

export function invariantItem(invariant: Invariant): PolicyItem {
  const { policy, template, support, bits, threats, impliedBy, contradicts } = invariant;
  return {
    ...named(policy, template),
    kind: 'invariant',
    from: template,
    state: 'waiting',
    support,
    bits,
    threats: [...threats],
    impliedBy: [...impliedBy],
    contradicts: [...contradicts],
  };
}

/** @param cost Of all baselines of the same run. */
export function baselineItem({ baseline, fits }: LearntBaseline, { alarms, days }: AlarmCost): BaselineItem {
  return {
    id: baseline.id,
    kind: 'baseline',
    state: 'waiting',
    baseline,
    profiles: [...fits].map(([subject, { samples, alpha, setAside, drift, quantiles }]) => ({
      subject,
      samples,
      alpha,
      setAside,
      drift,
      quantiles,
    })),
    cost: { alarms: alarms.get(baseline.id) ?? 0, days },
  };
}

/** How sure it is and how often it was seen is not part of what a fact says. */
export function factItem(fact: ObservedFact, from: string): FactItem {
  const { count: _, days: __, confidence: ___, text: ____, ...content } = fact;
  const subject = fact.shows === 'right' ? fact.identity : fact.shows === 'flow' ? fact.from : fact.on;
  return {
    id: `${LEARNT_PACK}/fact/${slug(`${fact.says}-${fact.shows}-${subject}`)}-${markOf(content)}`,
    kind: 'fact',
    state: 'waiting',
    from,
    fact,
  };
}

export function refinementItem(refinement: Refinement): RefinementItem {
  const { rule, change } = refinement;
  return {
    id: `${LEARNT_PACK}/refinement/${slug(rule.split('/').at(-1) ?? rule)}-${markOf([rule, change])}`,
    kind: 'refinement',
    state: 'waiting',
    refinement,
  };
}

function named(policy: PolicySource, from: string): Pick<PolicyItem, 'id' | 'policy'> {
  const { on, per, windows = {}, must } = policy;
  const mark = markOf({ on, per, windows, must: must.map(({ that }) => that) });
  const type = [on.event].flat()[0] ?? '';
  const id = `${LEARNT_PACK}/policy/${slug(from)}-${slug(type)}-${mark}`;
  return { id, policy: { ...policy, id } };
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 80) || 'events'
  );
}

function scoreOf({
  right,
  wrong,
  precision,
  recall,
  wrongPerDay,
}: Candidate['learnt']): NonNullable<PolicyItem['held']> {
  const share = ({ hits, of, interval: [low, high] }: typeof precision): Share => ({
    hits,
    of,
    interval: [low, high],
  });
  return { right, wrong, precision: share(precision), recall: share(recall), wrongPerDay };
}

type Share = NonNullable<PolicyItem['held']>['precision'];
