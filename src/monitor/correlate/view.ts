// SPDX-License-Identifier: Apache-2.0
// What an incident in the making looks like to others.
import { LEVELS } from '../sigma/rule.ts';
import type { Group, SeenStep } from './group.ts';
import type { Affected, Incident, TakenStep } from './incident.ts';
import { titleOf } from './sentence.ts';

const MAX_SHOWN_VALUES = 20;
const MAX_SHOWN_PATHS = 3;

export function incidentOf(group: Group): Incident {
  const steps = stepsOf(group.steps);
  const heads = [...group.rules.values()].map(({ head }) => head);
  return {
    id: group.id,
    fingerprint: group.fingerprint,
    title: titleOf(group, steps),
    level: group.level,
    state: group.state,
    first: group.first,
    last: group.last,
    alerts: group.alerts,
    cause: group.cause,
    causeRule: group.causeRule,
    example: group.example,
    exampleRule: group.exampleRule,
    timeline: [...group.timeline.values()]
      .map((entry) => ({ ...entry }))
      .sort((left, right) => left.from - right.from),
    folded: group.folded,
    assets: [...group.elements.keys()].sort(),
    techniques: [...new Set(heads.flatMap(({ techniques }) => techniques))].sort(),
    threats: [...group.threats.keys()].sort((left, right) => left - right),
    steps,
    affected: affectedOf(group),
    notifications: group.notifications,
  };
}

/** Of each attack the path of which most was seen; a goal alone, without a step before it, shows no path. */
function stepsOf(seen: ReadonlyMap<string, SeenStep>): readonly TakenStep[] {
  const paths = new Map<string, SeenStep[]>();
  for (const step of seen.values()) paths.set(step.path, [...(paths.get(step.path) ?? []), step]);
  const walked = [...paths.values()]
    .map((steps) => steps.filter(({ isGoal }) => !isGoal || isBacked(steps)))
    .filter((steps) => steps.some(({ isGoal }) => !isGoal))
    .sort(
      (left, right) =>
        hasGoal(right) - hasGoal(left) ||
        right.length - left.length ||
        compare(left[0]?.path ?? '', right[0]?.path ?? ''),
    );
  const attacks = new Map<string, SeenStep[]>();
  for (const steps of walked) {
    const attack = steps[0]?.attack ?? '';
    if (!attacks.has(attack)) attacks.set(attack, steps);
  }
  // A path with one step says little; one such is shown when there is no better.
  const telling = [...attacks.values()].filter((steps) => steps.length > 1);
  return (telling.length > 0 ? telling.slice(0, MAX_SHOWN_PATHS) : [...attacks.values()].slice(0, 1))
    .flatMap((steps) => steps.toSorted((left, right) => left.step - right.step))
    .map(({ last: _, by: __, ...step }) => step);
}

/** Whether the goal was shown by another alert than some step before it. */
function isBacked(steps: readonly SeenStep[]): boolean {
  const goal = steps.find(({ isGoal }) => isGoal);
  return steps.some(({ isGoal, by }) => !isGoal && by !== goal?.by);
}

function hasGoal(steps: readonly SeenStep[]): number {
  return steps.some(({ isGoal }) => isGoal) ? 1 : 0;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function affectedOf(group: Group): readonly Affected[] {
  return [...group.affected]
    .map(([key, { values, more }]) => ({
      key,
      count: values.size,
      more,
      values: [...values].slice(0, MAX_SHOWN_VALUES),
    }))
    .sort((left, right) => compare(left.key, right.key));
}

/** The worst first, then the largest progress towards a goal, then the latest. */
export function worstFirst(left: Incident, right: Incident): number {
  return (
    LEVELS.indexOf(right.level) - LEVELS.indexOf(left.level) ||
    right.steps.length - left.steps.length ||
    right.last - left.last ||
    compare(left.id, right.id)
  );
}
