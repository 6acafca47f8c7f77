// SPDX-License-Identifier: Apache-2.0
// What `flow check` found as one page that can be mailed, archived and printed: no script, no request.
import { createHash } from 'node:crypto';
import type { FlowFinding, FlowReport, WorkflowReport } from '../../../analyse/index.ts';
import { forHtml } from '../escape.ts';
import { UNHELD } from '../flow.ts';
import { sequencePicture } from './sequence.ts';

const STYLE = `:root{color-scheme:light dark;--ink:#1c2430;--dim:#5b6675;--paper:#fff;--line:#d5dae1;--good:#1a7f4b;--bad:#b3261e;--odd:#8a6100;--calm:#2563a8}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--dim:#9aa5b4;--paper:#14181e;--line:#333b46;--good:#5cc98f;--bad:#ff8a80;--odd:#e0b050;--calm:#7db4f0}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}main{max-width:60rem;margin:0 auto;padding:2rem 1rem}
h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:3rem;border-top:1px solid var(--line);padding-top:1.5rem}h3{font-size:1rem;margin:2rem 0 .25rem}
.dim{color:var(--dim);font-size:.9rem}.secure{color:var(--good)}.insecure{color:var(--bad)}.unknown{color:var(--odd)}
code{overflow-wrap:anywhere}.scroll{overflow-x:auto}.scroll:focus-visible{outline:2px solid var(--calm);outline-offset:3px}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid var(--line)}
.sequence{display:block;width:100%;min-width:34rem;max-width:56rem;height:auto;margin:.5rem 0}.sequence text{fill:var(--ink);font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}.sequence .party{font-weight:600;font-size:13px}
.sequence .lane{stroke:var(--line);stroke-width:1.5}.sequence .honest{stroke:var(--calm)}.sequence .attack{stroke:var(--bad)}.sequence g text{stroke:none}
.sequence .attack text{fill:var(--bad)}.sequence .honest .head{fill:var(--calm)}.sequence .attack .head{fill:var(--bad)}.sequence .physical line{stroke-width:4}.sequence .number{font-weight:600}
.mend{border-left:3px solid var(--good);padding-left:.75rem;margin:.5rem 0}.end{color:var(--bad)}@media(max-width:40rem){thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}table,tbody,tr,td{display:block}td{border:0;padding:.15rem 0}td:last-child{border-bottom:1px solid var(--line);padding-bottom:.6rem}td[data-name]:not(:empty)::before{content:attr(data-name) ': ';color:var(--dim)}}
@media print{h3{break-after:avoid}}`;

export function flowPage(report: FlowReport): string {
  const title =
    report.model === undefined ? `Workflows of ${report.pack.id}` : `Workflows of ${report.model.name}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${forHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="dim">ENSURESEC</p>
<h1>${forHtml(title)}</h1>
${report.workflows.map(section).join('\n')}
</main>
</body>
</html>
`;
}

function section(workflow: WorkflowReport): string {
  const name = workflow.of === undefined ? workflow.title : `${workflow.of}: ${workflow.title}`;
  const instance = Object.entries(workflow.instance)
    .map(([set, size]) => `${size} × ${set}`)
    .join(', ');
  const unknown =
    workflow.unknown === undefined ? '' : `<p class="unknown">Unknown: ${forHtml(workflow.unknown)}.</p>`;
  return `<section>
<h2><span class="${workflow.verdict.toLowerCase()}">${workflow.verdict}</span> ${forHtml(name)}</h2>
<p>${forHtml(workflow.text)}</p>
<p class="dim">${workflow.reached.toLocaleString('en')} states as it is, ${workflow.states.toLocaleString('en')} in ${workflow.searches} searches; with ${forHtml(instance)}; against ${forHtml(workflow.attackers.map(({ title }) => title).join(', ') || 'nobody')}.</p>
${unknown}
${invariantTable(workflow)}
${[...workflow.findings, ...workflow.weaknesses].map((finding, index) => article(finding, index + 1, workflow)).join('\n')}
</section>`;
}

function invariantTable({ invariants, depth }: WorkflowReport): string {
  const rows = invariants.map(({ title, text, holds, heldBy, policy }) => {
    const by = heldBy.map((set) => set.join(' with ')).join(', ');
    return `<tr><td><span class="${holds ? 'secure' : 'insecure'}">${holds ? '✓' : '✗'}</span> ${forHtml(title)}<br><span class="dim">${forHtml(text)}</span></td><td data-name="${holds ? 'Held by' : 'Verdict'}">${forHtml(holds ? by || (UNHELD[depth] as string) : 'does not hold')}</td><td data-name="Watched by"><code>${forHtml(policy)}</code></td></tr>`;
  });
  return `<table><thead><tr><th>Invariant</th><th>Held by</th><th>Watched by</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function article(finding: FlowFinding, number: number, workflow: WorkflowReport): string {
  const missing = workflow.checks.filter(({ id }) => finding.missing.includes(id));
  const without = missing.length === 0 ? 'as it is' : `without ${finding.missing.join(' and ')}`;
  const published = finding.published.map(
    ({ title, references }) =>
      `<p class="dim">Published: ${forHtml(title)} (${forHtml(references.join('; '))})</p>`,
  );
  return `<article>
<h3>${number}. ${forHtml(finding.title)} <span class="dim">${forHtml(without)}</span></h3>
${published.join('')}
<ol>${finding.story.steps.map(({ text, attack }) => `<li${attack ? ' class="insecure"' : ''}>${forHtml(text)}</li>`).join('')}</ol>
<p class="end">✗ ${forHtml(finding.story.end)}</p>
<div class="scroll" tabindex="0" role="region" aria-label="${forHtml(`Sequence of ${number}`)}">${sequencePicture(finding.story, workflow.parties)}</div>
${missing.map(({ title, at, advice }) => `<p class="mend"><strong>${forHtml(title)}</strong> (${forHtml(at)}). ${forHtml(advice)}</p>`).join('')}
</article>`;
}
