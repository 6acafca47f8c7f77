// SPDX-License-Identifier: Apache-2.0
import type { Outcome, Report, Verdict } from '../../../analyse/index.ts';
import { forHtml } from '../escape.ts';
import { attacksOf, duration, shortName } from '../summary.ts';

const GLYPH: Readonly<Record<Outcome, string>> = { INSECURE: '✗', SECURE: '✓', UNKNOWN: '?' };
const WORST: readonly Outcome[] = ['INSECURE', 'UNKNOWN', 'SECURE'];

/** Attacks × attackers: who gets what. */
export function matrixSection(report: Report): string {
  const attackers = [...new Set(report.verdicts.map((verdict) => verdict.attacker))];
  const head = attackers
    .map((attacker) => `<th scope="col"><span>${forHtml(shortName(attacker))}</span></th>`)
    .join('');
  const rows = attacksOf(report).map((attack) => {
    const cells = attackers.map((attacker) =>
      cell(attack.verdicts.filter((verdict) => verdict.attacker === attacker)),
    );
    return `<tr><th scope="row">${forHtml(attack.title)} <small class="${attack.severity}">${attack.severity}</small></th>${cells.join('')}</tr>`;
  });
  return `<section aria-labelledby="verdicts"><h2 id="verdicts">Who succeeds with what</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="verdicts"><table class="matrix"><thead><tr><th scope="col">Attack</th>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>
<p class="dim"><b class="insecure">✗</b> succeeds, with the mean time it takes · <b class="unknown">?</b> unknown · <b class="secure">✓</b> proven secure</p></section>`;
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
