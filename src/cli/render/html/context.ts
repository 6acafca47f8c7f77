// SPDX-License-Identifier: Apache-2.0
import type { Report } from '../../../analyse/index.ts';
import type { Tongue } from '../../report-words/tongue.ts';
import { forHtml } from '../escape.ts';
import { place, shortName } from '../summary.ts';

/** With respect to what the verdicts are true. */
export function settingSection(
  report: Report,
  { say, named }: Tongue,
  titleOf: (attack: string) => string = shortName,
): string {
  const attackers = [...new Set(report.verdicts.map(({ attacker }) => named('attacker', attacker)))];
  const none = say('setting.none');
  const rows: (readonly [string, string])[] = [
    [
      say('setting.model'),
      `${forHtml(report.model.name)}, <code>${forHtml(report.model.file)}</code><br><code>${forHtml(report.model.sha256)}</code>`,
    ],
    [
      say('setting.pack'),
      `${forHtml(`${report.pack.id} ${report.pack.version}`)}<br><code>${forHtml(report.pack.sha256)}</code>`,
    ],
    [say('setting.attackers'), forHtml(attackers.join(', ') || none)],
    [say('setting.assumed'), forHtml(report.assumed.join(', ') || say('setting.nothing'))],
    [
      say('setting.assumptions'),
      list(
        report.assumptions.map((each) => `${forHtml(each.text)} <code>${forHtml(place(each.at))}</code>`),
        none,
      ),
    ],
    [
      say('setting.gaps'),
      list(
        report.gaps.map(
          (gap) =>
            `${forHtml(say('setting.gap', { what: named('gap', gap.unknown), about: gap.about, text: gap.text }))} <code>${forHtml(place(gap.at))}</code>`,
        ),
        none,
      ),
    ],
    [say('setting.nowhere'), forHtml(report.notApplicable.map(titleOf).join(', ') || say('setting.all'))],
  ];
  return `<section aria-labelledby="setting"><h2 id="setting">${forHtml(say('setting.title'))}</h2><dl>${rows.map(([name, value]) => `<dt>${forHtml(name)}</dt><dd>${value}</dd>`).join('\n')}</dl></section>`;
}

function list(items: readonly string[], none: string): string {
  if (items.length === 0) return forHtml(none);
  const text = `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
  return items.length > 5 ? `<details><summary>${items.length}</summary>${text}</details>` : text;
}
