// SPDX-License-Identifier: Apache-2.0
// The Pareto front: cost to the right; risk, time and margin upwards.
import type { FrontPoint, Hardening } from '../../../analyse/index.ts';
import { counted } from '../../../core/counted.ts';
import { forHtml } from '../escape.ts';
import { marginText, quickest } from '../hardening.ts';
import { euros } from '../summary.ts';

const [WIDTH, HEIGHT, LOW] = [720, 320, 150];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 24, 24, 48];
const TICKS = 4;
/** Points nearer than this to the last label, or with the same time, get none. */
const LABEL_GAP = 92;

/** One axis upwards over the cost. */
interface Panel {
  readonly name: string;
  readonly height: number;
  readonly ticks: number;
  /** Undefined: nothing is left to measure, which is drawn above the scale. */
  readonly value: (point: FrontPoint) => number | undefined;
  readonly tell: (value: number) => string;
}

const RISK: Panel = {
  ...{ name: 'Risk left', height: HEIGHT, ticks: TICKS },
  value: ({ risk }) => risk,
  tell: (value) => String(Math.round(value)),
};
const TIME: Panel = {
  ...{ name: 'Days of the quickest attack left', height: LOW, ticks: 2 },
  value: ({ days }) => days,
  tell: (value) => (value === 0 ? '0' : value.toFixed(value < 1 ? 2 : value < 10 ? 1 : 0)),
};
const MARGIN: Panel = {
  ...{ name: 'Margin', height: LOW, ticks: 2 },
  value: ({ margin }) => margin,
  tell: (value) => (Number.isInteger(value) ? String(value) : value.toFixed(1)),
};

/** Cost against risk, time and margin, one below the other over the same costs. */
export function frontPlot({ front, plan }: Hardening): string {
  const label = front
    .map(
      (point) =>
        `${euros(point.cost)}: risk ${point.risk}, margin ${marginText(point)}, quickest attack left ${quickest(point)}`,
    )
    .join('; ');
  const panels = [RISK, TIME, MARGIN].filter(
    ({ value }) => new Set(front.map(value)).size > 1 || front.every((point) => value(point) !== undefined),
  );
  let top = 0;
  const drawn = panels.map((panel, at) => {
    const picture = `<g transform="translate(0 ${top})">${panelOf(panel, front, plan?.cost, at === panels.length - 1)}</g>`;
    top += panel.height;
    return picture;
  });
  return `<svg class="picture plot" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-label="${forHtml(`Cost against what is left. ${label}`)}">
${drawn.join('\n')}
</svg>`;
}

function panelOf(
  panel: Panel,
  front: readonly FrontPoint[],
  chosen: number | undefined,
  isLast: boolean,
): string {
  const { value, height } = panel;
  const most = roundUp(Math.max(...front.map(({ cost }) => cost)));
  const top = roundUp(Math.max(0, ...front.map((point) => value(point) ?? 0)));
  const x = (cost: number): number => LEFT + (cost / most) * (WIDTH - LEFT - RIGHT);
  const y = (of: number | undefined): number =>
    of === undefined
      ? TOP
      : height - BOTTOM - (of / top) * (height - TOP - BOTTOM - (panel === RISK ? 0 : 28));
  const steps = front.map((point, at) => {
    const [right, up] = [x(point.cost), y(value(point))];
    return at === 0 ? `M${place(right, up)}` : `H${right.toFixed(1)}V${up.toFixed(1)}`;
  });
  return `${axes(panel, most, top, x, y, isLast)}
<path class="front" d="${steps.join('')}"/>
${points(panel, front, chosen, x, (point) => y(value(point)))}`;
}

function axes(
  { name, height, ticks, tell }: Panel,
  most: number,
  top: number,
  x: (cost: number) => number,
  y: (of: number) => number,
  isLast: boolean,
): string {
  const shares = (count: number): number[] => Array.from({ length: count + 1 }, (_, at) => at / count);
  const across = shares(ticks).map((share) => {
    const up = y(top * share);
    return `<path class="grid" d="M${LEFT} ${up.toFixed(1)}H${WIDTH - RIGHT}"/><text class="foot" x="${LEFT - 8}" y="${(up + 4).toFixed(1)}" text-anchor="end">${tell(top * share)}</text>`;
  });
  const along = shares(TICKS).map(
    (share) =>
      `<text class="foot" x="${x(most * share).toFixed(1)}" y="${height - BOTTOM + 18}" text-anchor="${share === 1 ? 'end' : 'middle'}">${euros(most * share)}</text>`,
  );
  const foot = `<text class="lane-name" x="${WIDTH - RIGHT}" y="${height - 8}" text-anchor="end">Cost in the first year</text>`;
  return `${[...across, ...along].join('\n')}
<text class="lane-name" x="${LEFT}" y="${TOP - 8}">${name}</text>${isLast ? foot : ''}`;
}

function points(
  panel: Panel,
  front: readonly FrontPoint[],
  chosen: number | undefined,
  x: (cost: number) => number,
  y: (point: FrontPoint) => number,
): string {
  let last = Number.NEGATIVE_INFINITY;
  let told = '';
  return front
    .map((point) => {
      const [right, up] = [x(point.cost), y(point)];
      const title = `${euros(point.cost)} for ${counted(point.measures, 'measure')}: risk ${point.risk}, ${point.open} left open, margin ${marginText(point)}, quickest ${quickest(point)}${point.proven ? '' : ' (best found)'}`;
      const text = labelOf(panel, point);
      const isFree = right - last >= LABEL_GAP && text !== told;
      if (isFree) [last, told] = [right, text];
      const atEnd = right > WIDTH - 150;
      const label = isFree
        ? `<text class="days" x="${(right + (atEnd ? -10 : 10)).toFixed(1)}" y="${(up - 10).toFixed(1)}" text-anchor="${atEnd ? 'end' : 'start'}">${forHtml(text)}</text>`
        : '';
      const kind = point.cost === chosen ? 'dot chosen' : 'dot';
      return `<circle class="${kind}" cx="${right.toFixed(1)}" cy="${up.toFixed(1)}" r="${point.cost === chosen ? 7 : 5}"><title>${forHtml(title)}</title></circle>${label}`;
    })
    .join('\n');
}

function labelOf({ value, name }: Panel, point: FrontPoint): string {
  if (name === RISK.name) return `risk ${point.risk}`;
  if (value(point) === undefined) return name === TIME.name ? 'nothing left' : 'nothing brings it back';
  return name === TIME.name ? quickest(point) : `margin ${marginText(point)}`;
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
