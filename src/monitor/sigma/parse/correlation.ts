// SPDX-License-Identifier: Apache-2.0
// Correlation rules (Sigma correlation rules specification 2.0.0 and the schema of 2.1).
import { isRecord } from '../../../model/index.ts';
import { COMPARISONS, CORRELATION_TYPES, type Head, type SigmaCorrelation } from '../rule.ts';
import { type Draft, refuse, textAt, textsAt } from './report.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const BOUNDS = [...COMPARISONS, 'neq'] as const;
const PATH = ['correlation'];
const KEYS = ['type', 'rules', 'aliases', 'group-by', 'timespan', 'condition', 'generate'];

export function readCorrelation(
  draft: Draft,
  value: Record<string, unknown>,
  head: Head,
): SigmaCorrelation | undefined {
  const section = value['correlation'];
  if (!isRecord(section)) return refuse(draft, 'SIGMA_WRONG_TYPE', PATH, '`correlation` is not a section');
  const before = draft.problems.length;
  checkKeys(draft, section);
  const type = readType(draft, section);
  const rules = textsAt(draft, section, PATH, 'rules');
  const timespanSeconds = readTimespan(draft, section);
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  const condition = readBounds(draft, section, isTemporal);
  if (type?.startsWith('value_') && condition.valueFields.length === 0)
    refuse(
      draft,
      'SIGMA_MISSING_KEY',
      [...PATH, 'condition'],
      `A correlation of type ${type} needs \`condition.field\``,
    );
  const aliases = readAliases(draft, section);
  if (draft.problems.length > before || type === undefined) return undefined;
  return {
    ...head,
    kind: 'correlation',
    type,
    rules,
    groupBy: textsAt(draft, section, PATH, 'group-by'),
    timespanSeconds,
    valueFields: condition.valueFields,
    bounds:
      isTemporal && condition.bounds.length === 0
        ? [{ op: 'gte', value: new Set(rules).size }]
        : condition.bounds,
    aliases,
    generate: section['generate'] === true || value['generate'] === true,
  };
}

function checkKeys(draft: Draft, section: Record<string, unknown>): void {
  for (const key of Object.keys(section).filter((each) => !KEYS.includes(each)))
    refuse(
      draft,
      'SIGMA_BAD_VALUE',
      [...PATH, key],
      `The correlation has \`${key}\`, expected one of ${KEYS.join(', ')}`,
      'key',
    );
  const { rules } = section;
  if (!Array.isArray(rules) || rules.length === 0)
    refuse(draft, 'SIGMA_MISSING_KEY', [...PATH, 'rules'], 'The correlation names no list of `rules`');
  else if (new Set(rules).size < rules.length)
    refuse(draft, 'SIGMA_BAD_VALUE', [...PATH, 'rules'], 'The correlation names a rule twice');
  const groupBy = section['group-by'];
  if (Array.isArray(groupBy) && new Set(groupBy).size < groupBy.length)
    refuse(draft, 'SIGMA_BAD_VALUE', [...PATH, 'group-by'], 'The correlation groups by a field twice');
  if (!Array.isArray(groupBy))
    refuse(
      draft,
      'SIGMA_MISSING_KEY',
      [...PATH, 'group-by'],
      'The correlation has no list `group-by`: expected fields, or `[]` to take all events as one group',
    );
}

function readType(draft: Draft, section: Record<string, unknown>): SigmaCorrelation['type'] | undefined {
  const typed = textAt(draft, section, PATH, 'type');
  const type = CORRELATION_TYPES.find((each) => each === typed);
  return (
    type ??
    refuse(
      draft,
      'SIGMA_BAD_VALUE',
      [...PATH, 'type'],
      `The correlation type is \`${typed ?? ''}\`, expected one of ${CORRELATION_TYPES.join(', ')}`,
    )
  );
}

function readTimespan(draft: Draft, section: Record<string, unknown>): number {
  const text = textAt(draft, section, PATH, 'timespan');
  const [, amount, unit] = /^(\d{1,7})([smhdw])$/.exec(text ?? '') ?? [];
  if (amount === undefined || unit === undefined || Number(amount) === 0) {
    refuse(
      draft,
      'SIGMA_BAD_VALUE',
      [...PATH, 'timespan'],
      `The timespan is \`${text ?? ''}\`, expected a number and s, m, h or d, for example 10m`,
    );
    return 0;
  }
  return Number(amount) * (UNITS[unit] as number);
}

function readBounds(
  draft: Draft,
  section: Record<string, unknown>,
  optional: boolean,
): Pick<SigmaCorrelation, 'bounds' | 'valueFields'> {
  const condition = section['condition'];
  if (condition === undefined && optional) return { bounds: [], valueFields: [] };
  if (!isRecord(condition)) {
    refuse(draft, 'SIGMA_MISSING_KEY', [...PATH, 'condition'], 'The correlation has no section `condition`');
    return { bounds: [], valueFields: [] };
  }
  const bounds: SigmaCorrelation['bounds'][number][] = [];
  for (const [key, value] of Object.entries(condition)) {
    if (key === 'field') continue;
    const op = BOUNDS.find((each) => each === key);
    if (op === undefined || typeof value !== 'number')
      refuse(
        draft,
        'SIGMA_CONDITION',
        [...PATH, 'condition', key],
        `The condition has \`${key}\`, expected a number under one of ${BOUNDS.join(', ')}`,
      );
    else bounds.push({ op, value });
  }
  if (bounds.length === 0)
    refuse(
      draft,
      'SIGMA_CONDITION',
      [...PATH, 'condition'],
      'The condition sets no bound, expected for example `gte: 10`',
    );
  return { bounds, valueFields: textsAt(draft, condition, [...PATH, 'condition'], 'field') };
}

function readAliases(draft: Draft, section: Record<string, unknown>): SigmaCorrelation['aliases'] {
  const aliases = section['aliases'];
  if (aliases === undefined || aliases === null) return new Map();
  if (!isRecord(aliases)) {
    refuse(draft, 'SIGMA_WRONG_TYPE', [...PATH, 'aliases'], '`aliases` is not a section');
    return new Map();
  }
  return new Map(
    Object.entries(aliases).map(([alias, byRule]) => {
      if (!isRecord(byRule)) {
        refuse(
          draft,
          'SIGMA_WRONG_TYPE',
          [...PATH, 'aliases', alias],
          `The alias \`${alias}\` is not a section of rules`,
        );
        return [alias, new Map()];
      }
      const fields = Object.keys(byRule).flatMap((rule) => {
        const field = textAt(draft, byRule, [...PATH, 'aliases', alias], rule);
        return field === undefined ? [] : [[rule, field] as const];
      });
      return [alias, new Map(fields)];
    }),
  );
}
