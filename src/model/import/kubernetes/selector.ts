// SPDX-License-Identifier: Apache-2.0
// Label selectors (Kubernetes API: LabelSelector v1 meta).
import { quoted } from '../../words.ts';
import { entriesOf, get, itemsOf, type Reporter, report, type Tree, textOf } from '../container/tree.ts';

export type Labels = ReadonlyMap<string, string>;

/** All requirements hold; none at all selects everything. */
export type Selector = readonly Requirement[];

/** `key In [values]`, `key Exists` … */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: ReadonlySet<string>;
}

const OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** Reads `matchLabels` and `matchExpressions`. */
export function readSelector(tree: Tree | undefined, what: string, to: Reporter): Selector {
  if (tree === undefined) return [];
  const fields = new Map(entriesOf(tree, what, to));
  const labels = [...labelsOf(fields.get('matchLabels'), `\`matchLabels\` of ${what}`, to)];
  const exact = labels.map(
    ([key, value]): Requirement => ({ key, operator: 'In', values: new Set([value]) }),
  );
  const others = itemsOf(fields.get('matchExpressions'), `\`matchExpressions\` of ${what}`, to).flatMap(
    (item) => readRequirement(item, what, to),
  );
  return [...exact, ...others];
}

/** A section of labels. */
export function labelsOf(tree: Tree | undefined, what: string, to: Reporter): Labels {
  const pairs = entriesOf(tree, what, to).map(
    ([key, item]) => [key, textOf(item, `label ${quoted(key)}`, to) ?? ''] as const,
  );
  return new Map(pairs);
}

/** True when labels fulfil all requirements. `NotIn` also holds where the label is absent. */
export function matches(selector: Selector, labels: Labels): boolean {
  return selector.every((requirement) => fulfils(requirement, labels.get(requirement.key)));
}

function fulfils({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.has(value);
    case 'NotIn':
      return value === undefined || !values.has(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

function readRequirement(item: Tree, what: string, to: Reporter): Requirement[] {
  const key = textOf(get(item, 'key'), '`key`', to);
  const operator = textOf(get(item, 'operator'), '`operator`', to);
  const values = itemsOf(get(item, 'values'), '`values`', to).flatMap(
    (value) => textOf(value, `a value of ${what}`, to) ?? [],
  );
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (
    key !== undefined &&
    operator !== undefined &&
    OPERATORS.has(operator) &&
    values.length > 0 === needsValues
  ) {
    return [{ key, operator: operator as Requirement['operator'], values: new Set(values) }];
  }
  const place = get(item, 'operator') ?? item;
  const expected =
    operator !== undefined && OPERATORS.has(operator)
      ? `${needsValues ? 'some' : 'no'} \`values\` with ${quoted(operator)}`
      : '`In`, `NotIn`, `Exists` or `DoesNotExist`';
  report(
    to,
    'error',
    'BAD_SELECTOR',
    `Cannot use ${quoted(operator ?? 'nothing')} as an operator in ${what}: expected ${expected}`,
    place.at('value'),
  );
  return [];
}
