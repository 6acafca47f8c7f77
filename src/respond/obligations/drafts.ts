// SPDX-License-Identifier: Apache-2.0
// Drafts of reports in Markdown, one a step: what the incident states, where from, and what is missing.
import { forTerminal } from '../../core/escape.ts';
import type { JudgedObligation, ObligationsReport } from './obligations.ts';
import type { JudgedStep } from './step.ts';

export interface DraftFile {
  readonly name: string;
  readonly text: string;
}

/** A draft for each step that still has to be sent, of duties that apply or may apply. */
export function draftFiles(report: ObligationsReport): readonly DraftFile[] {
  return draftsOf(report).map(({ duty, step }) => ({
    name: `${draftName(duty, step)}.md`,
    text: draftText(report, duty, step),
  }));
}

/** Name of a file for it, without an ending. */
export function draftName(duty: JudgedObligation, step: JudgedStep): string {
  return `${duty.id.replaceAll('/obligation/', '-').replaceAll('/', '-')}-${step.id}`;
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

/** One draft in Markdown. */
export function draftText({ incident }: ObligationsReport, duty: JudgedObligation, step: JudgedStep): string {
  const deadline = step.due === undefined ? step.rule : `${step.due} (${step.local}), ${step.rule}`;
  const rows = step.draft.fields.map(
    ({ title, value, source }) =>
      `| ${forMarkdown(title)} | ${value === undefined ? '**missing**' : forMarkdown(value)} | ${forMarkdown(source ?? '')} |`,
  );
  return [
    `# ${forMarkdown(`${step.title}: ${duty.title}`)}`,
    '',
    `- Regime: ${forMarkdown(`${duty.regime}, ${duty.article}`)}`,
    `- To: ${forMarkdown(duty.recipient)}`,
    `- Incident: ${forMarkdown(`${incident.id}, ${incident.title}`)}`,
    `- Until: ${forMarkdown(deadline)}${step.provisional === true ? ', at the latest' : ''}`,
    `- Filled: ${step.draft.filled} of ${step.draft.fields.length}`,
    ...(duty.outcome === 'open'
      ? [`- It is open whether this applies: ${duty.toDecide.join(', ')} not stated`]
      : []),
    '',
    '| Field | Value | From |',
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
