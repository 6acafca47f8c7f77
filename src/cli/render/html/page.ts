// SPDX-License-Identifier: Apache-2.0
// A report as one page that can be mailed, archived and printed: no script, no request, no style but its own.
import { createHash } from 'node:crypto';
import type { Report } from '../../../analyse/index.ts';
import { sayHtml } from '../../report-words/html.ts';
import { pageTongue, type Tongue } from '../../report-words/tongue.ts';
import { forHtml } from '../escape.ts';
import { attacksOf, overallOutcome, pathsOf, sentence } from '../summary.ts';
import { settingSection } from './context.ts';
import { matrixSection } from './matrix.ts';
import { pathArticle } from './path.ts';
import { cutsSection, secureSection, unknownSection } from './sections.ts';
import { STYLE } from './style.ts';
import { timesSection } from './times.ts';

/** Paths drawn as pictures; the others are in the table of verdicts and in --json. */
const DRAWN_PATHS = 40;

/** @param laneOf the lane of a rule: network, identity, physical … (the groups of the rules of the pack). */
export function reportPage(
  report: Report,
  laneOf: (rule: string) => string,
  tongue: Tongue = pageTongue('en'),
  titleOf?: (attack: string) => string,
): string {
  const { say } = tongue;
  const paths = pathsOf(report);
  const drawn = paths.slice(0, DRAWN_PATHS);
  const hidden = paths.length - drawn.length;
  return documentOf(
    `${say(`badge.${overallOutcome(report)}`)}: ${report.model.name}`,
    `${header(report, tongue)}
${matrixSection(report, tongue)}
${drawn.length === 0 ? '' : `<section aria-labelledby="paths"><h2 id="paths">${forHtml(say('paths.title'))}</h2>\n${drawn.map((path, index) => pathArticle(path, index + 1, laneOf, tongue)).join('\n')}${hidden > 0 ? `<p class="dim">${sayHtml(tongue, 'paths.more', { count: String(hidden), command: '<code>ensuresec check --json</code>' })}</p>` : ''}</section>`}
${cutsSection(report, tongue)}
${timesSection(report, tongue)}
${unknownSection(report, tongue)}
${secureSection(report, tongue)}
${settingSection(report, tongue, titleOf)}`,
    tongue.language,
  );
}

/** A whole page around `main`, which is HTML; `title` is text. */
export function documentOf(title: string, main: string, language = 'en'): string {
  return `<!doctype html>
<html lang="${forHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${styleHash()}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${forHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
}

function styleHash(): string {
  return `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
}

function header(report: Report, tongue: Tongue): string {
  const outcome = overallOutcome(report);
  return `<header class="${outcome.toLowerCase()}">
<p class="dim">ENSURESEC · ${forHtml(report.model.name)}</p>
<h1><span class="badge">${forHtml(tongue.say(`badge.${outcome}`))}</span> ${forHtml(sentence(report, tongue))}.</h1>
${bar(report, tongue)}
</header>`;
}

/** One cell for each attack: the whole at a glance. */
function bar(report: Report, { say }: Tongue): string {
  const attacks = attacksOf(report);
  const width = 1000;
  const step = width / Math.max(1, attacks.length);
  const gap = Math.min(4, step / 5);
  const cells = attacks.map(
    (attack, index) =>
      `<rect class="${attack.outcome.toLowerCase()}" x="${(index * step).toFixed(1)}" width="${(step - gap).toFixed(1)}" height="14" rx="3"><title>${forHtml(`${attack.title}: ${say(`outcome.${attack.outcome}`)}`)}</title></rect>`,
  );
  const label = attacks.map((attack) => `${attack.title}: ${say(`outcome.${attack.outcome}`)}`).join('; ');
  return `<svg class="bar" viewBox="0 0 ${width} 14" preserveAspectRatio="none" role="img" aria-label="${forHtml(label)}">${cells.join('')}</svg>`;
}
