// SPDX-License-Identifier: Apache-2.0
import type { Report } from '../../../analyse/index.ts';
import type { Tongue } from '../../report-words/tongue.ts';
import { forHtml } from '../escape.ts';
import { afterText, chanceWithInterval, daysWithInterval, type TimeRow, timeRows } from '../times.ts';
import { heads } from './heads.ts';

const WIDTH = 240;
const HEIGHT = 14;

/** How long each attack takes: figures, and the range of nine runs in ten as a bar on one scale. */
export function timesSection(report: Report, tongue: Tongue): string {
  const { say } = tongue;
  const rows = timeRows(report);
  if (report.times === undefined || rows.length === 0) return '';
  const { samples, horizon, plan } = report.times;
  const longest = Math.max(...rows.map(({ time }) => time.p95));
  const planned = plan.map(({ measure, on }) => say('measure.on', { measure, on })).join(', ');
  const body = rows.map((row) => rowOf(row, longest, plan.length > 0, tongue)).join('\n');
  const names = [
    say('matrix.attack'),
    say('times.mean'),
    say('times.within', { days: horizon }),
    say('times.scale', { days: longest.toFixed(0) }),
    ...(plan.length === 0 ? [] : [say('times.after')]),
  ];
  return `<section aria-labelledby="times"><h2 id="times">${forHtml(say('times.title'))}</h2>
<p class="dim">${forHtml(say('times.text', { samples }))}${plan.length === 0 ? '' : forHtml(say('times.plan', { count: plan.length, list: planned }))}</p>
<div class="scroll"><table class="cuts"><thead><tr>${heads(names)}</tr></thead><tbody>${body}</tbody></table></div></section>`;
}

function rowOf(row: TimeRow, longest: number, isPlanned: boolean, tongue: Tongue): string {
  const { verdict, time } = row;
  const after = isPlanned ? `<td>${forHtml(afterText(row, true, tongue))}</td>` : '';
  return `<tr><th scope="row">${forHtml(verdict.title)} <span class="dim">${forHtml(`${tongue.named('attacker', verdict.attacker)} → ${verdict.target}`)}</span></th><td>${forHtml(daysWithInterval(time.mean, tongue))}</td><td>${forHtml(chanceWithInterval(time.within))}</td><td>${rangeBar(time, longest, tongue)}</td>${after}</tr>`;
}

function rangeBar({ p05, median, p95 }: TimeRow['time'], longest: number, { say, fixed }: Tongue): string {
  const x = (value: number): number => (longest === 0 ? 0 : (value / longest) * (WIDTH - 2));
  const label = say('times.bar', { low: fixed(p05, 1), high: fixed(p95, 1), median: fixed(median, 1) });
  return `<svg class="range" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${forHtml(label)}"><rect class="insecure" x="${x(p05).toFixed(1)}" y="4" width="${Math.max(1, x(p95) - x(p05)).toFixed(1)}" height="6" rx="3"/><rect class="mark" x="${x(median).toFixed(1)}" width="2" height="${HEIGHT}"/></svg>`;
}
