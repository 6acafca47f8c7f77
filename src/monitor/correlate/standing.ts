// SPDX-License-Identifier: Apache-2.0
import type { RuleHead } from '../alert.ts';
import { LEVELS, type Level } from '../sigma/rule.ts';
import type { Group } from './group.ts';

/** What one baseline alone can reach: it alarms by chance at its stated rate. */
const ALONE: Level = 'low';

/** The level that the rules of an incident give it together, once `rule` is among them. */
export function standingOf({ rules }: Pick<Group, 'rules'>, rule: RuleHead): Level {
  if (rules.size === 1 && rule.kind === 'baseline') return milder(rule.level, ALONE);
  // The second rule lends its weight to what stood alone before.
  return rules.size === 2 ? worstOf({ rules }) : rule.level;
}

/** The worst level of the rules of an incident that two of them speak for. */
export function worstOf({ rules }: Pick<Group, 'rules'>): Level {
  return [...rules.values()].reduce<Level>((level, { head }) => worse(level, head.level), 'informational');
}

export function worse(left: Level, right: Level): Level {
  return LEVELS.indexOf(left) >= LEVELS.indexOf(right) ? left : right;
}

function milder(left: Level, right: Level): Level {
  return worse(left, right) === left ? right : left;
}
