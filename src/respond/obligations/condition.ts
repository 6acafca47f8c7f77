// SPDX-License-Identifier: Apache-2.0
// Conditions over an incident, in Kleene's three values: what is not stated is open, and never decides silently.
import type { DutyCondition, IncidentField } from '../../model/index.ts';
import type { IncidentRecord } from './record.ts';

export type Holds = 'yes' | 'no' | 'open';

/** One comparison that decided, in words with its numbers. */
export interface Reason {
  readonly holds: Holds;
  readonly text: string;
  /** Fields it looked at. */
  readonly fields: readonly string[];
}

export interface Judgement {
  readonly holds: Holds;
  /** The comparisons that made it so: all true ones of a conjunction, the false ones of a failed one, the open ones. */
  readonly reasons: readonly Reason[];
}

export interface Known {
  readonly record: IncidentRecord;
  readonly fields: ReadonlyMap<string, IncidentField>;
}

export function judge(condition: DutyCondition, known: Known): Judgement {
  if ('all' in condition) return atLeast(condition.all.length, condition.all, known);
  if ('any' in condition) return atLeast(1, condition.any, known);
  if ('of' in condition) return atLeast(condition.count, condition.of, known);
  if ('not' in condition) return negated(judge(condition.not, known));
  const reason = leaf(condition, known);
  return { holds: reason.holds, reasons: [reason] };
}

/** Whether so many of the conditions hold; `all` and `any` are its ends. */
function atLeast(count: number, conditions: readonly DutyCondition[], known: Known): Judgement {
  const judged = conditions.map((each) => judge(each, known));
  const of = (holds: Holds) => judged.filter((each) => each.holds === holds);
  const [yes, open, no] = [of('yes'), of('open'), of('no')];
  const reasons = (from: readonly Judgement[]) => from.flatMap((each) => each.reasons);
  if (yes.length >= count) return { holds: 'yes', reasons: reasons(yes) };
  if (yes.length + open.length < count) return { holds: 'no', reasons: reasons(no) };
  return { holds: 'open', reasons: reasons(open) };
}

const OPPOSITE: Readonly<Record<Holds, Holds>> = { yes: 'no', no: 'yes', open: 'open' };

/** The sentence of a comparison states what is so, and stays true when the condition is turned round. */
function negated({ holds, reasons }: Judgement): Judgement {
  return { holds: OPPOSITE[holds], reasons };
}

type Leaf = Exclude<DutyCondition, { all: unknown } | { any: unknown } | { of: unknown } | { not: unknown }>;

function leaf(condition: Leaf, known: Known): Reason {
  const fields =
    'share' in condition ? condition.share : 'hours' in condition ? condition.hours : [condition.field];
  const missing = fields.filter((field) => !known.record.fields.has(field));
  if (missing.length > 0)
    return {
      holds: 'open',
      fields: missing,
      text: `${missing.map((field) => titleOf(field, known)).join(' and ')}: not stated`,
    };
  const [first, second] = fields.map((field) => known.record.fields.get(field)?.value);
  const title = titleOf(fields[0] as string, known);
  if ('share' in condition) return shareReason(condition, Number(first), Number(second), title, known);
  if ('hours' in condition) {
    const hours = (Date.parse(String(second)) - Date.parse(String(first))) / 3_600_000;
    return bounded(
      condition,
      hours,
      fields,
      `From ${title} to ${titleOf(fields[1] as string, known)}: ${number(hours)} h`,
      ' h',
    );
  }
  if ('has' in condition) {
    const holds = Array.isArray(first) && first.includes(condition.has);
    return {
      holds: holds ? 'yes' : 'no',
      fields,
      text: `${title}: ${holds ? 'with' : 'without'} ${condition.has}`,
    };
  }
  if ('is' in condition)
    return { holds: first === condition.is ? 'yes' : 'no', fields, text: `${title}: ${shown(first)}` };
  const unit = known.fields.get(condition.field)?.unit;
  const suffix = unit === undefined ? '' : ` ${unit}`;
  return bounded(condition, Number(first), fields, `${title}: ${number(Number(first))}${suffix}`, suffix);
}

function shareReason(
  condition: Extract<DutyCondition, { share: unknown }>,
  part: number,
  whole: number,
  title: string,
  known: Known,
): Reason {
  const of = titleOf(condition.share[1] as string, known);
  // Of nothing there is no share: the operator must look again.
  if (whole === 0)
    return { holds: 'open', fields: condition.share, text: `${of}: 0, so ${title} is no share of it` };
  const percent = (part / whole) * 100;
  const inPercent = {
    ...(condition.atLeast === undefined ? {} : { atLeast: condition.atLeast * 100 }),
    ...(condition.moreThan === undefined ? {} : { moreThan: condition.moreThan * 100 }),
  };
  // Compared by multiplication: 0.05 × 100 is not the 5 that a person wrote.
  const bound = (condition.atLeast ?? condition.moreThan ?? 0) * whole;
  const holds = condition.atLeast === undefined ? part > bound : part >= bound;
  return {
    holds: holds ? 'yes' : 'no',
    fields: condition.share,
    text: `${title} is ${number(percent)} % of ${of}, ${boundText(inPercent, holds, ' %')}`,
  };
}

function bounded(
  bound: { readonly atLeast?: number | undefined; readonly moreThan?: number | undefined },
  value: number,
  fields: readonly string[],
  text: string,
  unit: string,
): Reason {
  const holds = bound.atLeast === undefined ? value > (bound.moreThan ?? 0) : value >= bound.atLeast;
  return { holds: holds ? 'yes' : 'no', fields, text: `${text}, ${boundText(bound, holds, unit)}` };
}

function boundText(
  {
    atLeast: least,
    moreThan,
  }: { readonly atLeast?: number | undefined; readonly moreThan?: number | undefined },
  holds: boolean,
  unit: string,
): string {
  const limit = `${number(least ?? moreThan ?? 0)}${unit}`;
  if (least !== undefined) return holds ? `at least ${limit}` : `less than ${limit}`;
  return holds ? `more than ${limit}` : `not more than ${limit}`;
}

/** A value as a person reads it. */
export function shown(value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'number') return number(value);
  return Array.isArray(value) ? value.join(', ') : String(value);
}

const NUMBERS = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });

function number(value: number): string {
  return NUMBERS.format(value);
}

export function titleOf(field: string, { fields }: Known): string {
  return fields.get(field)?.title['en'] ?? field;
}
