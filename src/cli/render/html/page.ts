// SPDX-License-Identifier: Apache-2.0
// A report as one page that can be mailed, archived and printed: no script, no request, no style but its own.
import { createHash } from 'node:crypto';
import type { Outcome, Report } from '../../../analyse/index.ts';
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
export function reportPage(report: Report, laneOf: (rule: string) => string): string {
  const paths = pathsOf(report);
  const drawn = paths.slice(0, DRAWN_PATHS);
  const hidden = paths.length - drawn.length;
  return documentOf(
    `${overallOutcome(report)}: ${report.model.name}`,
    `${header(report)}
${matrixSection(report)}
${drawn.length === 0 ? '' : `<section aria-labelledby="paths"><h2 id="paths">How the attacks succeed</h2>\n${drawn.map((path, index) => pathArticle(path, index + 1, laneOf)).join('\n')}${hidden > 0 ? `<p class="dim">${hidden} more paths are not drawn; <code>ensuresec check --json</code> lists them all.</p>` : ''}</section>`}
${cutsSection(report)}
${timesSection(report)}
${unknownSection(report)}
${secureSection(report)}
${settingSection(report)}`,
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

function header(report: Report): string {
  const outcome = overallOutcome(report);
  return `<header class="${outcome.toLowerCase()}">
<p class="dim">ENSURESEC · ${forHtml(report.model.name)}</p>
<h1><span class="badge">${outcome}</span> ${forHtml(sentence(report))}.</h1>
${bar(report)}
</header>`;
}

/** One cell for each attack: the whole at a glance. */
function bar(report: Report): string {
  const attacks = attacksOf(report);
  const width = 1000;
  const step = width / Math.max(1, attacks.length);
  const gap = Math.min(4, step / 5);
  const cells = attacks.map(
    (attack, index) =>
      `<rect class="${attack.outcome.toLowerCase()}" x="${(index * step).toFixed(1)}" width="${(step - gap).toFixed(1)}" height="14" rx="3"><title>${forHtml(`${attack.title}: ${WORDS[attack.outcome]}`)}</title></rect>`,
  );
  const label = attacks.map((attack) => `${attack.title}: ${WORDS[attack.outcome]}`).join('; ');
  return `<svg class="bar" viewBox="0 0 ${width} 14" preserveAspectRatio="none" role="img" aria-label="${forHtml(label)}">${cells.join('')}</svg>`;
}

const WORDS: Readonly<Record<Outcome, string>> = {
  INSECURE: 'succeeds',
  SECURE: 'proven secure',
  UNKNOWN: 'unknown',
};
