// SPDX-License-Identifier: Apache-2.0
// A simulation as one page that plays it: both sides on one clock, recomputed in the page by the engine itself. No request.
import type { Simulation } from '../../../cascade/index.ts';
import { sayHtml } from '../../report-words/html.ts';
import type { Tongue, Word } from '../../report-words/tongue.ts';
import { forHtml } from '../escape.ts';
import { playedPagePolicy } from '../page-policy.ts';
import { REPLAY_BODY } from './body.ts';
import { clientIn } from './client.ts';
import type { ReplayData } from './data.ts';
import { importMapOf } from './modules.ts';
import { REPLAY_ENTRIES } from './mount.ts';
import { STYLE } from './style.ts';
import { pageWords } from './words.ts';

/** The page; undefined when the engine is not compiled (`npm run build`). */
export function replayPage(
  answer: Simulation,
  data: ReplayData,
  nameOf: (asset: string) => string,
  tongue: Tongue,
): string | undefined {
  const { say, language } = tongue;
  const imports = importMapOf(...REPLAY_ENTRIES);
  if (imports === undefined) return undefined;
  const client = clientIn(pageWords(tongue));
  const policy = playedPagePolicy(STYLE, [imports, client]);
  const { scenario } = answer;
  return `<!doctype html>
<html lang="${forHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${forHtml(say('page.title', { scenario: scenario.title, model: answer.model }))}</title>
<style>${STYLE}</style>
<script type="importmap">${imports}</script>
</head>
<body>
<main>
${head(answer, tongue)}
<h2 id="measures">${forHtml(say('page.measures'))}</h2>
<div class="chips" id="chips" role="group" aria-labelledby="measures"></div>
${REPLAY_BODY}
${limits(answer, nameOf, tongue)}
<noscript><p class="bad">${sayHtml(tongue, 'page.scripts', { command: '<code>ensuresec simulate</code>' })}</p></noscript>
</main>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script type="module">${client}</script>
</body>
</html>
`;
}

function head(answer: Simulation, { say, words }: Tongue): string {
  const money = (eur: number): string => amountOf(words.money, eur);
  const text = (word: Word, values: Readonly<Record<string, string | number>> = {}): string =>
    forHtml(say(word, values));
  const { scenario, without, with: after, avoided } = answer;
  const chosen = answer.chosen.map((id) => answer.measures.find((each) => each.id === id)?.name ?? id);
  const all =
    avoided === undefined
      ? ''
      : `<div><span class="dim">${text('page.average', { runs: answer.runs })}</span><b class="good">${money(avoided.mean)}</b><span class="dim">${text('page.interval', { low: money(avoided.low), high: money(avoided.high), measures: chosen.join(', ') })}</span></div>`;
  return `<header><p class="dim">ENSURESEC · ${forHtml(answer.model)}</p>
<h1>${forHtml(scenario.title)}</h1><p>${forHtml(scenario.text)}</p></header>
<div class="figures">
<div><span class="dim">${text('page.without')}</span><b class="bad" id="eur-without">${money(without.replay.eur)}</b><span class="dim"><span id="by-without"></span>${text('page.range', { low: money(without.eur.p5), high: money(without.eur.p95) })}</span></div>
<div><span class="dim">${text('page.with')}</span><b id="eur-with">${after === undefined ? '' : money(after.replay.eur)}</b><span class="dim"><span id="by-with"></span>${text('page.fate')}</span></div>
<div><span class="dim">${text('page.gap')}</span><b class="good" id="eur-gap"></b><span class="dim">${text('page.less')}<span id="units"></span></span></div>
${all}
</div>`;
}

function limits(
  { limits: all, checks }: Simulation,
  nameOf: (asset: string) => string,
  { say }: Tongue,
): string {
  const named = (assets: readonly string[]): string => assets.map(nameOf).join(', ');
  const single = checks.services
    .filter((each) => each.single.length > 0)
    .map(
      (each) =>
        `<li>${forHtml(say('page.single', { service: nameOf(each.asset), assets: named(each.single) }))}</li>`,
    );
  const cold =
    checks.neverStart.length === 0
      ? say('page.starts', { rounds: checks.waves })
      : say('page.never', { assets: named(checks.neverStart), first: named(checks.blackStart) });
  return `<h2>${forHtml(say('page.always'))}</h2><p>${forHtml(cold)}</p><ul>${single.join('')}</ul>
<h2>${forHtml(say('page.limits'))}</h2><ul>${all.map((text) => `<li>${forHtml(text)}</li>`).join('')}<li>${forHtml(say('page.median'))}</li></ul>`;
}

function amountOf(template: string, eur: number): string {
  const amount = Math.round(eur).toLocaleString('en').replaceAll(',', '\u00a0');
  return template.replace('{{amount}}', amount);
}
