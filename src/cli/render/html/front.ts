// SPDX-License-Identifier: Apache-2.0
// The Pareto front: cost to the right; risk, time and margin upwards.
import type { FrontPoint, Hardening } from '../../../analyse/index.ts';
import type { Tongue, Word } from '../../report-words/tongue.ts';
import { forHtml } from '../escape.ts';
import { marginText, quickest } from '../hardening.ts';

const [WIDTH, HEIGHT, LOW] = [720, 320, 150];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 24, 24, 48];
const TICKS = 4;
/** Points nearer than this to the last label, or with the same time, get none. */
const LABEL_GAP = 92;

/** One axis upwards over the cost. */
interface Panel {
  readonly name: Word;
  readonly height: number;
  readonly ticks: number;
  /** Undefined: nothing is left to measure, which is drawn above the scale. */
  readonly value: (point: FrontPoint) => number | undefined;
  readonly tell: (value: number, tongue: Tongue) => string;
}

const RISK: Panel = {
  ...{ name: 'front.risk', height: HEIGHT, ticks: TICKS },
  value: ({ risk }) => risk,
  tell: (value) => String(Math.round(value)),
};
const TIME: Panel = {
  ...{ name: 'front.axis.days', height: LOW, ticks: 2 },
  value: ({ days }) => days,
  tell: (value, { fixed }) => (value === 0 ? '0' : fixed(value, value < 1 ? 2 : value < 10 ? 1 : 0)),
};
const MARGIN: Panel = {
  ...{ name: 'front.margin', height: LOW, ticks: 2 },
  value: ({ margin }) => margin,
  tell: (value, { fixed }) => (Number.isInteger(value) ? String(value) : fixed(value, 1)),
};

/** Cost against risk, time and margin, one below the other over the same costs. */
export function frontPlot({ front, plan }: Hardening, tongue: Tongue): string {
  const { say, euros } = tongue;
  const label = front
    .map((point) =>
      say('front.point', {
        cost: euros(point.cost),
        risk: point.risk,
        margin: marginText(point),
        quickest: quickest(point, tongue),
      }),
    )
    .join('; ');
  const panels = [RISK, TIME, MARGIN].filter(
    ({ value }) => new Set(front.map(value)).size > 1 || front.every((point) => value(point) !== undefined),
  );
  let top = 0;
  const drawn = panels.map((panel, at) => {
    const picture = `<g transform="translate(0 ${top})">${panelOf(panel, front, plan?.cost, at === panels.length - 1, tongue)}</g>`;
    top += panel.height;
    return picture;
  });
  return `<svg class="picture plot" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-label="${forHtml(say('front.label', { points: label }))}">
${drawn.join('\n')}
</svg>`;
}

function panelOf(
  panel: Panel,
  front: readonly FrontPoint[],
  chosen: number | undefined,
  isLast: boolean,
  tongue: Tongue,
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
  return `${axes(panel, most, top, x, y, isLast, tongue)}
<path class="front" d="${steps.join('')}"/>
${points(panel, front, chosen, x, (point) => y(value(point)), tongue)}`;
}

function axes(
  { name, height, ticks, tell }: Panel,
  most: number,
  top: number,
  x: (cost: number) => number,
  y: (of: number) => number,
  isLast: boolean,
  tongue: Tongue,
): string {
  const shares = (count: number): number[] => Array.from({ length: count + 1 }, (_, at) => at / count);
  const across = shares(ticks).map((share) => {
    const up = y(top * share);
    return `<path class="grid" d="M${LEFT} ${up.toFixed(1)}H${WIDTH - RIGHT}"/><text class="foot" x="${LEFT - 8}" y="${(up + 4).toFixed(1)}" text-anchor="end">${tell(top * share, tongue)}</text>`;
  });
  const along = shares(TICKS).map(
    (share) =>
      `<text class="foot" x="${x(most * share).toFixed(1)}" y="${height - BOTTOM + 18}" text-anchor="${share === 1 ? 'end' : 'middle'}">${tongue.euros(most * share)}</text>`,
  );
  const foot = `<text class="lane-name" x="${WIDTH - RIGHT}" y="${height - 8}" text-anchor="end">${forHtml(tongue.say('front.axis.cost'))}</text>`;
  return `${[...across, ...along].join('\n')}
<text class="lane-name" x="${LEFT}" y="${TOP - 8}">${forHtml(tongue.say(name))}</text>${isLast ? foot : ''}`;
}

function points(
  panel: Panel,
  front: readonly FrontPoint[],
  chosen: number | undefined,
  x: (cost: number) => number,
  y: (point: FrontPoint) => number,
  tongue: Tongue,
): string {
  const { say, euros } = tongue;
  let last = Number.NEGATIVE_INFINITY;
  let before = '';
  return front
    .map((point) => {
      const [right, up] = [x(point.cost), y(point)];
      const told = say('front.dot', {
        cost: euros(point.cost),
        count: point.measures,
        risk: point.risk,
        open: point.open,
        margin: marginText(point),
        quickest: quickest(point, tongue),
      });
      const title = `${told}${point.proven ? '' : ` (${say('front.found')})`}`;
      const text = labelOf(panel, point, tongue);
      const isFree = right - last >= LABEL_GAP && text !== before;
      if (isFree) [last, before] = [right, text];
      const atEnd = right > WIDTH - 150;
      const label = isFree
        ? `<text class="days" x="${(right + (atEnd ? -10 : 10)).toFixed(1)}" y="${(up - 10).toFixed(1)}" text-anchor="${atEnd ? 'end' : 'start'}">${forHtml(text)}</text>`
        : '';
      const kind = point.cost === chosen ? 'dot chosen' : 'dot';
      return `<circle class="${kind}" cx="${right.toFixed(1)}" cy="${up.toFixed(1)}" r="${point.cost === chosen ? 7 : 5}"><title>${forHtml(title)}</title></circle>${label}`;
    })
    .join('\n');
}

function labelOf({ value, name }: Panel, point: FrontPoint, tongue: Tongue): string {
  const { say } = tongue;
  if (name === RISK.name) return say('front.risk.short', { risk: point.risk });
  if (value(point) === undefined) return say(name === TIME.name ? 'front.nothing' : 'front.firm');
  return name === TIME.name
    ? quickest(point, tongue)
    : say('front.margin.short', { margin: marginText(point) });
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
