// SPDX-License-Identifier: Apache-2.0
import type { Outcome, Report, Verdict } from '../../../analyse/index.ts';
import { counted } from '../../../core/counted.ts';
import { forHtml } from '../escape.ts';
import { attacksOf, duration, shortName } from '../summary.ts';

const GLYPH: Readonly<Record<Outcome, string>> = { INSECURE: '✗', SECURE: '✓', UNKNOWN: '?' };
const WORST: readonly Outcome[] = ['INSECURE', 'UNKNOWN', 'SECURE'];

/** Attacks × attackers: who gets what. What nobody gets is folded away where there is worse to look at. */
export function matrixSection(report: Report): string {
  const attackers = [...new Set(report.verdicts.map((verdict) => verdict.attacker))];
  const rows = attacksOf(report).map((attack) => ({
    isSecure: attack.outcome === 'SECURE',
    html: rowOf(attack, attackers),
  }));
  const open = rows.filter((row) => !row.isSecure);
  const secure = rows.filter((row) => row.isSecure);
  const held = `${counted(secure.length, 'attack')} that nobody succeeds with`;
  const shown = open.length === 0 ? secure : open;
  const folded =
    shown === secure || secure.length === 0
      ? ''
      : `<details><summary>${held}</summary>${table(held, secure, attackers)}</details>`;
  return `<section aria-labelledby="verdicts"><h2 id="verdicts">Who succeeds with what</h2>
${table('Attacks by attacker', shown, attackers)}
<p class="dim"><b class="insecure">✗</b> succeeds, with the mean time it takes · <b class="unknown">?</b> unknown · <b class="secure">✓</b> proven secure</p>
${folded}</section>`;
}

function table(
  name: string,
  rows: readonly { readonly html: string }[],
  attackers: readonly string[],
): string {
  const head = attackers
    .map((attacker) => `<th scope="col"><span>${forHtml(shortName(attacker))}</span></th>`)
    .join('');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table class="matrix"><thead><tr><th scope="col">Attack</th>${head}</tr></thead><tbody>${rows.map((row) => row.html).join('\n')}</tbody></table></div>`;
}

function rowOf(attack: ReturnType<typeof attacksOf>[number], attackers: readonly string[]): string {
  const cells = attackers.map((attacker) =>
    cell(attack.verdicts.filter((verdict) => verdict.attacker === attacker)),
  );
  return `<tr><th scope="row">${forHtml(attack.title)} <small class="${attack.severity}">${attack.severity}</small></th>${cells.join('')}</tr>`;
}

function cell(verdicts: readonly Verdict[]): string {
  const outcome = WORST.find((each) => verdicts.some((verdict) => verdict.verdict === each));
  if (outcome === undefined) return '<td><span class="dim">–</span></td>';
  const days = Math.min(
    ...verdicts.filter((verdict) => verdict.verdict === 'INSECURE').map((verdict) => verdict.days),
  );
  const time =
    outcome === 'INSECURE' ? ` <small>${days < 1 ? '&lt;1 d' : `${Math.round(days)} d`}</small>` : '';
  const label =
    outcome === 'INSECURE'
      ? `succeeds in ${duration(days)}`
      : outcome === 'SECURE'
        ? 'proven secure'
        : 'unknown';
  return `<td class="${outcome.toLowerCase()}"><span role="img" aria-label="${label}">${GLYPH[outcome]}${time}</span></td>`;
}
