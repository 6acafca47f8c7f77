// SPDX-License-Identifier: Apache-2.0
// What a step of a pipeline does, by the names of pySigma's transformations.
import { isRecord, type Path } from '../../../model/index.ts';
import { readDetection } from '../parse/detection.ts';
import { type Draft, refuse, textAt, textsAt } from '../parse/report.ts';
import type { Action } from './pipeline.ts';

/** A section of a pipeline with a `type`. */
export interface Source {
  readonly value: Record<string, unknown>;
  readonly path: Path;
  readonly type: string;
}

interface Known {
  readonly keys: readonly string[];
  readonly read: (draft: Draft, source: Source) => Action | undefined;
}

export const ACTIONS: Readonly<Record<string, Known>> = {
  field_name_mapping: {
    keys: ['mapping'],
    read: (draft, source) => {
      const mapping = mappingOf(draft, source);
      return { kind: 'rename', rename: (field) => mapping.get(field) ?? [field] };
    },
  },
  field_name_prefix_mapping: {
    keys: ['mapping'],
    read: (draft, source) => {
      const mapping = [...mappingOf(draft, source)];
      return {
        kind: 'rename',
        rename: (field) => {
          const [prefix, names] = mapping.find(([each]) => field.startsWith(each)) ?? [];
          return prefix === undefined || names === undefined
            ? [field]
            : names.map((name) => name + field.slice(prefix.length));
        },
      };
    },
  },
  field_name_prefix: {
    keys: ['prefix'],
    read: (draft, { value, path }) => {
      const prefix = textAt(draft, value, path, 'prefix') ?? '';
      return { kind: 'rename', rename: (field) => [prefix + field] };
    },
  },
  field_name_suffix: {
    keys: ['suffix'],
    read: (draft, { value, path }) => {
      const suffix = textAt(draft, value, path, 'suffix') ?? '';
      return { kind: 'rename', rename: (field) => [field + suffix] };
    },
  },
  drop_detection_item: { keys: [], read: () => ({ kind: 'drop' }) },
  add_condition: { keys: ['conditions', 'negated'], read: readCondition },
  change_logsource: {
    keys: ['category', 'product', 'service'],
    read: (draft, { value, path }) => ({
      kind: 'source',
      logsource: Object.fromEntries(
        ['category', 'product', 'service'].flatMap((key) => {
          const text = textAt(draft, value, path, key);
          return text === undefined ? [] : [[key, text.toLowerCase()]];
        }),
      ),
    }),
  },
  rule_failure: {
    keys: ['message'],
    read: (draft, { value, path }) => ({
      kind: 'fail',
      message: textAt(draft, value, path, 'message') ?? 'the pipeline does not allow it',
    }),
  },
};

function mappingOf(draft: Draft, { value, path }: Source): ReadonlyMap<string, readonly string[]> {
  const { mapping } = value;
  if (!isRecord(mapping)) {
    refuse(draft, 'SIGMA_WRONG_TYPE', [...path, 'mapping'], '`mapping` is not a section of fields');
    return new Map();
  }
  return new Map(
    Object.keys(mapping).map((field) => [field, textsAt(draft, mapping, [...path, 'mapping'], field)]),
  );
}

function readCondition(draft: Draft, { value, path }: Source): Action | undefined {
  const { conditions } = value;
  if (!isRecord(conditions))
    return refuse(
      draft,
      'SIGMA_WRONG_TYPE',
      [...path, 'conditions'],
      '`conditions` is not a section of fields and values',
    );
  const section = { conditions, condition: 'conditions' };
  const read = readDetection(draft, section, path, new Map(), []);
  if (read === undefined) return undefined;
  const { expression } = read;
  return {
    kind: 'add',
    expression: value['negated'] === true ? { kind: 'not', of: expression } : expression,
  };
}
