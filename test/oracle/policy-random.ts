// SPDX-License-Identifier: Apache-2.0
// Random policies, as trees and as the YAML of a pack, and random traces in which keys and times often meet.
import type { ChainEvent } from '../../src/model/index.ts';
import type { Expression, NaivePolicy, NaiveWindow } from './policy-naive.ts';
import type { Random } from './random.ts';

const TYPES = ['a.x', 'b.y', 'c.z'];
const TEXTS = ['red', 'blue', 'green'];

/** A pack of three types of events with the same keys and fields. */
export const RANDOM_VOCABULARY = `words:
  - { id: st, kind: stage, name: { en: S } }
  - { id: k, kind: key, name: { en: K } }
  - { id: l, kind: key, name: { en: L } }
events:
${TYPES.map(
  (type) => `  - id: ${type}
    title: { en: T }
    keys: [k, l]
    fields: { n: { type: integer }, m: { type: number }, s: { type: text }, b: { type: boolean } }
    example: { keys: {}, data: {} }`,
).join('\n')}
`;

export function randomTrace(random: Random, length: number): readonly ChainEvent[] {
  const span = random.pick([20, 60, 200]);
  return Array.from({ length }, (_, index) => ({
    id: `e${index}`,
    source: random.pick(['p', 'q']),
    type: random.pick(TYPES),
    time: 1_800_000_000_000 + random.below(span) * 1_000 + (random.chance(0.1) ? random.below(1_000) : 0),
    trust: 'signed' as const,
    keys: {
      ...(random.chance(0.9) ? { k: random.pick(['1', '2']) } : {}),
      ...(random.chance(0.7) ? { l: random.pick(['1', '2', '3']) } : {}),
    },
    data: {
      ...(random.chance(0.8)
        ? { n: random.chance(0.95) ? random.below(4) : random.pick(['1', 1.5, null]) }
        : {}),
      ...(random.chance(0.8) ? { m: random.below(8) / 2 } : {}),
      ...(random.chance(0.8) ? { s: random.pick(TEXTS) } : {}),
      ...(random.chance(0.8) ? { b: random.chance(0.5) } : {}),
    },
  }));
}

export function randomPolicy(random: Random, number: number): NaivePolicy {
  const windows: NaiveWindow[] = [];
  const count = random.below(4);
  for (let index = 0; index < count; index++) windows.push(randomWindow(random, windows));
  const must = Array.from({ length: 1 + random.below(2) }, () => judgement(random, windows, 2));
  // Every window has to be asked for.
  const all = windows.map(({ name }) =>
    compare('>=', { kind: 'many', how: 'count', window: name }, value(random.below(3))),
  );
  const used = all.reduce<Expression>(
    (left, right) => both(random.pick(['and', 'or']), left, right),
    must[0] as Expression,
  );
  return {
    id: `t/policy/p${number}`,
    types: random.chance(0.8) ? [random.pick(TYPES)] : ['a.x', 'b.y'],
    ...(random.chance(0.6) ? { where: condition(random, ['it'], 1) } : {}),
    per: random.pick([['k'], ['k'], ['l'], ['k', 'l']]),
    windows,
    unless: random.chance(0.3) ? [judgement(random, windows, 1)] : [],
    must: [used, ...must.slice(1)],
    quiet: random.chance(0.3) ? random.pick([5_000, 30_000]) : 0,
  };
}

function randomWindow(random: Random, above: readonly NaiveWindow[]): NaiveWindow {
  const far = () => random.below(30) * 1_000;
  const [near, end] = [far(), far()].sort((a, b) => a - b) as [number, number];
  const shape = random.below(5);
  const bounds =
    shape === 0
      ? [-far(), far()]
      : shape === 1
        ? [-far(), 0]
        : shape === 2
          ? [0, far()]
          : shape === 3
            ? [-end, -near]
            : [near, end];
  const fence = () => (above.length > 0 && random.chance(0.3) ? random.pick(above).name : undefined);
  const since = fence();
  const until = fence();
  return {
    name: `w${above.length}`,
    types: random.chance(0.8) ? [random.pick(TYPES)] : ['b.y', 'c.z'],
    ...(random.chance(0.6) ? { where: condition(random, ['it', 'on'], 2) } : {}),
    by: random.pick<NaiveWindow['by']>([
      [['k', 'k']],
      [['k', 'k']],
      [['l', 'l']],
      [],
      [['s', 's']],
      [['l', 'k']],
      [
        ['k', 'k'],
        ['s', 's'],
      ],
    ]),
    from: bounds[0] as number,
    to: bounds[1] as number,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    self: random.chance(0.7),
  };
}

const value = (of: string | number | boolean, written?: string): Expression =>
  written === undefined ? { kind: 'value', value: of } : { kind: 'value', value: of, text: written };
const both = (sign: string, left: Expression, right: Expression): Expression => ({
  kind: 'two',
  sign,
  left,
  right,
});
const compare = both;
const ORDER = ['=', '!=', '<', '<=', '>', '>='];

