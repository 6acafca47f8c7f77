// SPDX-License-Identifier: Apache-2.0
import type { FrontierEntry, Report, Verdict } from '../../../analyse/index.ts';
import { sayHtml } from '../../report-words/html.ts';
import type { Tongue } from '../../report-words/tongue.ts';
import { forHtml } from '../escape.ts';
import { cheapestCuts, holdsOf, openQuestions, place, threatOf } from '../summary.ts';
import { heads } from './heads.ts';

/** What to do first: the cuts that turn most verdicts for least money. */
export function cutsSection(report: Report, tongue: Tongue): string {
  const { say } = tongue;
  if (report.cuts.length === 0) return '';
  const best = new Set(cheapestCuts(report));
  const rows = report.cuts.map(
    (cut) =>
      `<tr${best.has(cut) ? ' class="best"' : ''}><th scope="row">${forHtml(cut.name)} <span class="dim">${forHtml(say('on', { on: cut.on }))}</span></th><td>${forHtml(say('cuts.of', { part: cut.removes, all: report.counts.insecure }))}</td><td>${forHtml(tongue.euros(cut.cost))}</td></tr>`,
  );
  const table = (list: readonly string[]): string =>
    `<div class="scroll"><table class="cuts"><thead><tr>${heads([say('cuts.measure'), say('cuts.turns'), say('cuts.year')])}</tr></thead><tbody>${list.join('\n')}</tbody></table></div>`;
  const rest = rows.slice(best.size);
  return `<section aria-labelledby="cuts"><h2 id="cuts">${forHtml(say('cuts.title'))}</h2>
${table(rows.slice(0, best.size))}
${rest.length === 0 ? '' : `<details><summary>${forHtml(say('cuts.more', { count: rest.length }))}</summary>${table(rest)}</details>`}</section>`;
}

/** What nobody knows, and where to write it. */
export function unknownSection(report: Report, tongue: Tongue): string {
  const { say, named } = tongue;
  const open = openQuestions(report);
  if (open.length === 0) return '';
  const items = open.map(({ fact, verdicts }) => {
    const titles = [...new Set(verdicts.map((verdict) => verdict.title))].map(forHtml).join('; ');
    return `<li><p><b>${forHtml(say('unknown.of', { what: named('gap', fact.unknown), about: fact.about }))}</b>: ${forHtml(fact.text)}</p><p class="dim">${sayHtml(tongue, 'unknown.complete', { place: `<code>${forHtml(place(fact.at))}</code>`, titles })}</p></li>`;
  });
  return `<section aria-labelledby="unknown"><h2 id="unknown">${forHtml(say('unknown.title'))}</h2><ul class="plain">${items.join('\n')}</ul></section>`;
}

/** The controls that hold, then every secure verdict with its frontier. */
export function secureSection(report: Report, tongue: Tongue): string {
  const { say } = tongue;
  const secure = report.verdicts.filter((verdict) => verdict.verdict === 'SECURE');
  if (secure.length === 0) return '';
  const holds = holdsOf(secure).map(
    ({ entry, verdicts }) =>
      `<li><p><b class="secure">✓</b> <b>${forHtml(entry.holds ?? entry.missing)}</b> <span class="dim">${forHtml(entry.decisive ? say('secure.decides', { count: verdicts.length }) : say('secure.several'))} · <code>${forHtml(place(entry.at))}</code></span></p><p class="dim">${forHtml(threatOf(entry))}</p></li>`,
  );
  return `<section aria-labelledby="secure"><h2 id="secure">${forHtml(say('secure.title'))}</h2>
${holds.length === 0 ? `<p>${forHtml(say('secure.none'))}</p>` : `<ul class="plain">${holds.join('\n')}</ul>`}
<details><summary>${forHtml(say('secure.more', { count: secure.length }))}</summary>
${secure.map((verdict) => frontierOf(verdict, tongue)).join('\n')}</details></section>`;
}

function frontierOf(verdict: Verdict, tongue: Tongue): string {
  const { say, named } = tongue;
  const entries =
    verdict.frontier.length === 0
      ? `<p class="dim">${forHtml(say('secure.away'))}</p>`
      : `<ul>${verdict.frontier.map((entry) => frontierItem(entry, tongue)).join('')}</ul>`;
  return `<h4>${forHtml(verdict.title)}</h4><p class="dim">${forHtml(named('attacker', verdict.attacker))} → ${forHtml(verdict.target)}</p>${entries}`;
}

function frontierItem(entry: FrontierEntry, tongue: Tongue): string {
  const holds =
    entry.kind === 'control'
      ? sayHtml(tongue, 'secure.held', { control: `<b>${forHtml(entry.holds ?? entry.missing)}</b>` })
      : sayHtml(tongue, 'secure.absent', { fact: `<code>${forHtml(entry.missing)}</code>` });
  return `<li>${forHtml(threatOf(entry))}: ${holds}${entry.decisive ? forHtml(tongue.say('secure.alone')) : ''} <code class="dim">${forHtml(place(entry.at))}</code></li>`;
}
