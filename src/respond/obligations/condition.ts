// SPDX-License-Identifier: Apache-2.0
// Conditions over an incident, in Kleene's three values: what is not stated is open, and never decides silently.
import type { DutyCondition, IncidentField } from '../../model/index.ts';
import type { IncidentRecord } from './record.ts';
import type { Voice } from './voice.ts';

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
  /** What reasons are written in. */
  readonly voice: Voice;
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
  const { say } = known.voice;
  const fields =
    'share' in condition ? condition.share : 'hours' in condition ? condition.hours : [condition.field];
  const missing = fields.filter((field) => !known.record.fields.has(field));
  if (missing.length > 0)
    return {
      holds: 'open',
      fields: missing,
      text: say('reason.not-stated', { what: bothOf(missing, known) }),
    };
  const [first, second] = fields.map((field) => known.record.fields.get(field)?.value);
  const title = titleOf(fields[0] as string, known);
  if ('share' in condition) return shareReason(condition, Number(first), Number(second), title, known);
  if ('hours' in condition) {
    const hours = (Date.parse(String(second)) - Date.parse(String(first))) / 3_600_000;
    const value = measured(hours, 'h', known.voice);
    const end = titleOf(fields[1] as string, known);
    return bounded(condition, hours, fields, 'h', known, (bound) =>
      say('reason.hours', { first: title, second: end, value, bound }),
    );
  }
  if ('has' in condition) {
    const holds = Array.isArray(first) && first.includes(condition.has);
    return {
      holds: holds ? 'yes' : 'no',
      fields,
      text: say(holds ? 'reason.has' : 'reason.lacks', { title, value: condition.has }),
    };
  }
  if ('is' in condition) {
    const text = say('reason.value', { title, value: shown(first, condition.field, known) });
    return { holds: first === condition.is ? 'yes' : 'no', fields, text };
  }
  const unit = known.fields.get(condition.field)?.unit;
  const value = measured(Number(first), unit, known.voice);
  return bounded(condition, Number(first), fields, unit, known, (bound) =>
    say('reason.bounded', { title, value, bound }),
  );
}

/** One title, or two of them. */
function bothOf(fields: readonly string[], known: Known): string {
  const [first = '', second] = fields.map((field) => titleOf(field, known));
  return second === undefined ? first : known.voice.say('reason.both', { first, second });
}

function shareReason(
  condition: Extract<DutyCondition, { share: unknown }>,
  part: number,
  whole: number,
  title: string,
  known: Known,
): Reason {
  const { say, number } = known.voice;
  const of = titleOf(condition.share[1] as string, known);
  // Of nothing there is no share: the operator must look again.
  if (whole === 0)
    return {
      holds: 'open',
      fields: condition.share,
      text: say('reason.no-share', { whole: of, part: title }),
    };
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
    text: say('reason.share', {
      ...{ part: title, percent: number(percent), whole: of },
      bound: boundText(inPercent, holds, '%', known.voice),
    }),
  };
}

function bounded(
  bound: { readonly atLeast?: number | undefined; readonly moreThan?: number | undefined },
  value: number,
  fields: readonly string[],
  unit: string | undefined,
  { voice }: Known,
  textOf: (bound: string) => string,
): Reason {
  const holds = bound.atLeast === undefined ? value > (bound.moreThan ?? 0) : value >= bound.atLeast;
  return { holds: holds ? 'yes' : 'no', fields, text: textOf(boundText(bound, holds, unit, voice)) };
}

function boundText(
  {
    atLeast: least,
    moreThan,
  }: { readonly atLeast?: number | undefined; readonly moreThan?: number | undefined },
  holds: boolean,
  unit: string | undefined,
  voice: Voice,
): string {
  const limit = measured(least ?? moreThan ?? 0, unit, voice);
  if (least !== undefined) return voice.say(holds ? 'bound.at-least' : 'bound.less', { limit });
  return voice.say(holds ? 'bound.more' : 'bound.not-more', { limit });
}

/** A number with its unit. */
function measured(value: number, unit: string | undefined, { say, number }: Voice): string {
  if (unit === 'h') return say('unit.h', { number: number(value) }, value);
  return `${number(value)}${unit === undefined ? '' : ` ${unit}`}`;
}

/** A value as a person reads it. */
export function shown(
  value: unknown,
  field: string,
  { fields, record, voice }: Known,
  unit?: string | undefined,
): string {
  const { say, words, moment } = voice;
  const { type, values } = fields.get(field) ?? {};
  if (value === true) return say('value.yes');
  if (value === false) return say('value.no');
  if (typeof value === 'number') return measured(value, unit, voice);
  const text = Array.isArray(value) ? value.join(', ') : String(value);
  if (type === 'time') return moment(text, record.zone);
  const isOneOf = values?.includes(text) === true && Object.hasOwn(words, `value.${text}`);
  return `${isOneOf ? words[`value.${text}`] : text}${unit === undefined ? '' : ` ${unit}`}`;
}

export function titleOf(field: string, { fields, voice }: Known): string {
  return voice.titled('incidentFields', field, fields.get(field)?.title['en'] ?? field);
}
