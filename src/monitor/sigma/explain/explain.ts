// SPDX-License-Identifier: Apache-2.0
// Why rules did or did not fire on an event.
import { normalise } from '../../source/normalise.ts';
import { type EventSource, isMeantFor, type Recognise } from '../../source/source.ts';
import type { RuleSet } from '../correlate/resolve.ts';
import { type EventRecord, eachScalar, everyScalar, fieldOf } from '../match/record.ts';
import { recordOf } from '../match/row.ts';
import { textOf } from '../match/value.ts';
import type { Expression, LogSource, SigmaRule, Test } from '../rule.ts';
import { type Judge, judgeOf } from './reason.ts';
import { testInWords } from './words.ts';

export interface EventExplanation {
  /** As rules see it. */
  readonly record: EventRecord;
  /** Undefined: nothing says where the event comes from, and all rules were tried. */
  readonly source: EventSource | undefined;
  readonly rules: readonly RuleExplanation[];
  /** How many rules there are, and how many the event's source led to. */
  readonly total: number;
  readonly routed: number;
}

export interface RuleExplanation {
  readonly rule: SigmaRule;
  /** Undefined when the rule looked at the event; else what it is meant for and what the event is. */
  readonly notRouted: string | undefined;
  /** Whether the detection holds, whatever the source. */
  readonly holds: boolean;
  readonly fired: boolean;
  readonly selections: readonly { readonly id: string; readonly holds: boolean }[];
  /** The first test that decided: that failed, or that held where it should not; undefined when the rule fired. */
  readonly reason: Reason | undefined;
}

export interface Reason {
  /** The search identifier or filter in which the test stands. */
  readonly selection: string | undefined;
  readonly test: Test;
  /** `CommandLine contains "whoami"`, or `… or 11 more`. */
  readonly words: string;
  /** False: it should have held. True: it held and should not have, as an exception of the rule. */
  readonly held: boolean;
  /** Texts of the field in the event, shortened; empty when the event has no such field. */
  readonly values: readonly string[];
}

/** Explains one event. `wanted`: ids of rules; else those that fired and those that one selection of held. */
export type Explain = (
  given: EventRecord,
  wanted?: ReadonlySet<string>,
  known?: EventSource,
) => EventExplanation;

/** Asks every test on its own, so one event costs as much as some hundreds in a detector. */
export function createExplainer({ rules }: Pick<RuleSet, 'rules'>, recognise: Recognise): Explain {
  return (given, wanted, known) => {
    const { row, source } = normalise(given, recognise, known);
    const record = recordOf(row);
    const judge = judgeOf(row);
    const routed = rules.filter((rule) => source === undefined || isMeantFor(rule.logsource, source));
    const asked = wanted === undefined ? routed : rules.filter(({ id }) => wanted.has(id));
    const explained = asked.map((rule) => explainRule(rule, record, source, judge));
    const telling = wanted === undefined ? explained.filter(isTelling) : explained;
    return {
      record,
      source,
      rules: telling.toSorted((left, right) => Number(right.fired) - Number(left.fired)),
      total: rules.length,
      routed: routed.length,
    };
  };
}

/** A selection that holds is one that names something the event has; exceptions alone tell nothing. */
function isTelling({ rule, fired, selections }: RuleExplanation): boolean {
  return (
    fired || selections.some(({ id, holds }) => holds && isWanted(rule.expression, rule.selections.get(id)))
  );
}

function isWanted(expression: Expression, part: Expression | undefined): boolean {
  if (expression === part) return true;
  return (
    (expression.kind === 'and' || expression.kind === 'or') &&
    expression.of.some((each) => isWanted(each, part))
  );
}

function explainRule(
  rule: SigmaRule,
  record: EventRecord,
  source: EventSource | undefined,
  judge: Judge,
): RuleExplanation {
  const holds = judge.holds(rule.expression);
  const isRouted = source === undefined || isMeantFor(rule.logsource, source);
  return {
    rule,
    notRouted: isRouted
      ? undefined
      : `It is meant for ${sourceInWords(rule.logsource)}; the event is of ${eventInWords(source)}`,
    holds,
    fired: holds && isRouted,
    selections: [...rule.selections].map(([id, expression]) => ({ id, holds: judge.holds(expression) })),
    reason: holds ? undefined : reasonOf(rule, record, judge),
  };
}

function reasonOf(rule: SigmaRule, record: EventRecord, judge: Judge): Reason {
  const { test, holds, among } = judge.deciding(rule.expression);
  const selection = [...rule.selections].find(([, expression]) => hasTest(expression, test))?.[0];
  const words = testInWords(test) + (among > 1 ? `, or ${among - 1} more` : '');
  return { selection, test, words, held: holds, values: valuesOf(record, test) };
}

function hasTest(expression: Expression, test: Test): boolean {
  if (expression.kind === 'test') return expression === test;
  if (expression.kind === 'not') return hasTest(expression.of, test);
  return expression.of.some((each) => hasTest(each, test));
}

const MAX_VALUES = 5;
const MAX_CHARS = 200;

function valuesOf(record: EventRecord, { field }: Test): readonly string[] {
  const texts: string[] = [];
  const visit = (scalar: unknown): void => {
    const text = textOf(scalar);
    if (text !== undefined && texts.length < MAX_VALUES) texts.push(text.slice(0, MAX_CHARS));
  };
  if (field === undefined) everyScalar(record, visit);
  else eachScalar(fieldOf(record, field), visit);
  return texts;
}

function sourceInWords({ product, service, category }: LogSource): string {
  return [product, service, category].filter((each) => each !== undefined).join(', ') || 'any source';
}

function eventInWords({ product, services, categories }: EventSource): string {
  return [product, ...services, ...categories].filter((each) => each !== undefined).join(', ');
}