function condition(random: Random, of: readonly ('it' | 'on')[], depth: number): Expression {
  if (depth > 0 && random.chance(0.5))
    return both(
      random.pick(['and', 'or']),
      condition(random, of, depth - 1),
      condition(random, of, depth - 1),
    );
  const from = random.pick(of);
  const field = (name: string): Expression => ({ kind: 'field', of: from, name });
  const other = (name: string): Expression => ({ kind: 'field', of: random.pick(of), name });
  switch (random.below(9)) {
    case 0:
      return { kind: 'not', part: condition(random, of, 0) };
    case 1:
      return { kind: 'has', of: from, name: random.pick(['n', 'm', 's', 'l']) };
    case 2:
      return { kind: 'in', part: field('s'), items: TEXTS.filter(() => random.chance(0.5)).concat('red') };
    case 3:
      return { kind: 'in', part: field('n'), items: [random.below(4), random.below(4)] };
    case 4:
      return compare(
        random.pick(['=', '!=']),
        both('??', field('s'), value('red')),
        random.chance(0.5) ? other('s') : value(random.pick(TEXTS)),
      );
    case 5:
      return field('b');
    case 6: {
      const gap: Expression = { kind: 'abs', part: both('-', field('time'), other('time')) };
      const seconds = random.below(20);
      return compare(random.pick(ORDER), gap, value(seconds * 1_000, `${seconds}s`));
    }
    default:
      return compare(random.pick(ORDER), amount(random, of, 1), amount(random, of, 1));
  }
}

function amount(random: Random, of: readonly ('it' | 'on')[], depth: number): Expression {
  if (depth > 0 && random.chance(0.3))
    return both(
      random.pick(['+', '-', '*', '/']),
      amount(random, of, depth - 1),
      amount(random, of, depth - 1),
    );
  if (random.chance(0.4)) return value(random.below(4));
  return { kind: 'field', of: random.pick(of), name: random.pick(['n', 'm']) };
}

/** What is said of the event and its windows. */
function judgement(random: Random, windows: readonly NaiveWindow[], depth: number): Expression {
  if (depth > 0 && random.chance(0.5))
    return both(
      random.pick(['and', 'or']),
      judgement(random, windows, depth - 1),
      judgement(random, windows, depth - 1),
    );
  if (windows.length === 0 || random.chance(0.15)) return condition(random, ['on'], 0);
  const window = random.pick(windows).name;
  const many = (how: string, name?: string): Expression =>
    name === undefined ? { kind: 'many', how, window } : { kind: 'many', how, window, name };
  switch (random.below(4)) {
    case 0:
      return random.chance(0.5) ? many('exists') : { kind: 'not', part: many('exists') };
    case 1:
      return compare(random.pick(ORDER), many('count'), value(random.below(5)));
    case 2:
      return compare(random.pick(['=', '!=']), many(random.pick(['first', 'last']), 's'), {
        kind: 'field',
        of: 'on',
        name: 's',
      });
    default: {
      const how = random.pick(['sum', 'avg', 'min', 'max', 'distinct', 'first', 'last']);
      return compare(random.pick(ORDER), many(how, random.pick(['n', 'm'])), amount(random, ['on'], 1));
    }
  }
}

/** The policies as the lines of a pack below `policies:`. */
export function policyYaml(policy: NaivePolicy): string {
  const windows = policy.windows.map(
    (window) => `        ${window.name}: ${JSON.stringify(windowYaml(window))}`,
  );
  const must = policy.must.map(
    (each, index) => `        - ${JSON.stringify({ that: written(each, false), say: { en: `m${index}` } })}`,
  );
  return `  - id: ${policy.id}
    title: { en: T }
    threats: []
    stage: st
    level: low
    explain: { en: E }
    references: [none]
    hit: [{ type: a.x }]
    miss: [{ type: a.x }]
    per: ${JSON.stringify(policy.per)}
    on: ${JSON.stringify({ event: policy.types, ...(policy.where === undefined ? {} : { where: written(policy.where, true) }) })}
${policy.windows.length === 0 ? '' : `    windows:\n${windows.join('\n')}\n`}    must:
${must.join('\n')}
${policy.unless.length === 0 ? '' : `    unless: ${JSON.stringify(policy.unless.map((each) => written(each, false)))}\n`}${policy.quiet === 0 ? '' : `    quiet: ${policy.quiet / 1_000}s\n`}`;
}

function windowYaml({ types, where, by, from, to, since, until, self }: NaiveWindow): object {
  const seconds = (ms: number) => `${Math.abs(ms) / 1_000}s`;
  const bounds =
    to < 0
      ? { before: [seconds(to), seconds(from)] }
      : from > 0
        ? { after: [seconds(from), seconds(to)] }
        : { before: seconds(from), after: seconds(to) };
  return {
    event: types,
    ...(where === undefined ? {} : { where: written(where, true) }),
    by: Object.fromEntries(by),
    ...bounds,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(self ? {} : { self }),
  };
}

/** @param bare Whether names of the event itself stand without a prefix. */
function written(expression: Expression, bare: boolean): string {
  const inner = (part: Expression) => written(part, bare);
  const name = (of: 'on' | 'it', field: string) => (of === 'it' && bare ? field : `on.${field}`);
  switch (expression.kind) {
    case 'value':
      return (
        expression.text ??
        (typeof expression.value === 'string' ? `'${expression.value}'` : String(expression.value))
      );
    case 'field':
      return name(expression.of, expression.name);
    case 'has':
      return `has(${name(expression.of, expression.name)})`;
    case 'not':
      return `(not ${inner(expression.part)})`;
    case 'abs':
      return `abs(${inner(expression.part)})`;
    case 'in':
      return `(${inner(expression.part)} in [${expression.items.map((item) => inner(value(item))).join(', ')}])`;
    case 'two':
      return `(${inner(expression.left)} ${expression.sign} ${inner(expression.right)})`;
    case 'many':
      return `${expression.how}(${expression.window}${expression.name === undefined ? '' : `.${expression.name}`})`;
  }
}
