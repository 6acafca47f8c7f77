// SPDX-License-Identifier: Apache-2.0
// Duties for the terminal: what applies with its clocks, what hangs on an open question, and what does not apply.
import {
  ENGLISH,
  type JudgedObligation,
  type JudgedStep,
  type ObligationsReport,
  type StepState,
  type Voice,
} from '../../respond/index.ts';
import { span } from './moments.ts';
import type { Style } from './style.ts';
import { wrap } from './width.ts';

const STATES: Readonly<Record<StepState, string>> = {
  'not-needed': 'not needed',
  open: 'open',
  sent: 'sent',
  'sent-late': 'sent late',
  due: 'due',
  overdue: 'overdue',
  promptly: 'promptly',
  waiting: 'clock not started',
};

export function obligationsText(report: ObligationsReport, style: Style): string {
  const of = (outcome: JudgedObligation['outcome']) =>
    report.obligations.filter((each) => each.outcome === outcome);
  const [applies, open, none] = [of('applies'), of('open'), of('not-applicable')];
  const blocks = [
    headLines(report, style),
    ...applies.map((each) => dutyLines(each, report, style)),
    ...(open.length === 0
      ? []
      : [[style.bold('Cannot say yet'), ...open.flatMap((each) => openLines(each, style))]]),
    ...(none.length === 0
      ? []
      : [[style.bold('Does not apply'), ...none.flatMap((each) => noneLines(each, style))]]),
  ];
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

/** One sentence for what the whole comes to. */
export function obligationsSentence(
  { obligations }: ObligationsReport,
  { say, number }: Voice = ENGLISH,
): string {
  const count = (outcome: JudgedObligation['outcome']) =>
    obligations.filter((each) => each.outcome === outcome).length;
  const [applies, open] = [count('applies'), count('open')];
  const overdue = obligations
    .filter(({ outcome }) => outcome === 'applies')
    .flatMap(({ steps }) => steps)
    .filter(({ state }) => state === 'overdue').length;
  const all = number(obligations.length);
  return [
    say('sentence.applies', { number: number(applies), all }, applies),
    ...(overdue === 0 ? [] : [say('sentence.overdue', { number: number(overdue) }, overdue)]),
    ...(open === 0 ? [] : [say('sentence.open', { number: number(open) }, open)]),
  ].join(', ');
}

function headLines(report: ObligationsReport, style: Style): string[] {
  const title = style.safe(`${report.incident.id}: ${report.incident.title}`);
  return [
    ...wrap(title, style.columns).map(style.bold),
    ...wrap(`${obligationsSentence(report)}. Judged at ${report.at}.`, style.columns),
  ];
}

function dutyLines(duty: JudgedObligation, report: ObligationsReport, style: Style): string[] {
  const indent = (text: string) => wrap(style.safe(text), style.columns - 2).map((line) => `  ${line}`);
  return [
    ...wrap(style.safe(`${duty.regime}, ${duty.article}: ${duty.title}`), style.columns).map(style.bold),
    ...indent(`To: ${duty.recipient}${duty.contract ? ' (contract)' : ''}`),
    ...duty.reasons.flatMap(({ text }) => indent(`Because ${text}`)).map(style.dim),
    ...duty.steps.flatMap((step) => stepLines(step, report, style)),
  ];
}

function stepLines(step: JudgedStep, report: ObligationsReport, style: Style): string[] {
  const paint = {
    overdue: style.red,
    'sent-late': style.red,
    due: style.yellow,
    promptly: style.yellow,
    sent: style.green,
  };
  const state = step.state in paint ? paint[step.state as keyof typeof paint] : style.dim;
  const { fields, filled } = step.draft;
  const when =
    step.due === undefined
      ? ''
      : `${step.provisional === true ? ' at the latest' : ''} ${step.due}${remaining(step, report)}`;
  const rule = `${step.title}: ${step.rule}; ${filled} of ${fields.length} fields filled`;
  return [
    `  ${style.glyphs.arrow} ${state(STATES[step.state])}${style.safe(when)}`,
    ...wrap(style.safe(rule), style.columns - 4).map((line) => `    ${style.dim(line)}`),
  ];
}

function remaining({ state, due }: JudgedStep, { at }: ObligationsReport): string {
  const left = Date.parse(due as string) - Date.parse(at);
  if (state === 'due') return `, in ${span(left)}`;
  return state === 'overdue' ? `, ${span(-left)} ago` : '';
}

function openLines(duty: JudgedObligation, style: Style): string[] {
  const next = duty.steps.find(({ due, state }) => due !== undefined && state !== 'sent');
  const precaution = next === undefined ? '' : `; if it applies, ${next.title.toLowerCase()} by ${next.due}`;
  return [
    `  ${style.yellow(style.glyphs.unknown)} ${shortTitle(duty, style)}`,
    ...wrap(style.safe(`State ${duty.toDecide.join(', ')}${precaution}`), style.columns - 4).map((line) =>
      style.dim(`    ${line}`),
    ),
  ];
}

function noneLines(duty: JudgedObligation, style: Style): string[] {
  const reasons = duty.reasons.slice(0, 2).map(({ text }) => text);
  const more = duty.reasons.length - reasons.length;
  const text = `${reasons.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  return [
    `  ${style.glyphs.dot} ${shortTitle(duty, style)}`,
    ...wrap(style.safe(text), style.columns - 4).map((line) => style.dim(`    ${line}`)),
  ];
}

function shortTitle({ regime, article, title }: JudgedObligation, style: Style): string {
  const [first = '', ...rest] = wrap(style.safe(`${regime}, ${article}: ${title}`), style.columns - 4);
  return [first, ...rest.map((line) => `    ${line}`)].join('\n');
}
