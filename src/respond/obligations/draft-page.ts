// SPDX-License-Identifier: Apache-2.0
// The draft of one report as a page that can be printed or kept as PDF. It loads nothing and runs nothing.
import { forHtml } from '../../core/escape.ts';
import type { JudgedObligation, ObligationsReport } from './obligations.ts';
import type { JudgedStep } from './step.ts';

const STYLE =
  'body{font:11pt/1.4 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #999;text-align:left;vertical-align:top;padding:.3em .5em;overflow-wrap:anywhere}th[scope=row]{font-weight:400;width:38%}small{color:#555}b.missing{color:#8e0b3a}@page{margin:2cm}';

export function draftPage(
  { incident, at }: ObligationsReport,
  duty: JudgedObligation,
  step: JudgedStep,
): string {
  const title = forHtml(`${step.title}: ${duty.title}`);
  const facts = [
    ['Regime', `${duty.regime}, ${duty.article}`],
    ['To', duty.recipient],
    ['Incident', `${incident.id}, ${incident.title}`],
    ['Until', step.due === undefined ? step.rule : `${step.due} (${step.local}), ${step.rule}`],
    ['Filled', `${step.draft.filled} of ${step.draft.fields.length}, at ${at}`],
  ].map(([name = '', value = '']) => `<tr><th scope="row">${name}</th><td>${forHtml(value)}</td></tr>`);
  const rows = step.draft.fields.map(
    ({ title: field, value, source }) =>
      `<tr><th scope="row">${forHtml(field)}</th><td>${value === undefined ? '<b class="missing">missing</b>' : forHtml(value)}</td><td><small>${forHtml(source ?? '')}</small></td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body>
<h1>${title}</h1>
<table>${facts.join('')}</table>
<h2>Fields</h2>
<table><thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">From</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>
<p><small>No legal advice: the references decide. ${duty.references.map(forHtml).join(' · ')}</small></p>
</body></html>
`;
}
