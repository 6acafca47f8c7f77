// SPDX-License-Identifier: Apache-2.0
// A plan as one page: what to buy, and the Pareto front as a plot.
import type { Hardening, Plan } from '../../../analyse/index.ts';
import { forHtml } from '../escape.ts';
import {
  flatMargin,
  hardeningSentence,
  leftByAttack,
  leftReason,
  marginText,
  qualityText,
  quickest,
} from '../hardening.ts';
import { planTimeRows } from '../plan-times.ts';
import { euros, shortName } from '../summary.ts';
import { frontPlot } from './front.ts';
import { documentOf } from './page.ts';

export function hardeningPage(hardening: Hardening): string {
  const { plan, model, before, after } = hardening;
  const outcome =
    before.insecure === 0 || (plan !== undefined && after.insecure === 0) ? 'secure' : 'unknown';
  return documentOf(
    `Plan: ${model.name}`,
    `<header class="${outcome}">
<p class="dim">ENSURESEC · ${forHtml(model.name)}</p>
<h1><span class="badge">PLAN</span> ${forHtml(hardeningSentence(hardening))}.</h1>
${plan === undefined || before.insecure === 0 ? '' : `<p>${forHtml(qualityText(plan))}</p>`}
</header>
${plan === undefined ? '' : measureSection(plan)}
${timeSection(hardening)}
${frontSection(hardening)}
${plan === undefined ? '' : openSection(plan)}
${marginSection(hardening)}
${verifiedSection(hardening)}`,
  );
}

function measureSection({ measures, cost }: Plan): string {
  if (measures.length === 0) return '';
  const rows = measures.map(
    (each) =>
      `<tr><th scope="row">${forHtml(each.name)} <span class="dim">on ${forHtml(each.on.join(', '))}</span></th><td class="figure">${euros(each.cost)}</td><td>${each.stops}</td><td>${each.reopens}</td></tr>`,
  );
  return `<section aria-labelledby="buy"><h2 id="buy">What to buy</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="buy"><table class="cuts"><thead><tr><th scope="col">Measure</th><th scope="col">First year</th><th scope="col">Stops alone</th><th scope="col">Returns without it</th></tr></thead><tbody>${rows.join('\n')}<tr class="best"><th scope="row">Together</th><td class="figure">${euros(cost)}</td><td></td><td></td></tr></tbody></table></div></section>`;
}

function timeSection({ times }: Hardening): string {
  if (times === undefined || times.attacks.length === 0) return '';
  const rows = planTimeRows(times).map(
    ({ title, attacker, before, within, after }) =>
      `<tr><th scope="row">${forHtml(title)} <span class="dim">${forHtml(attacker)}</span></th><td>${before}</td><td class="figure">${within}</td><td>${forHtml(after)}</td></tr>`,
  );
  return `<section aria-labelledby="times"><h2 id="times">How long attacks take</h2>
<p class="dim">Mean days from the first act, and the chance of success within ${times.horizon} days, of the fastest attacker; ${times.samples} runs, the same ones without and with the plan. In brackets are 95 % intervals.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="times"><table class="cuts"><thead><tr><th scope="col">Attack</th><th scope="col">Today, days</th><th scope="col">Within ${times.horizon} d</th><th scope="col">With the plan, days</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function frontSection(hardening: Hardening): string {
  const { front } = hardening;
  if (front.length < 2) return '';
  const rows = front.map(
    (point) =>
      `<tr><th scope="row" class="figure">${euros(point.cost)}</th><td>${point.measures}</td><td>${point.open}</td><td>${point.risk}</td><td>${marginText(point)}</td><td>${quickest(point)}</td><td>${point.proven ? 'proven' : 'best found'}</td></tr>`,
  );
  return `<section aria-labelledby="front"><h2 id="front">More money, less risk</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="front">${frontPlot(hardening)}</div>
<p class="dim">A critical attack that is left weighs 9, a high one 3, a medium one 1. The margin is how much must go wrong until something that is stopped comes back. ${forHtml(flatMargin(front) ?? '')} Of the plans tried, nothing is both cheaper and better than these.</p>
<details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="group" aria-labelledby="front"><table class="cuts"><thead><tr><th scope="col">Cost</th><th scope="col">Measures</th><th scope="col">Left open</th><th scope="col">Risk left</th><th scope="col">Margin</th><th scope="col">Quickest attack left</th><th scope="col"></th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div></details></section>`;
}

function openSection(plan: Plan): string {
  const groups = leftByAttack(plan);
  if (groups.length === 0) return '';
  const items = groups.map(
    ({ left, attackers }) =>
      `<li><b>${forHtml(left.title)}</b>: ${forHtml(left.target)} <span class="dim">${forHtml(leftReason(left))}; ${forHtml(attackers.join(', '))}</span></li>`,
  );
  return `<section aria-labelledby="open"><h2 id="open">What stays open</h2><ul class="plain">${items.join('\n')}</ul></section>`;
}

function marginSection({ margins }: Hardening): string {
  const thin = margins.filter(({ weight }) => weight !== undefined);
  if (thin.length === 0) return '';
  const rows = thin.map(
    ({ weight, title, target, attacker, breaks }) =>
      `<tr><th scope="row">${forHtml(title)} <span class="dim">${forHtml(target)}, ${forHtml(shortName(attacker))}</span></th><td>${weight}</td><td>${breaks.map(({ text }) => forHtml(text)).join('<br>')}</td></tr>`,
  );
  return `<section aria-labelledby="margin"><h2 id="margin">How firmly it holds</h2>
<p class="dim">What would have to be so, although the model does not state it, until an attack succeeds again. A weight of 1 is what happens every day, 2 takes preparation, 3 an organisation.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="margin"><table><thead><tr><th scope="col">Attack</th><th scope="col">Weight</th><th scope="col">If</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function verifiedSection({ verified, after, plan, required, model, pack }: Hardening): string {
  const mark = (holds: boolean): string => (holds ? '<b class="secure">✓</b>' : '<b class="insecure">✗</b>');
  const claims =
    plan === undefined
      ? []
      : [
          `${mark(verified.closure)} Installed in the model, everything derived anew: ${after.insecure} insecure, ${after.secure} secure, ${after.unknown} unknown`,
          `${mark(verified.checker)} ${verified.checker ? 'Accepted by the independent checker' : `Refused by the checker: ${forHtml(verified.message ?? '')}`}`,
          ...required.map((fact) => `${mark(true)} Still possible: <code>${forHtml(fact)}</code>`),
        ];
  return `<section aria-labelledby="verified"><h2 id="verified">Why to believe it</h2>
<ul class="plain">${claims.map((claim) => `<li>${claim}</li>`).join('\n')}</ul>
<dl><dt>Model</dt><dd>${forHtml(model.name)}, <code>${forHtml(model.file)}</code><br><code>${forHtml(model.sha256)}</code></dd>
<dt>Pack</dt><dd>${forHtml(`${pack.id} ${pack.version}`)}<br><code>${forHtml(pack.sha256)}</code></dd></dl></section>`;
}
