// SPDX-License-Identifier: Apache-2.0
// The Pareto front: cost to the right, risk upwards, the time of the quickest attack that is left where it changes.
import type { FrontPoint, Hardening } from '../../../analyse/index.ts';
import { forHtml } from '../escape.ts';
import { marginText, quickest } from '../hardening.ts';
import { euros, plural } from '../summary.ts';

const [WIDTH, HEIGHT] = [720, 320];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 24, 24, 48];
const TICKS = 4;
/** Points nearer than this to the last label, or with the same time, get none. */
const LABEL_GAP = 92;

export function frontPlot({ front, plan }: Hardening): string {
  const most = roundUp(Math.max(...front.map(({ cost }) => cost)));
  const worst = roundUp(Math.max(...front.map(({ risk }) => risk)));
  const x = (cost: number): number => LEFT + (cost / most) * (WIDTH - LEFT - RIGHT);
  const y = (risk: number): number => HEIGHT - BOTTOM - (risk / worst) * (HEIGHT - TOP - BOTTOM);
  const steps = front.map(({ cost, risk }, at) =>
    at === 0 ? `M${place(x(cost), y(risk))}` : `H${x(cost).toFixed(1)}V${y(risk).toFixed(1)}`,
  );
  const label = front
    .map((point) => `${euros(point.cost)}: risk ${point.risk}, quickest attack left ${quickest(point)}`)
    .join('; ');
  return `<svg class="picture plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${forHtml(`Cost against risk left. ${label}`)}">
${axes(most, worst, x, y)}
<path class="front" d="${steps.join('')}"/>
${points(front, plan?.cost, x, y)}
</svg>`;
}

function axes(most: number, worst: number, x: (cost: number) => number, y: (risk: number) => number): string {
  const marks = Array.from({ length: TICKS + 1 }, (_, at) => at / TICKS).map((share) => {
    const [right, up] = [x(most * share), y(worst * share)];
    return `<path class="grid" d="M${LEFT} ${up.toFixed(1)}H${WIDTH - RIGHT}"/><text class="foot" x="${LEFT - 8}" y="${(up + 4).toFixed(1)}" text-anchor="end">${Math.round(worst * share)}</text><text class="foot" x="${right.toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="${share === 1 ? 'end' : 'middle'}">${euros(most * share)}</text>`;
  });
  return `${marks.join('\n')}
<text class="lane-name" x="${LEFT}" y="${TOP - 8}">Risk left</text><text class="lane-name" x="${WIDTH - RIGHT}" y="${HEIGHT - 8}" text-anchor="end">Cost in the first year</text>`;
}

function points(
  front: readonly FrontPoint[],
  chosen: number | undefined,
  x: (cost: number) => number,
  y: (risk: number) => number,
): string {
  let last = Number.NEGATIVE_INFINITY;
  let told = '';
  return front
    .map((point) => {
      const [right, up] = [x(point.cost), y(point.risk)];
      const title = `${euros(point.cost)} for ${point.measures} ${plural(point.measures, 'measure')}: risk ${point.risk}, ${point.open} left open, margin ${marginText(point)}, quickest ${quickest(point)}${point.proven ? '' : ' (best found)'}`;
      const time = point.days === undefined ? 'nothing left' : `quickest ${quickest(point)}`;
      const isFree = right - last >= LABEL_GAP && time !== told;
      if (isFree) [last, told] = [right, time];
      const atEnd = right > WIDTH - 150;
      const text = isFree
        ? `<text class="days" x="${(right + (atEnd ? -10 : 10)).toFixed(1)}" y="${(up - 10).toFixed(1)}" text-anchor="${atEnd ? 'end' : 'start'}">${forHtml(time)}</text>`
        : '';
      const kind = point.cost === chosen ? 'dot chosen' : 'dot';
      return `<circle class="${kind}" cx="${right.toFixed(1)}" cy="${up.toFixed(1)}" r="${point.cost === chosen ? 7 : 5}"><title>${forHtml(title)}</title></circle>${text}`;
    })
    .join('\n');
}

function place(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

/** The next number above that divides well: 1, 2 or 4 times a power of ten. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 6, 8, 10].find((times) => times * power >= value) ?? 10) * power;
}
