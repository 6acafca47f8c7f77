// SPDX-License-Identifier: Apache-2.0
import type { Outcome, Report, Verdict } from '../../../analyse/index.ts';
import type { Tongue } from '../../report-words/tongue.ts';
import { forHtml } from '../escape.ts';
import { attacksOf, duration } from '../summary.ts';

const GLYPH: Readonly<Record<Outcome, string>> = { INSECURE: '✗', SECURE: '✓', UNKNOWN: '?' };
const WORST: readonly Outcome[] = ['INSECURE', 'UNKNOWN', 'SECURE'];

/** Attacks × attackers: who gets what. What nobody gets is folded away where there is worse to look at. */
export function matrixSection(report: Report, tongue: Tongue): string {
  const { say } = tongue;
  const attackers = [...new Set(report.verdicts.map((verdict) => verdict.attacker))];
  const rows = attacksOf(report).map((attack) => ({
    isSecure: attack.outcome === 'SECURE',
    html: rowOf(attack, attackers, tongue),
  }));
  const open = rows.filter((row) => !row.isSecure);
  const secure = rows.filter((row) => row.isSecure);
  const held = forHtml(say('matrix.held', { count: secure.length }));
  const shown = open.length === 0 ? secure : open;
  const folded =
    shown === secure || secure.length === 0
      ? ''
      : `<details><summary>${held}</summary>${table(held, secure, attackers, tongue)}</details>`;
  return `<section aria-labelledby="verdicts"><h2 id="verdicts">${forHtml(say('matrix.title'))}</h2>
${table(forHtml(say('matrix.table')), shown, attackers, tongue)}
<p class="dim"><b class="insecure">✗</b> ${forHtml(say('matrix.succeeds'))} · <b class="unknown">?</b> ${forHtml(say('outcome.UNKNOWN'))} · <b class="secure">✓</b> ${forHtml(say('outcome.SECURE'))}</p>
${folded}</section>`;
}

function table(
  name: string,
  rows: readonly { readonly html: string }[],
  attackers: readonly string[],
  { say, named }: Tongue,
): string {
  const head = attackers
    .map((attacker) => `<th scope="col"><span>${forHtml(named('attacker', attacker))}</span></th>`)
    .join('');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="matrix"><thead><tr><th scope="col">${forHtml(say('matrix.attack'))}</th>${head}</tr></thead><tbody>${rows.map((row) => row.html).join('\n')}</tbody></table></div>`;
}

function rowOf(
  attack: ReturnType<typeof attacksOf>[number],
  attackers: readonly string[],
  tongue: Tongue,
): string {
  const cells = attackers.map((attacker) =>
    cell(
      attack.verdicts.filter((verdict) => verdict.attacker === attacker),
      tongue,
    ),
  );
  return `<tr><th scope="row">${forHtml(attack.title)} <small class="${attack.severity}">${forHtml(tongue.named('level', attack.severity))}</small></th>${cells.join('')}</tr>`;
}

function cell(verdicts: readonly Verdict[], tongue: Tongue): string {
  const { say } = tongue;
  const outcome = WORST.find((each) => verdicts.some((verdict) => verdict.verdict === each));
  if (outcome === undefined) return '<td><span class="dim">–</span></td>';
  const days = Math.min(
    ...verdicts.filter((verdict) => verdict.verdict === 'INSECURE').map((verdict) => verdict.days),
  );
  const time =
    outcome === 'INSECURE'
      ? ` <small>${forHtml(say('days.short', { days: days < 1 ? '<1' : Math.round(days) }))}</small>`
      : '';
  const label =
    outcome === 'INSECURE'
      ? say('matrix.cell', { duration: duration(days, tongue) })
      : say(`outcome.${outcome}`);
  return `<td class="${outcome.toLowerCase()}"><span role="img" aria-label="${forHtml(label)}">${GLYPH[outcome]}${time}</span></td>`;
}
