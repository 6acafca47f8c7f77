// SPDX-License-Identifier: Apache-2.0
import type { FrontierEntry, Report, Verdict } from '../../../analyse/index.ts';
import { counted, plural } from '../../../core/counted.ts';
import { forHtml } from '../escape.ts';
import { cheapestCuts, euros, holdsOf, openQuestions, place, shortName, threatOf } from '../summary.ts';

/** What to do first: the cuts that turn most verdicts for least money. */
export function cutsSection(report: Report): string {
  if (report.cuts.length === 0) return '';
  const best = new Set(cheapestCuts(report));
  const rows = report.cuts.map(
    (cut) =>
      `<tr${best.has(cut) ? ' class="best"' : ''}><th scope="row">${forHtml(cut.name)} <span class="dim">on ${forHtml(cut.on)}</span></th><td>${cut.removes} of ${report.counts.insecure}</td><td>${euros(cut.cost)}</td></tr>`,
  );
  const table = (list: readonly string[]): string =>
    `<div class="scroll"><table class="cuts"><thead><tr><th scope="col">Measure</th><th scope="col">Attacks it turns</th><th scope="col">First year</th></tr></thead><tbody>${list.join('\n')}</tbody></table></div>`;
  const rest = rows.slice(best.size);
  return `<section aria-labelledby="cuts"><h2 id="cuts">The cheapest cuts</h2>
${table(rows.slice(0, best.size))}
${rest.length === 0 ? '' : `<details><summary>${rest.length} more ${plural(rest.length, 'measure')}</summary>${table(rest)}</details>`}</section>`;
}

/** What nobody knows, and where to write it. */
export function unknownSection(report: Report): string {
  const open = openQuestions(report);
  if (open.length === 0) return '';
  const items = open.map(({ fact, verdicts }) => {
    const titles = [...new Set(verdicts.map((verdict) => verdict.title))].map(forHtml).join('; ');
    return `<li><p><b>${forHtml(fact.unknown)} of ${forHtml(fact.about)}</b>: ${forHtml(fact.text)}</p><p class="dim">Complete <code>${forHtml(place(fact.at))}</code> to decide: ${titles}</p></li>`;
  });
  return `<section aria-labelledby="unknown"><h2 id="unknown">What is unknown</h2><ul class="plain">${items.join('\n')}</ul></section>`;
}

/** The controls that hold, then every secure verdict with its frontier. */
export function secureSection(report: Report): string {
  const secure = report.verdicts.filter((verdict) => verdict.verdict === 'SECURE');
  if (secure.length === 0) return '';
  const holds = holdsOf(secure).map(
    ({ entry, verdicts }) =>
      `<li><p><b class="secure">✓</b> <b>${forHtml(entry.holds ?? entry.missing)}</b> <span class="dim">${entry.decisive ? `decides ${counted(verdicts.length, 'verdict')}` : 'one of several'} · <code>${forHtml(place(entry.at))}</code></span></p><p class="dim">${forHtml(threatOf(entry))}</p></li>`,
  );
  return `<section aria-labelledby="secure"><h2 id="secure">What holds the line</h2>
${holds.length === 0 ? '<p>No control stands alone between an attacker and these targets: several premises are missing at once.</p>' : `<ul class="plain">${holds.join('\n')}</ul>`}
<details><summary>${secure.length} secure ${plural(secure.length, 'verdict')}, each with what one more fault would open</summary>
${secure.map(frontierOf).join('\n')}</details></section>`;
}

function frontierOf(verdict: Verdict): string {
  const entries =
    verdict.frontier.length === 0
      ? '<p class="dim">Nothing is one step away.</p>'
      : `<ul>${verdict.frontier.map(frontierItem).join('')}</ul>`;
  return `<h4>${forHtml(verdict.title)}</h4><p class="dim">${forHtml(shortName(verdict.attacker))} → ${forHtml(verdict.target)}</p>${entries}`;
}

function frontierItem(entry: FrontierEntry): string {
  const holds =
    entry.kind === 'control'
      ? `held by <b>${forHtml(entry.holds ?? entry.missing)}</b>`
      : `the model states no <code>${forHtml(entry.missing)}</code>`;
  return `<li>${forHtml(threatOf(entry))}: ${holds}${entry.decisive ? ', which alone decides' : ''} <code class="dim">${forHtml(place(entry.at))}</code></li>`;
}
