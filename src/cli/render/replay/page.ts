// SPDX-License-Identifier: Apache-2.0
// A simulation as one page that plays it: both sides on one clock, recomputed in the page by the engine itself. No request.
import type { Simulation } from '../../../cascade/index.ts';
import { forHtml } from '../escape.ts';
import { playedPagePolicy } from '../page-policy.ts';
import { REPLAY_BODY } from './body.ts';
import { CLIENT } from './client.ts';
import type { ReplayData } from './data.ts';
import { importMapOf } from './modules.ts';
import { REPLAY_ENTRIES } from './mount.ts';
import { STYLE } from './style.ts';

/** The page; undefined when the engine is not compiled (`npm run build`). */
export function replayPage(
  answer: Simulation,
  data: ReplayData,
  nameOf: (asset: string) => string,
): string | undefined {
  const imports = importMapOf(...REPLAY_ENTRIES);
  if (imports === undefined) return undefined;
  const policy = playedPagePolicy(STYLE, [imports, CLIENT]);
  const { scenario } = answer;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${forHtml(`${scenario.title}: ${answer.model}`)}</title>
<style>${STYLE}</style>
<script type="importmap">${imports}</script>
</head>
<body>
<main>
${head(answer)}
<h2 id="measures">What if there had been …</h2>
<div class="chips" id="chips" role="group" aria-labelledby="measures"></div>
${REPLAY_BODY}
${limits(answer, nameOf)}
<noscript><p class="bad">The replay needs scripts. <code>ensuresec simulate</code> without --html tells the same as text.</p></noscript>
</main>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script type="module">${CLIENT}</script>
</body>
</html>
`;
}

function head(answer: Simulation): string {
  const { scenario, without, with: after, avoided } = answer;
  const chosen = answer.chosen.map((id) => answer.measures.find((each) => each.id === id)?.name ?? id);
  const all =
    avoided === undefined
      ? ''
      : `<div><span class="dim">Avoided on average over ${answer.runs} runs</span><b class="good">${money(avoided.mean)}</b><span class="dim">95 % interval ${money(avoided.low)} to ${money(avoided.high)}, with ${forHtml(chosen.join(', '))}</span></div>`;
  return `<header><p class="dim">ENSURESEC · ${forHtml(answer.model)}</p>
<h1>${forHtml(scenario.title)}</h1><p>${forHtml(scenario.text)}</p></header>
<div class="figures">
<div><span class="dim">This run without</span><b class="bad" id="eur-without">${money(without.replay.eur)}</b><span class="dim"><span id="by-without"></span>all runs: ${money(without.eur.p5)} to ${money(without.eur.p95)}</span></div>
<div><span class="dim">This run with</span><b id="eur-with">${after === undefined ? '' : money(after.replay.eur)}</b><span class="dim"><span id="by-with"></span>the same fate, the chosen measures</span></div>
<div><span class="dim">The gap</span><b class="good" id="eur-gap"></b><span class="dim">less: <span id="units"></span></span></div>
${all}
</div>`;
}

function limits({ limits: all, checks }: Simulation, nameOf: (asset: string) => string): string {
  const named = (assets: readonly string[]): string => forHtml(assets.map(nameOf).join(', '));
  const single = checks.services
    .filter((each) => each.single.length > 0)
    .map((each) => `<li>${named([each.asset])} stops for good without ${named(each.single)}</li>`);
  const cold =
    checks.neverStart.length === 0
      ? `From nothing, everything starts again in ${checks.waves} rounds.`
      : `Could never start from nothing: ${named(checks.neverStart)}. Able to start alone must be ${named(checks.blackStart)}.`;
  return `<h2>Without any scenario</h2><p>${cold}</p><ul>${single.join('')}</ul>
<h2>What the figures do not say</h2><ul>${all.map((text) => `<li>${forHtml(text)}</li>`).join('')}<li>The picture shows one run, the median one. Rings are drawn for buffers that ran out.</li></ul>`;
}

function money(eur: number): string {
  return `EUR ${Math.round(eur).toLocaleString('en').replaceAll(',', '\u00a0')}`;
}
