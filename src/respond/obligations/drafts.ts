// SPDX-License-Identifier: Apache-2.0
// Drafts of reports in Markdown, one a step: what the incident states, where from, and what is missing.
import { forTerminal } from '../../core/escape.ts';
import type { JudgedObligation, ObligationsReport } from './obligations.ts';
import type { JudgedStep } from './step.ts';
import { type DutyWord, ENGLISH, type Voice } from './voice.ts';

export interface DraftFile {
  readonly name: string;
  readonly text: string;
}

/**
 * A draft for each step that still has to be sent, of duties that apply or may apply.
 *
 * @param report Judged in the language of `voice`.
 */
export function draftFiles(report: ObligationsReport, voice: Voice = ENGLISH): readonly DraftFile[] {
  return draftsOf(report).map(({ duty, step }) => ({
    name: `${draftName(duty, step, voice)}.md`,
    text: draftText(report, duty, step, voice),
  }));
}

/** Name of a file for it, without an ending; drafts in several languages may lie beside each other. */
export function draftName(duty: JudgedObligation, step: JudgedStep, { language } = ENGLISH): string {
  const name = `${duty.id.replaceAll('/obligation/', '-').replaceAll('/', '-')}-${step.id}`;
  return language === 'en' ? name : `${name}-${language}`;
}

export function draftsOf({
  obligations,
}: ObligationsReport): readonly { duty: JudgedObligation; step: JudgedStep }[] {
  return obligations.flatMap((duty) =>
    duty.steps
      .filter(({ state }) => state !== 'sent' && state !== 'sent-late')
      .map((step) => ({ duty, step })),
  );
}

/** What stands above the fields: a name and what it is, as plain text. */
export function headOf(
  { incident }: ObligationsReport,
  duty: JudgedObligation,
  step: JudgedStep,
  { say, moment }: Voice,
): { readonly [name in 'title' | 'law' | 'incident' | 'until']: string } {
  const { due, local = '', rule } = step;
  return {
    title: say('draft.title', { step: step.title, duty: duty.title }),
    law: say('draft.law', { regime: duty.regime, article: duty.article }),
    incident: say('draft.incident-named', { id: incident.id, title: incident.title }),
    until: due === undefined ? rule : say('draft.due', { due: moment(due, 'UTC'), local, rule }),
  };
}

/** One draft in Markdown. */
export function draftText(
  report: ObligationsReport,
  duty: JudgedObligation,
  step: JudgedStep,
  voice: Voice = ENGLISH,
): string {
  const { say } = voice;
  const { title, law, incident, until } = headOf(report, duty, step, voice);
  const { fields, filled } = step.draft;
  const rows = fields.map(
    ({ title: field, value, source }) =>
      `| ${forMarkdown(field)} | ${value === undefined ? `**${say('draft.missing')}**` : forMarkdown(value)} | ${forMarkdown(source ?? '')} |`,
  );
  const line = (name: DutyWord, value: string): string =>
    `- ${say('draft.line', { name: say(name), value })}`;
  const end = forMarkdown(until);
  return [
    `# ${forMarkdown(title)}`,
    '',
    line('draft.regime', forMarkdown(law)),
    line('draft.to', forMarkdown(duty.recipient)),
    line('draft.incident', forMarkdown(incident)),
    line('draft.until', step.provisional === true ? say('draft.latest', { until: end }) : end),
    line('draft.filled', say('draft.filled-of', { filled: String(filled), all: String(fields.length) })),
    ...(duty.outcome === 'open' ? [`- ${say('draft.open', { fields: duty.toDecide.join(', ') })}`] : []),
    '',
    `| ${say('draft.field')} | ${say('draft.value')} | ${say('draft.from')} |`,
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Text of strangers inside a Markdown table: no markup, no links, no HTML, one line. */
export function forMarkdown(text: string): string {
  return forTerminal(text)
    .replaceAll(/[\\`*_{}[\]<>#!|~&]/g, '\\$&')
    .replaceAll('://', ':\\//');
}
