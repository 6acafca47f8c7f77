// SPDX-License-Identifier: Apache-2.0
import type { Report } from '../../../analyse/index.ts';
import { forHtml } from '../escape.ts';
import { place, shortName } from '../summary.ts';

/** With respect to what the verdicts are true. */
export function settingSection(report: Report): string {
  const attackers = [...new Set(report.verdicts.map((verdict) => verdict.attacker))].map(shortName);
  const rows: (readonly [string, string])[] = [
    [
      'Model',
      `${forHtml(report.model.name)}, <code>${forHtml(report.model.file)}</code><br><code>${forHtml(report.model.sha256)}</code>`,
    ],
    [
      'Pack',
      `${forHtml(`${report.pack.id} ${report.pack.version}`)}<br><code>${forHtml(report.pack.sha256)}</code>`,
    ],
    ['Attackers', forHtml(attackers.join(', ') || 'none')],
    ['Assumed', forHtml(report.assumed.join(', ') || 'nothing')],
    [
      'Assumptions',
      list(report.assumptions.map((each) => `${forHtml(each.text)} <code>${forHtml(place(each.at))}</code>`)),
    ],
    [
      'Gaps',
      list(
        report.gaps.map(
          (gap) =>
            `${forHtml(`${gap.unknown} of ${gap.about}: ${gap.text}`)} <code>${forHtml(place(gap.at))}</code>`,
        ),
      ),
    ],
    ['No target here', forHtml(report.notApplicable.map(shortName).join(', ') || 'every attack has one')],
  ];
  return `<section aria-labelledby="setting"><h2 id="setting">With respect to</h2><dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('\n')}</dl></section>`;
}

function list(items: readonly string[]): string {
  if (items.length === 0) return 'none';
  const text = `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
  return items.length > 5 ? `<details><summary>${items.length}</summary>${text}</details>` : text;
}
