// SPDX-License-Identifier: Apache-2.0
// Conditions on the event of an alert that hold for all that people called false, and for none that must stay.
import type { EventTypeSource } from '../../model/index.ts';
import { conditionOf } from '../candidate/expression.ts';
import type { JudgedAlert } from './judged-alert.ts';

/** In the language of policies, those that excuse fewest other alerts first. Texts of persons are not asked: that is an exception. */
export function separating(
  alerts: readonly JudgedAlert[],
  types: readonly EventTypeSource[],
): readonly string[] {
  const wrong = alerts.filter(({ said, attack }) => said === 'false' && attack === undefined);
  const kept = alerts.filter(({ said, attack }) => said === 'real' || attack !== undefined);
  if (wrong.length === 0) return [];
  const fields = [...new Set(types.flatMap(({ fields: all }) => Object.keys(all)))].filter((field) =>
    types.every((type) => Object.hasOwn(type.fields, field)),
  );
  const found = fields.flatMap((field) => conditionsOn(field, types, wrong, kept));
  const others = alerts.filter(({ said, attack }) => said === undefined && attack === undefined);
  const excused = ({ holds }: Condition): number => others.filter(holds).length;
  return found
    .filter(({ holds }) => wrong.every(holds) && !kept.some(holds))
    .sort((a, b) => excused(a) - excused(b))
    .map(({ text }) => text);
}

interface Condition {
  readonly text: string;
  readonly holds: (judged: JudgedAlert) => boolean;
}

function conditionsOn(
  field: string,
  types: readonly EventTypeSource[],
  wrong: readonly JudgedAlert[],
  kept: readonly JudgedAlert[],
): readonly Condition[] {
  const declared = types[0]?.fields[field];
  const values = wrong.map((each) => valueIn(each, field));
  const [value] = values;
  if (declared?.type === 'boolean' || (declared?.type === 'text' && declared.values !== undefined)) {
    if (typeof value !== 'string' && typeof value !== 'boolean') return [];
    return [{ text: `on.${conditionOf({ field, value })}`, holds: (each) => valueIn(each, field) === value }];
  }
  const numbers = values.filter((each) => typeof each === 'number');
  const others = kept.map((each) => valueIn(each, field)).filter((each) => typeof each === 'number');
  if (numbers.length < values.length || others.length === 0) return [];
  // Half-way between what was false and what was not.
  const [most, least] = [Math.max(...numbers), Math.min(...numbers)];
  const above = Math.min(...others.filter((each) => each > most));
  const below = Math.max(...others.filter((each) => each < least));
  const test = (sign: '<=' | '>=', bound: number): Condition => ({
    text: `on.${field} ${sign} ${bound}`,
    holds: (each) => {
      const found = valueIn(each, field);
      return typeof found === 'number' && (sign === '<=' ? found <= bound : found >= bound);
    },
  });
  return [
    ...(Number.isFinite(above) ? [test('<=', middle(most, above))] : []),
    ...(Number.isFinite(below) ? [test('>=', middle(least, below))] : []),
  ];
}

function middle(a: number, b: number): number {
  return Number(((a + b) / 2).toPrecision(6));
}

/** Records of alerts have the fields of the event beside its keys. */
function valueIn({ alert }: JudgedAlert, field: string): unknown {
  return alert.record[field];
}
