// SPDX-License-Identifier: Apache-2.0
// Statements about an event alone: one value, a bound, two fields that are equal.
import type { EventTypeSource } from '../../model/index.ts';
import { conditionOf } from '../candidate/expression.ts';
import { isNumber } from '../table/feature.ts';
import { type Group, keyOf, LEAST, type Statement, statementOf } from './group.ts';

export function ownStatements(group: Group): readonly Statement[] {
  const per = keyOf(group);
  if (per === undefined) return [];
  return [...constants(group, per), ...bounds(group, per), ...equals(group, per)];
}

/** A field that may have several values and has one. */
function constants(group: Group, per: string): readonly Statement[] {
  return Object.entries(group.type.fields).flatMap(([field, { type: kind, values }]) => {
    const possible = kind === 'boolean' ? 2 : kind === 'text' ? (values?.length ?? 0) : 0;
    if (possible < 2 || field === group.where?.field) return [];
    const found = known(group, field);
    const [value] = found;
    if (found.length < LEAST || !found.every((each) => each === value)) return [];
    if (typeof value !== 'string' && typeof value !== 'boolean') return [];
    return [
      statement(
        group,
        per,
        `on.${conditionOf({ field, value })}`,
        'constant',
        found.length,
        Math.log2(possible),
      ),
    ];
  });
}

/** Fewer different numbers say nothing about where they end. */
const LEAST_NUMBERS = 5;

function bounds(group: Group, per: string): readonly Statement[] {
  return Object.entries(group.type.fields).flatMap(([field, { type: kind }]) => {
    if (!isNumber(kind)) return [];
    const found = known(group, field).filter((value) => typeof value === 'number');
    const different = new Set(found).size;
    if (different === 1 && found.length >= LEAST)
      return [statement(group, per, `on.${field} = ${found[0]}`, 'constant', found.length, 1)];
    if (found.length < LEAST || different < LEAST_NUMBERS) return [];
    const least = found.reduce((a, b) => Math.min(a, b));
    const most = found.reduce((a, b) => Math.max(a, b));
    // How far beyond the largest of n the next may lie: half as much again, and a round number.
    const upper = most > 0 ? roundUp(most * 1.5) : 0;
    const bits = Math.log2(found.length + 1) / found.length;
    return [
      ...(least >= 0 ? [statement(group, per, `on.${field} >= 0`, 'bound', found.length, bits)] : []),
      statement(group, per, `on.${field} <= ${upper}`, 'bound', found.length, bits),
    ];
  });
}

/** To two digits. */
function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.ceil(value / unit) * unit).toPrecision(12));
}

/** Two fields of one unit, or two texts of which one names the other, that are always equal. */
function equals(group: Group, per: string): readonly Statement[] {
  const fields = Object.keys(group.type.fields);
  return fields.flatMap((left, at) =>
    fields.slice(at + 1).flatMap((right) => {
      if (!isComparable(group.type, left, right)) return [];
      const both = group.events.filter(({ event }) => left in event.data && right in event.data);
      const values = new Set(both.map(({ event }) => event.data[left]));
      if (both.length < LEAST || both.some(({ event }) => event.data[left] !== event.data[right])) return [];
      const bits = Math.max(Math.log2(values.size), 0.1);
      return [statement(group, per, `on.${left} = on.${right}`, 'equality', both.length, bits)];
    }),
  );
}

function isComparable({ fields }: EventTypeSource, left: string, right: string): boolean {
  const [a, b] = [fields[left], fields[right]];
  if (a === undefined || b === undefined || a.type !== b.type || a.unit !== b.unit) return false;
  return isNumber(a.type)
    ? a.unit !== undefined
    : a.type === 'text' && (left.endsWith(right) || right.endsWith(left));
}

function known({ events }: Group, field: string): readonly unknown[] {
  return events.map(({ event }) => event.data[field]).filter((value) => value !== undefined);
}

function statement(
  group: Group,
  per: string,
  that: string,
  template: string,
  support: number,
  bitsEach: number,
): Statement {
  return statementOf(group, { per, that, template, support }, bitsEach);
}
