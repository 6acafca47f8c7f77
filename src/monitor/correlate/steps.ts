// SPDX-License-Identifier: Apache-2.0
// Which steps of attack paths an alert shows to be taken: one of its elements and one of its techniques or threats are
// those of the step. The goal needs a threat of the attack, and no element that contradicts the target.
import type { RuleHead } from '../alert.ts';
import type { AttackPath } from './knowledge.ts';

export interface Mark {
  readonly path: AttackPath;
  /** From 0. */
  readonly step: number;
  readonly isGoal: boolean;
  /** 1 when the alert speaks of few attacks, less the more it may belong to. */
  readonly clarity: number;
}

export type MarkSteps = (rule: RuleHead, elements: ReadonlySet<string>) => readonly Mark[];

/** An alert that fits more attacks than this says less about each. */
const CLEAR_ATTACKS = 3;
const MAX_MARKS = 64;

type Place = readonly [path: AttackPath, step: number];

export function compileSteps(paths: readonly AttackPath[]): MarkSteps {
  const byTechnique = new Map<string, Place[]>();
  const byThreat = new Map<number, Place[]>();
  const goals = new Map<number, AttackPath[]>();
  for (const path of paths) {
    for (const threat of path.threats) add(goals, threat, path);
    path.steps.forEach((step, index) => {
      for (const technique of step.techniques) add(byTechnique, technique, [path, index]);
      for (const threat of step.threats) add(byThreat, threat, [path, index]);
    });
  }
  return (rule, elements) => {
    const found = new Map<string, Omit<Mark, 'clarity'>>();
    const put = (path: AttackPath, step: number, isGoal: boolean): void => {
      if (found.size < MAX_MARKS) found.set(`${path.id}\0${step}`, { path, step, isGoal });
    };
    for (const threat of rule.threats ?? [])
      for (const path of goals.get(threat) ?? [])
        if (elements.size === 0 || elements.has(path.target)) put(path, path.steps.length - 1, true);
    const places = [
      ...rule.techniques.flatMap((technique) => byTechnique.get(technique) ?? []),
      ...(rule.threats ?? []).flatMap((threat) => byThreat.get(threat) ?? []),
    ];
    for (const [path, index] of places) {
      const isGoal = index === path.steps.length - 1;
      if (!isGoal && path.steps[index]?.elements.some((each) => elements.has(each))) put(path, index, false);
    }
    const attacks = new Set([...found.values()].map(({ path }) => path.attack)).size;
    const clarity = Math.min(1, CLEAR_ATTACKS / Math.max(1, attacks));
    return [...found.values()].map((mark) => ({ ...mark, clarity }));
  };
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
