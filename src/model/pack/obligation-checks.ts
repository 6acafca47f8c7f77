// SPDX-License-Identifier: Apache-2.0
// What obligations mention must be declared, with a type that fits.
import type { Problem } from '../../core/problem.ts';
import type { Path } from '../document/index.ts';
import { didYouMean } from '../issues.ts';
import { nearest } from '../nearest.ts';
import { quoted } from '../words.ts';
import type { DutyCondition, IncidentField, ObligationSource } from './obligation.ts';
import type { PackItems, Placed } from './pack.ts';

type FieldType = IncidentField['type'];
type Mention = readonly [name: string, path: Path, type: FieldType | undefined];

export function obligationMentions(all: PackItems, own: PackItems): Problem[] {
  const types = new Map(all.incidentFields.map(({ id, type }) => [id, type]));
  return own.obligations.flatMap((obligation) => [
    ...mentionsIn(obligation).flatMap((mention) => fieldProblems(obligation, mention, types)),
    ...stepProblems(obligation),
  ]);
}

function mentionsIn(obligation: ObligationSource): readonly Mention[] {
  return [
    [obligation.on, ['on'], 'time'],
    ...conditionMentions(obligation.when, ['when']),
    ...obligation.steps.flatMap((step, index): Mention[] => {
      const path: Path = ['steps', index];
      return [
        ...optional(step.when, [...path, 'when']),
        ...optional(step.extend?.when, [...path, 'extend', 'when']),
        ...step.fields.map((field, at): Mention => [field, [...path, 'fields', at], undefined]),
        ...(step.due ?? []).flatMap((clock, at): Mention[] => [
          ...(clock.after === undefined
            ? []
            : [[clock.after, [...path, 'due', at, 'after'], 'time'] as const]),
          ...optional(clock.when, [...path, 'due', at, 'when']),
        ]),
      ];
    }),
    ...(['hit', 'miss'] as const).flatMap((side) =>
      Object.keys(obligation[side]).map((field): Mention => [field, [side, field], undefined]),
    ),
  ];
}

function optional(condition: DutyCondition | undefined, path: Path): Mention[] {
  return condition === undefined ? [] : conditionMentions(condition, path);
}

function conditionMentions(condition: DutyCondition, path: Path): Mention[] {
  const list = (inner: readonly DutyCondition[], key: string) =>
    inner.flatMap((each, index) => conditionMentions(each, [...path, key, index]));
  if ('all' in condition) return list(condition.all, 'all');
  if ('any' in condition) return list(condition.any, 'any');
  if ('of' in condition) return list(condition.of, 'of');
  if ('not' in condition) return conditionMentions(condition.not, [...path, 'not']);
  if ('share' in condition)
    return condition.share.map((field, index) => [field, [...path, 'share', index], 'number']);
  if ('hours' in condition)
    return condition.hours.map((field, index) => [field, [...path, 'hours', index], 'time']);
  return [[condition.field, [...path, 'field'], leafType(condition)]];
}

function leafType(condition: object): FieldType | undefined {
  if ('has' in condition) return 'list';
  if ('is' in condition) {
    const type = typeof condition.is;
    return type === 'string' ? 'text' : (type as 'number' | 'boolean');
  }
  return 'number';
}

function fieldProblems(
  item: Placed<ObligationSource>,
  [name, path, wanted]: Mention,
  types: ReadonlyMap<string, FieldType>,
): Problem[] {
  const type = types.get(name);
  if (type !== undefined && (wanted === undefined || wanted === type)) return [];
  const known = [...types].filter(([, each]) => wanted === undefined || wanted === each).map(([id]) => id);
  return [
    {
      code: 'PACK_UNKNOWN_FIELD',
      severity: 'error',
      message: `Cannot find ${quoted(name)} among the fields of an incident: expected one${wanted === undefined ? '' : ` of type ${wanted}`} that this pack or one it uses defines`,
      at: item.locate(path),
      ...didYouMean(nearest(name, known)),
    },
  ];
}

/** A clock runs from a step before its own, so that no two wait for each other. */
function stepProblems(item: Placed<ObligationSource>): Problem[] {
  return item.steps.flatMap((step, index) => {
    const before = item.steps.slice(0, index).map(({ id }) => id);
    return (step.due ?? []).flatMap(({ afterStep }, at): Problem[] =>
      afterStep === undefined || before.includes(afterStep)
        ? []
        : [
            {
              code: 'PACK_UNKNOWN_FIELD',
              severity: 'error',
              message: `Cannot find ${quoted(afterStep)} among the steps before ${quoted(step.id)}: expected one of ${before.join(', ') || 'them, and there is none'}`,
              at: item.locate(['steps', index, 'due', at, 'afterStep']),
              ...didYouMean(nearest(afterStep, before)),
            },
          ],
    );
  });
}
