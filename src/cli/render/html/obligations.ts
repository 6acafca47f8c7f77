// SPDX-License-Identifier: Apache-2.0
// Duties and drafts as one page that can be printed.
import {
  draftsOf,
  ENGLISH,
  type JudgedObligation,
  type JudgedStep,
  type ObligationsReport,
  type Voice,
} from '../../../respond/index.ts';
import { forHtml } from '../escape.ts';
import { obligationsSentence } from '../obligations.ts';
import { documentOf } from './page.ts';
import { stackedTable } from './stacked.ts';

/** @param report Judged in the language of `voice`. */
export function obligationsPage(report: ObligationsReport, voice: Voice = ENGLISH): string {
  const { incident, pack, obligations, at } = report;
  const { say, moment } = voice;
  const of = (outcome: JudgedObligation['outcome']) => obligations.filter((each) => each.outcome === outcome);
  const section = (id: string, title: string, duties: readonly JudgedObligation[]): string =>
    sectionOf(id, title, duties.map((duty) => dutyArticle(duty, voice)).join('\n'));
  const [applies, open, none] = [of('applies'), of('open'), of('not-applicable')];
  const drafts = draftsOf(report).map(({ duty, step }) => draftArticle(duty, step, voice));
  const judged = say('page.judged', {
    sentence: forHtml(obligationsSentence(report, voice)),
    at: forHtml(moment(at, 'UTC')),
    zone: forHtml(incident.zone),
  });
  const packed = say('page.pack', { pack: `${pack.id} ${pack.version}` });
  return documentOf(
    say('page.title', { title: incident.title }),
    `<header class="${applies.length > 0 ? 'insecure' : open.length > 0 ? 'unknown' : 'secure'}">
<p class="dim">ENSURESEC · ${forHtml(incident.id)}</p>
<h1>${forHtml(incident.title)}</h1>
<p>${judged}</p>
</header>
${section('applies', say('page.applies'), applies)}
${section('cannot-say-yet', say('page.open'), open)}
${section('does-not-apply', say('page.none'), none)}
${sectionOf('drafts', say('page.drafts'), drafts.join('\n'))}
<p class="dim">${forHtml(packed)} <code>${forHtml(pack.sha256)}</code>. ${forHtml(say('draft.legal'))}</p>`,
    voice.language,
  );
}

/** @param html What is in it; without any there is no section. */
function sectionOf(id: string, title: string, html: string): string {
  if (html === '') return '';
  return `<section aria-labelledby="${id}"><h2 id="${id}">${forHtml(title)}</h2>${html}</section>`;
}

function dutyArticle(duty: JudgedObligation, voice: Voice): string {
  const { say } = voice;
  const { regime, article, who, recipient, reasons, explain, references } = duty;
  const law = say('draft.law', { regime, article });
  const steps = duty.steps.map((step) => stepItem(step, voice));
  const contract = duty.contract ? ` ${forHtml(say('page.contract'))}` : '';
  return `<article><h3>${forHtml(say('page.duty', { law, duty: duty.title }))}</h3>
<p class="dim">${forHtml(who)} → ${forHtml(recipient)}${contract}</p>
<ul class="plain">${reasons.map(({ text }) => `<li>${forHtml(text)}</li>`).join('')}</ul>
${steps.length === 0 ? '' : `<ul class="plain">${steps.join('')}</ul>`}
<p class="dim">${forHtml(explain)}<br>${references.map(forHtml).join(' · ')}</p></article>`;
}

function stepItem({ title, state, due, local, rule }: JudgedStep, { say, moment }: Voice): string {
  const named = say('draft.line', {
    name: forHtml(title),
    value: `<b>${forHtml(say(`state.${state}`))}</b>`,
  });
  const until =
    due === undefined
      ? ''
      : ` ${forHtml(moment(due, 'UTC'))} <span class="dim">${forHtml(local ?? '')}</span>`;
  return `<li>${named}${until} <span class="dim">${forHtml(rule)}</span></li>`;
}

function draftArticle(duty: JudgedObligation, step: JudgedStep, { say, moment }: Voice): string {
  const { fields, filled } = step.draft;
  const rows = fields.map(({ title, value, source }) => [
    forHtml(title),
    value === undefined ? `<b class="insecure">${forHtml(say('draft.missing'))}</b>` : forHtml(value),
    `<span class="dim">${forHtml(source ?? '')}</span>`,
  ]);
  const name = say('draft.line', { name: duty.regime, value: step.title });
  const until = step.due === undefined ? step.rule : moment(step.due, 'UTC');
  const count = say('draft.filled-fields', { filled: String(filled), all: String(fields.length) });
  const heads = [say('draft.field'), say('draft.value'), say('draft.from')].map(forHtml);
  return `<article><h3>${forHtml(name)}</h3>
<p class="dim">${forHtml(duty.recipient)} · ${forHtml(until)} · ${forHtml(count)}</p>
${stackedTable(name, heads, rows, 'draft')}</article>`;
}
