// SPDX-License-Identifier: Apache-2.0
import type { Report } from '../../../analyse/index.ts';
import { plural } from '../../../core/counted.ts';
import { forHtml } from '../escape.ts';
import { shortName } from '../summary.ts';
import { afterText, chanceWithInterval, daysWithInterval, type TimeRow, timeRows } from '../times.ts';

const WIDTH = 240;
const HEIGHT = 14;

/** How long each attack takes: figures, and the range of nine runs in ten as a bar on one scale. */
export function timesSection(report: Report): string {
  const rows = timeRows(report);
  if (report.times === undefined || rows.length === 0) return '';
  const { samples, horizon, plan } = report.times;
  const longest = Math.max(...rows.map(({ time }) => time.p95));
  const planned = plan.map(({ measure, on }) => `${measure} on ${on}`).join(', ');
  const body = rows.map((row) => rowOf(row, longest, plan.length > 0)).join('\n');
  return `<section aria-labelledby="times"><h2 id="times">How long it takes</h2>
<p class="dim">${samples} runs of the fastest attacker, with 95 % intervals. The bar is where nine runs in ten end, the mark their median.${plan.length === 0 ? '' : ` ${plural(plan.length, 'Plan')}: ${forHtml(planned)}.`}</p>
<div class="scroll"><table class="cuts"><thead><tr><th scope="col">Attack</th><th scope="col">Mean days</th><th scope="col">Within ${horizon} days</th><th scope="col">0 to ${longest.toFixed(0)} days</th>${plan.length === 0 ? '' : '<th scope="col">With the plan</th>'}</tr></thead><tbody>${body}</tbody></table></div></section>`;
}

function rowOf(row: TimeRow, longest: number, isPlanned: boolean): string {
  const { verdict, time } = row;
  const after = isPlanned ? `<td>${forHtml(afterText(row, true))}</td>` : '';
  return `<tr><th scope="row">${forHtml(verdict.title)} <span class="dim">${forHtml(`${shortName(verdict.attacker)} → ${verdict.target}`)}</span></th><td>${forHtml(daysWithInterval(time.mean))}</td><td>${forHtml(chanceWithInterval(time.within))}</td><td>${rangeBar(time, longest)}</td>${after}</tr>`;
}

function rangeBar({ p05, median, p95 }: TimeRow['time'], longest: number): string {
  const x = (value: number): number => (longest === 0 ? 0 : (value / longest) * (WIDTH - 2));
  const label = `Nine runs in ten end between ${p05.toFixed(1)} and ${p95.toFixed(1)} days, half by ${median.toFixed(1)}`;
  return `<svg class="range" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${forHtml(label)}"><rect class="insecure" x="${x(p05).toFixed(1)}" y="4" width="${Math.max(1, x(p95) - x(p05)).toFixed(1)}" height="6" rx="3"/><rect class="mark" x="${x(median).toFixed(1)}" width="2" height="${HEIGHT}"/></svg>`;
}
