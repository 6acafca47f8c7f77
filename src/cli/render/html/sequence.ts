// SPDX-License-Identifier: Apache-2.0
// A story as a sequence chart in SVG: a line for each party, an arrow for each step.
import type { Named, Story } from '../../../analyse/index.ts';
import { forHtml } from '../escape.ts';
import { shorten } from '../width.ts';

const [LANE, ROW, TOP, MARGIN] = [210, 44, 46, 90];

export function sequencePicture(story: Story, parties: readonly Named[]): string {
  const lanes = parties.filter(({ id }) => story.steps.some(({ from, to }) => from === id || to === id));
  const x = (id: string): number => MARGIN + lanes.findIndex((lane) => lane.id === id) * LANE;
  const width = MARGIN * 2 + (lanes.length - 1) * LANE + 60;
  const height = TOP + story.steps.length * ROW + 24;
  const lines = lanes.map(
    ({ id, title }) =>
      `<text class="party" x="${x(id)}" y="18" text-anchor="middle">${forHtml(shorten(title, 22))}</text><line class="lane" x1="${x(id)}" y1="28" x2="${x(id)}" y2="${height - 8}"/>`,
  );
  const arrows = story.steps.map((step, index) => arrow(step, index, x(step.from), x(step.to)));
  return `<svg class="sequence" viewBox="0 0 ${width} ${height}" role="img" aria-label="${forHtml(story.steps.map(({ text }) => text).join(' '))}">${lines.join('')}${arrows.join('')}</svg>`;
}

/** Attackers' steps are red; goods and hands are drawn double. */
function arrow(step: Story['steps'][number], index: number, from: number, to: number): string {
  const y = TOP + index * ROW + 24;
  const kind = `${step.attack ? 'attack' : 'honest'}${step.physical ? ' physical' : ''}`;
  const label = `<text x="${Math.min(from, to) + 10}" y="${y - 7}"><tspan class="number">${index + 1}</tspan> ${forHtml(shorten(step.label, 44))}</text>`;
  if (from === to)
    return `<g class="${kind}">${label}<path d="M${from} ${y}h26v12h-18" fill="none"/><path class="head" d="M${from + 2} ${y + 12}l8 -4v8z"/></g>`;
  const way = to > from ? 1 : -1;
  return `<g class="${kind}">${label}<line x1="${from}" y1="${y}" x2="${to - 8 * way}" y2="${y}"/><path class="head" d="M${to - 1} ${y}l${-9 * way} -5v10z"/></g>`;
}
