// SPDX-License-Identifier: Apache-2.0
// A plan as one page: what to buy, and the Pareto front as a plot.
import type { Hardening, Plan } from '../../../analyse/index.ts';
import { sayHtml } from '../../report-words/html.ts';
import { pageTongue, type Tongue } from '../../report-words/tongue.ts';
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
import { frontPlot } from './front.ts';
import { heads } from './heads.ts';
import { documentOf } from './page.ts';

export function hardeningPage(hardening: Hardening, tongue: Tongue = pageTongue('en')): string {
  const { say } = tongue;
  const { plan, model, before, after } = hardening;
  const outcome =
    before.insecure === 0 || (plan !== undefined && after.insecure === 0) ? 'secure' : 'unknown';
  return documentOf(
    say('plan.title', { model: model.name }),
    `<header class="${outcome}">
<p class="dim">ENSURESEC · ${forHtml(model.name)}</p>
<h1><span class="badge">${forHtml(say('plan.badge'))}</span> ${forHtml(hardeningSentence(hardening, tongue))}.</h1>
${plan === undefined || before.insecure === 0 ? '' : `<p>${forHtml(qualityText(plan, tongue))}</p>`}
</header>
${plan === undefined ? '' : measureSection(plan, tongue)}
${timeSection(hardening, tongue)}
${frontSection(hardening, tongue)}
${plan === undefined ? '' : openSection(plan, tongue)}
${marginSection(hardening, tongue)}
${verifiedSection(hardening, tongue)}`,
    tongue.language,
  );
}

function measureSection({ measures, cost }: Plan, { say, euros }: Tongue): string {
  if (measures.length === 0) return '';
  const rows = measures.map(
    (each) =>
      `<tr><th scope="row">${forHtml(each.name)} <span class="dim">${forHtml(say('on', { on: each.on.join(', ') }))}</span></th><td class="figure">${euros(each.cost)}</td><td>${each.stops}</td><td>${each.reopens}</td></tr>`,
  );
  return `<section aria-labelledby="buy"><h2 id="buy">${forHtml(say('buy.title'))}</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="buy"><table class="cuts"><thead><tr>${heads([say('cuts.measure'), say('cuts.year'), say('buy.stops'), say('buy.returns')])}</tr></thead><tbody>${rows.join('\n')}<tr class="best"><th scope="row">${forHtml(say('buy.together'))}</th><td class="figure">${euros(cost)}</td><td></td><td></td></tr></tbody></table></div></section>`;
}

function timeSection({ times }: Hardening, tongue: Tongue): string {
  const { say } = tongue;
  if (times === undefined || times.attacks.length === 0) return '';
  const rows = planTimeRows(times, tongue).map(
    ({ title, attacker, before, within, after }) =>
      `<tr><th scope="row">${forHtml(title)} <span class="dim">${forHtml(attacker)}</span></th><td>${forHtml(before)}</td><td class="figure">${within}</td><td>${forHtml(after)}</td></tr>`,
  );
  return `<section aria-labelledby="times"><h2 id="times">${forHtml(say('plan.times'))}</h2>
<p class="dim">${forHtml(say('plan.times.text', { days: times.horizon, samples: times.samples }))}</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="times"><table class="cuts"><thead><tr>${heads([say('matrix.attack'), say('plan.today'), say('plan.within.short', { days: times.horizon }), say('plan.after')])}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function frontSection(hardening: Hardening, tongue: Tongue): string {
  const { say, euros } = tongue;
  const { front } = hardening;
  if (front.length < 2) return '';
  const rows = front.map(
    (point) =>
      `<tr><th scope="row" class="figure">${euros(point.cost)}</th><td>${point.measures}</td><td>${point.open}</td><td>${point.risk}</td><td>${marginText(point)}</td><td>${forHtml(quickest(point, tongue))}</td><td>${forHtml(say(point.proven ? 'front.proven' : 'front.found'))}</td></tr>`,
  );
  return `<section aria-labelledby="front"><h2 id="front">${forHtml(say('front.title'))}</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="front">${frontPlot(hardening, tongue)}</div>
<p class="dim">${forHtml([say('front.weights'), flatMargin(front, tongue) ?? '', say('front.tried')].join(' '))}</p>
<details><summary>${forHtml(say('front.table'))}</summary><div class="scroll" tabindex="0" role="group" aria-labelledby="front"><table class="cuts"><thead><tr>${heads([...(['cost', 'measures', 'open', 'risk', 'margin', 'quickest'] as const).map((each) => say(`front.${each}`)), ''])}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></details></section>`;
}

function openSection(plan: Plan, tongue: Tongue): string {
  const groups = leftByAttack(plan, tongue);
  if (groups.length === 0) return '';
  const items = groups.map(
    ({ left, attackers }) =>
      `<li><b>${forHtml(left.title)}</b>: ${forHtml(left.target)} <span class="dim">${forHtml(leftReason(left, tongue))}; ${forHtml(attackers.join(', '))}</span></li>`,
  );
  return `<section aria-labelledby="open"><h2 id="open">${forHtml(tongue.say('open.title'))}</h2><ul class="plain">${items.join('\n')}</ul></section>`;
}

function marginSection({ margins }: Hardening, { say, named }: Tongue): string {
  const thin = margins.filter(({ weight }) => weight !== undefined);
  if (thin.length === 0) return '';
  const rows = thin.map(
    ({ weight, title, target, attacker, breaks }) =>
      `<tr><th scope="row">${forHtml(title)} <span class="dim">${forHtml(target)}, ${forHtml(named('attacker', attacker))}</span></th><td>${weight}</td><td>${breaks.map(({ text }) => forHtml(text)).join('<br>')}</td></tr>`,
  );
  return `<section aria-labelledby="margin"><h2 id="margin">${forHtml(say('margin.title'))}</h2>
<p class="dim">${forHtml(say('margin.text'))}</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="margin"><table><thead><tr>${heads([say('matrix.attack'), say('margin.weight'), say('margin.if')])}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function verifiedSection(
  { verified, after, plan, required, model, pack }: Hardening,
  tongue: Tongue,
): string {
  const { say } = tongue;
  const mark = (holds: boolean): string => (holds ? '<b class="secure">✓</b>' : '<b class="insecure">✗</b>');
  const claims =
    plan === undefined
      ? []
      : [
          `${mark(verified.closure)} ${forHtml(say('verified.closure', after))}`,
          `${mark(verified.checker)} ${forHtml(verified.checker ? say('verified.accepted') : say('verified.refused', { why: verified.message ?? '' }))}`,
          ...required.map(
            (fact) =>
              `${mark(true)} ${sayHtml(tongue, 'verified.possible', { fact: `<code>${forHtml(fact)}</code>` })}`,
          ),
        ];
  return `<section aria-labelledby="verified"><h2 id="verified">${forHtml(say('verified.title'))}</h2>
<ul class="plain">${claims.map((claim) => `<li>${claim}</li>`).join('\n')}</ul>
<dl><dt>${forHtml(say('setting.model'))}</dt><dd>${forHtml(model.name)}, <code>${forHtml(model.file)}</code><br><code>${forHtml(model.sha256)}</code></dd>
<dt>${forHtml(say('setting.pack'))}</dt><dd>${forHtml(`${pack.id} ${pack.version}`)}<br><code>${forHtml(pack.sha256)}</code></dd></dl></section>`;
}
