// SPDX-License-Identifier: Apache-2.0
import type { Step } from '../../../analyse/index.ts';
import { forHtml } from '../escape.ts';
import { type AttackPath, duration, euros, place, shortName } from '../summary.ts';
import { pathPicture } from './picture.ts';

/** One attack path: the picture, wide and narrow, and the same in words. */
export function pathArticle(path: AttackPath, number: number, laneOf: (rule: string) => string): string {
  const { verdict, others } = path;
  const id = `path-${number}`;
  const also = others.length === 0 ? '' : `, also by ${forHtml(others.map(shortName).join(', '))}`;
  return `<article aria-labelledby="${id}">
<h3 id="${id}"><span class="number">${number}</span> ${forHtml(verdict.title)}</h3>
<p><span class="tag ${verdict.severity}">${verdict.severity}</span> <b>${forHtml(duration(verdict.days))}</b> · ${forHtml(shortName(verdict.attacker))} → ${forHtml(verdict.target)}${also}</p>
<p class="dim">${forHtml(verdict.impact)}</p>
${pathPicture(verdict, laneOf, 'wide', id)}
${pathPicture(verdict, laneOf, 'narrow', id)}
<details><summary>In words, with rules, sources and what cuts each step</summary>
<ol>${verdict.steps.map(stepItem).join('\n')}</ol></details>
</article>`;
}

function stepItem(step: Step): string {
  const facts = [
    `<code>${forHtml(place(step.at))}</code>`,
    `<code>${forHtml(step.rule)}</code>`,
    ...step.techniques.map(forHtml),
    ...(step.days > 0 ? [forHtml(duration(step.days))] : []),
    ...(step.confidence < 1 ? [`${Math.round(step.confidence * 100)} % sure`] : []),
  ];
  const cuts = step.cuts.map((cut) => `${forHtml(cut.name)} on ${forHtml(cut.on)} (${euros(cut.cost)})`);
  return `<li><p>${forHtml(step.text)}</p><p class="dim">${facts.join(' · ')}</p>${cuts.length === 0 ? '' : `<p class="cut">Cut by ${cuts.join('; ')}</p>`}</li>`;
}
