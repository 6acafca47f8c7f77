// SPDX-License-Identifier: Apache-2.0
import type { Step } from '../../../analyse/index.ts';
import { sayHtml } from '../../report-words/html.ts';
import type { Tongue } from '../../report-words/tongue.ts';
import { forHtml } from '../escape.ts';
import { type AttackPath, duration, place } from '../summary.ts';
import { pathPicture } from './picture.ts';

/** One attack path: the picture, wide and narrow, and the same in words. */
export function pathArticle(
  path: AttackPath,
  number: number,
  laneOf: (rule: string) => string,
  tongue: Tongue,
): string {
  const { say, named } = tongue;
  const { verdict, others } = path;
  const id = `path-${number}`;
  const also =
    others.length === 0
      ? ''
      : forHtml(say('path.also', { attackers: others.map((each) => named('attacker', each)).join(', ') }));
  return `<article aria-labelledby="${id}">
<h3 id="${id}"><span class="number">${number}</span> ${forHtml(verdict.title)}</h3>
<p><span class="tag ${verdict.severity}">${forHtml(named('level', verdict.severity))}</span> <b>${forHtml(duration(verdict.days, tongue))}</b> · ${forHtml(named('attacker', verdict.attacker))} → ${forHtml(verdict.target)}${also}</p>
<p class="dim">${forHtml(verdict.impact)}</p>
${pathPicture(verdict, laneOf, 'wide', id, tongue)}
${pathPicture(verdict, laneOf, 'narrow', id, tongue)}
<details><summary>${forHtml(say('path.words'))}</summary>
<ol>${verdict.steps.map((step) => stepItem(step, tongue)).join('\n')}</ol></details>
</article>`;
}

function stepItem(step: Step, tongue: Tongue): string {
  const { say } = tongue;
  const facts = [
    `<code>${forHtml(place(step.at))}</code>`,
    `<code>${forHtml(step.rule)}</code>`,
    ...step.techniques.map(forHtml),
    ...(step.days > 0 ? [forHtml(duration(step.days, tongue))] : []),
    ...(step.confidence < 1
      ? [forHtml(say('path.sure', { percent: Math.round(step.confidence * 100) }))]
      : []),
  ];
  const cuts = step.cuts.map((cut) =>
    forHtml(say('path.measure', { measure: cut.name, on: cut.on, cost: tongue.euros(cut.cost) })),
  );
  return `<li><p>${forHtml(step.text)}</p><p class="dim">${facts.join(' · ')}</p>${cuts.length === 0 ? '' : `<p class="cut">${sayHtml(tongue, 'path.cut', { cuts: cuts.join('; ') })}</p>`}</li>`;
}
