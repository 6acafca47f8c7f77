// SPDX-License-Identifier: Apache-2.0
// How an incident is called.
import { LEVELS } from '../sigma/rule.ts';
import type { Group } from './group.ts';
import type { TakenStep } from './incident.ts';
import type { FusionKnowledge } from './knowledge.ts';
import type { Subject } from './subject.ts';

const MAX_FAMILY = 60;

/** Stage, family of rules, and the thing it is about: `order / paid-without-capture / order 1234`. */
export function fingerprintOf({ rule, main }: Subject, knowledge: FusionKnowledge): string {
  const stage = (rule.threats ?? [])
    .map((threat) => knowledge.stageOf(threat))
    .find((each) => each !== undefined);
  return [
    ...(stage === undefined ? [] : [stage]),
    familyOf(rule.id, rule.title),
    ...(main === undefined ? [] : [`${main.kind} ${main.value}`]),
  ].join(' / ');
}

/** The last part of an id of a pack; of other rules the title, since theirs are numbers. */
function familyOf(id: string, title: string): string {
  const isReadable = /^[a-z][a-z0-9._/-]*$/.test(id);
  const name = isReadable ? (id.split('/').at(-1) ?? id) : title;
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, MAX_FAMILY);
}

/** A sentence without a full stop: the attack whose goal was reached, else the worst rule and what it is about. */
export function titleOf(group: Group, steps: readonly TakenStep[]): string {
  const goal = steps.find(({ isGoal }) => isGoal);
  if (goal !== undefined) {
    const taken = steps.filter(({ path }) => path === goal.path).length;
    return `${goal.title} on ${goal.target}: ${taken} of ${goal.of} steps seen`;
  }
  const rules = [...group.rules.values()];
  const worst = rules.reduce((top, each) =>
    LEVELS.indexOf(each.head.level) > LEVELS.indexOf(top.head.level) ? each : top,
  );
  const entry = [...group.timeline.values()].find(({ rule }) => rule.id === worst.head.id);
  const about = entry === undefined || entry.about === '' ? '' : ` (${entry.about})`;
  const others = rules.length - 1;
  const more = others === 0 ? '' : `, with ${others} other ${others === 1 ? 'detection' : 'detections'}`;
  return `${worst.head.title}${about}${more}`;
}
