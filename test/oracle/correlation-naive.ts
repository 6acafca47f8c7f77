// SPDX-License-Identifier: Apache-2.0
// Correlations by their definition, over the whole trace at once: for each event, the window that ends with it.

export interface NaiveEvent {
  readonly time: number;
  /** Rules that the event matches. */
  readonly rules: readonly string[];
  readonly group: string;
  readonly value: number | string;
}

export interface NaiveCorrelation {
  readonly type: string;
  readonly rules: readonly string[];
  readonly span: number;
  readonly bounds: readonly (readonly [op: string, value: number])[];
}

/** Positions of the events after which the condition holds and before which it did not. */
export function naiveAlerts(correlation: NaiveCorrelation, trace: readonly NaiveEvent[]): readonly number[] {
  return trace.flatMap((event, at) => {
    const own = trace
      .slice(0, at + 1)
      .filter(
        (each) => each.group === event.group && each.rules.some((rule) => correlation.rules.includes(rule)),
      )
      .filter((each) => each.time > event.time - correlation.span);
    if (!own.includes(event)) return [];
    const holds = (window: readonly NaiveEvent[]): boolean =>
      window.length > 0 &&
      correlation.bounds.every(([op, bound]) => compare(quantity(correlation, window), op, bound));
    return holds(own) && !holds(own.slice(0, -1)) ? [at] : [];
  });
}

function quantity({ type, rules }: NaiveCorrelation, window: readonly NaiveEvent[]): number {
  const numbers = window.map(({ value }) => Number(value));
  const sum = numbers.reduce((total, each) => total + each, 0);
  switch (type) {
    case 'event_count':
      return window.length;
    case 'value_count':
      return new Set(window.map(({ value }) => String(value))).size;
    case 'value_sum':
      return sum;
    case 'value_avg':
      return sum / window.length;
    case 'value_percentile':
      return (100 * window.filter(({ value }) => value === window.at(-1)?.value).length) / window.length;
    case 'temporal':
      return rules.filter((rule) => window.some((each) => each.rules.includes(rule))).length;
    default:
      return longest(rules, window, 0, 0);
  }
}

/** The longest beginning of the list of rules that can be matched by events one after the other: all ways are tried. */
function longest(
  rules: readonly string[],
  window: readonly NaiveEvent[],
  rule: number,
  from: number,
): number {
  if (rule === rules.length) return rule;
  let best = rule;
  for (let at = from; at < window.length; at++)
    if (window[at]?.rules.includes(rules[rule] as string))
      best = Math.max(best, longest(rules, window, rule + 1, at + 1));
  return best;
}

function compare(left: number, op: string, right: number): boolean {
  if (op === 'gt') return left > right;
  if (op === 'gte') return left >= right;
  if (op === 'lt') return left < right;
  if (op === 'lte') return left <= right;
  return op === 'eq' ? left === right : left !== right;
}
