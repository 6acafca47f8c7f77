// SPDX-License-Identifier: Apache-2.0
// The draft of one report as a page that can be printed or kept as PDF. It loads nothing and runs nothing.
import { forHtml } from '../../core/escape.ts';
import { headOf } from './drafts.ts';
import type { JudgedObligation, ObligationsReport } from './obligations.ts';
import type { JudgedStep } from './step.ts';
import { ENGLISH, type Voice } from './voice.ts';

const STYLE =
  'body{font:11pt/1.4 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #999;text-align:left;vertical-align:top;padding:.3em .5em;overflow-wrap:anywhere}th[scope=row]{font-weight:400;width:38%}small{color:#555}b.missing{color:#8e0b3a}@page{margin:2cm}';

/** Words of other languages are longer: they are parted where the language parts them, and cells stand below each other on a phone. */
const LONG_WORDS =
  'h1{overflow-wrap:anywhere}h1,th,td{hyphens:auto}td small{hyphens:none}@media(max-width:40rem){h1{font-size:1.4rem}thead{position:absolute;clip-path:inset(50%)}tr{display:block;border-bottom:1px solid #999;padding:.3em 0}th[scope=row],td{display:block;width:auto;border:0;padding:.1em 0}th[scope=row]{color:#555}td:empty,td:has(small:empty){display:none}}';

/** @param report Judged in the language of `voice`. */
export function draftPage(
  report: ObligationsReport,
  duty: JudgedObligation,
  step: JudgedStep,
  voice: Voice = ENGLISH,
): string {
  const said: Voice['say'] = (word, values) => forHtml(voice.say(word, values));
  const head = headOf(report, duty, step, voice);
  const title = forHtml(head.title);
  const filled = {
    ...{ filled: String(step.draft.filled), all: String(step.draft.fields.length) },
    at: voice.moment(report.at, 'UTC'),
  };
  const facts = (
    [
      ['draft.regime', head.law],
      ['draft.to', duty.recipient],
      ['draft.incident', head.incident],
      ['draft.until', head.until],
      ['draft.filled', voice.say('draft.filled-at', filled)],
    ] as const
  ).map(([name, value]) => `<tr><th scope="row">${said(name)}</th><td>${forHtml(value)}</td></tr>`);
  const rows = step.draft.fields.map(
    ({ title: field, value, source }) =>
      `<tr><th scope="row">${forHtml(field)}</th><td>${value === undefined ? `<b class="missing">${said('draft.missing')}</b>` : forHtml(value)}</td><td><small>${forHtml(source ?? '')}</small></td></tr>`,
  );
  return `<!doctype html>
<html lang="${forHtml(voice.language)}"><head><meta charset="utf-8"><title>${title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">${voice.language === 'en' ? '' : '\n<meta name="viewport" content="width=device-width, initial-scale=1">'}
<style>${STYLE}${voice.language === 'en' ? '' : LONG_WORDS}</style></head><body>
<h1>${title}</h1>
<table>${facts.join('')}</table>
<h2>${said('draft.fields')}</h2>
<table><thead><tr><th scope="col">${said('draft.field')}</th><th scope="col">${said('draft.value')}</th><th scope="col">${said('draft.from')}</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>
<p><small>${said('draft.legal')} ${duty.references.map(forHtml).join(' · ')}</small></p>
</body></html>
`;
}
