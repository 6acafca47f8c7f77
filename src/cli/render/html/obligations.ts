// SPDX-License-Identifier: Apache-2.0
// Duties and drafts as one page that can be printed.
import {
  draftsOf,
  type JudgedObligation,
  type JudgedStep,
  type ObligationsReport,
} from '../../../respond/index.ts';
import { forHtml } from '../escape.ts';
import { obligationsSentence } from '../obligations.ts';
import { documentOf } from './page.ts';
import { stackedTable } from './stacked.ts';

export function obligationsPage(report: ObligationsReport): string {
  const { incident, pack, obligations, at } = report;
  const of = (outcome: JudgedObligation['outcome']) => obligations.filter((each) => each.outcome === outcome);
  const applies = of('applies');
  const drafts = draftsOf(report).map(({ duty, step }) => draftArticle(duty, step));
  return documentOf(
    `Duties: ${incident.title}`,
    `<header class="${applies.length > 0 ? 'insecure' : of('open').length > 0 ? 'unknown' : 'secure'}">
<p class="dim">ENSURESEC · ${forHtml(incident.id)}</p>
<h1>${forHtml(incident.title)}</h1>
<p>${forHtml(obligationsSentence(report))}. Judged at ${at}; the operator's time zone is ${forHtml(incident.zone)}.</p>
</header>
${section('Applies', applies)}
${section('Cannot say yet', of('open'))}
${section('Does not apply', of('not-applicable'))}
${drafts.length === 0 ? '' : `<section aria-labelledby="drafts"><h2 id="drafts">Drafts</h2>${drafts.join('\n')}</section>`}
<p class="dim">Pack ${forHtml(`${pack.id} ${pack.version}`)} <code>${forHtml(pack.sha256)}</code>. No legal advice: the references decide.</p>`,
  );
}

function section(title: string, duties: readonly JudgedObligation[]): string {
  if (duties.length === 0) return '';
  const id = title.toLowerCase().replaceAll(' ', '-');
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${duties.map(dutyArticle).join('\n')}</section>`;
}

function dutyArticle(duty: JudgedObligation): string {
  const steps = duty.steps.map(
    (step) =>
      `<li>${forHtml(step.title)}: <b>${forHtml(step.state)}</b>${step.due === undefined ? '' : ` ${forHtml(step.due)} <span class="dim">${forHtml(step.local ?? '')}</span>`} <span class="dim">${forHtml(step.rule)}</span></li>`,
  );
  return `<article><h3>${forHtml(`${duty.regime}, ${duty.article}: ${duty.title}`)}</h3>
<p class="dim">${forHtml(duty.who)} → ${forHtml(duty.recipient)}${duty.contract ? ' (contract)' : ''}</p>
<ul class="plain">${duty.reasons.map(({ text }) => `<li>${forHtml(text)}</li>`).join('')}</ul>
${steps.length === 0 ? '' : `<ul class="plain">${steps.join('')}</ul>`}
<p class="dim">${forHtml(duty.explain)}<br>${duty.references.map(forHtml).join(' · ')}</p></article>`;
}

function draftArticle(duty: JudgedObligation, step: JudgedStep): string {
  const rows = step.draft.fields.map(({ title, value, source }) => [
    forHtml(title),
    value === undefined ? '<b class="insecure">missing</b>' : forHtml(value),
    `<span class="dim">${forHtml(source ?? '')}</span>`,
  ]);
  const name = `${duty.regime}: ${step.title}`;
  return `<article><h3>${forHtml(name)}</h3>
<p class="dim">${forHtml(duty.recipient)} · ${forHtml(step.due ?? step.rule)} · ${step.draft.filled} of ${step.draft.fields.length} fields filled</p>
${stackedTable(name, ['Field', 'Value', 'From'], rows, 'draft')}</article>`;
}
