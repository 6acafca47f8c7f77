// SPDX-License-Identifier: Apache-2.0
// A proof as a picture: step cards from top to bottom, one lane for each kind of step, so that the eye sees where an
// attack changes from network to person to door.
import type { Step, Verdict } from '../../../analyse/index.ts';
import type { Tongue } from '../../report-words/tongue.ts';
import { forHtml, forTerminal } from '../escape.ts';
import { width as columnsOf, shorten, wrap } from '../width.ts';

type Shape = 'wide' | 'narrow';

/** Widths in user units; a narrow picture is shown on phones, where one unit is about one pixel. */
const WIDTH: Readonly<Record<Shape, number>> = { wide: 920, narrow: 330 };
const LINE = 17;
const PAD = 10;
const GAP = 34;
const MAX_LINES = 6;
/** How much wider bold text runs. */
const BOLD = 1.13;
/** Advance of the monospaced font of the last line, at 11 px. */
const FOOT_CHARACTER = 6.7;

interface Card {
  readonly head: string;
  readonly lines: readonly string[];
  readonly foot: string;
  readonly kind: 'start' | 'step' | 'goal';
  readonly days: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** SVG of the proof of `verdict`; its text form is the list of steps that follows it in the page. */
export function pathPicture(
  verdict: Verdict,
  laneOf: (rule: string) => string,
  shape: Shape,
  id: string,
  tongue: Tongue,
): string {
  const { say, named } = tongue;
  const laneName = (lane: string): string => named('lane', lane);
  const lanesOfSteps = stepLanes(verdict.steps, (rule) => laneName(laneOf(rule)));
  const lanes = [...new Set(lanesOfSteps)];
  const columns = shape === 'wide' ? lanes.length : 1;
  const top = shape === 'wide' ? 34 : 6;
  const cards = layOut(verdict, lanesOfSteps, columns, shape, top);
  const last = cards[cards.length - 1] as Card;
  const height = Math.round(last.y + last.height + 8);
  const width = WIDTH[shape];
  const name = `${id}-${shape}`;
  return `<svg class="picture ${shape}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${forHtml(say('path.picture', { title: verdict.title, steps: verdict.steps.length, attacker: named('attacker', verdict.attacker), target: verdict.target }))}">
<defs><marker id="${name}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>
${shape === 'wide' ? laneBands(lanes, height) : ''}${cards
  .slice(1)
  .map((card, index) => arrow(cards[index] as Card, card, name, tongue))
  .join('')}
${cards.map((card, index) => drawCard(card, index + 1)).join('\n')}
</svg>`;
}

/** The lane of each step. Where the attacker starts has no kind of its own: it takes the lane of the step it leads to. */
function stepLanes(steps: readonly Step[], laneOf: (rule: string) => string): readonly string[] {
  return steps.map((step, index) => {
    const act = [...steps.slice(index), ...steps.slice(0, index)].find(
      (each) => !each.rule.startsWith('start:'),
    );
    return laneOf((act ?? step).rule);
  });
}

function layOut(
  verdict: Verdict,
  stepLane: readonly string[],
  columns: number,
  shape: Shape,
  top: number,
): Card[] {
  const lanes = [...new Set(stepLane)];
  const band = WIDTH[shape] / columns;
  const width = Math.min(band - (shape === 'wide' ? 20 : 2), 520);
  const room = width - 2 * PAD - 26;
  const cards: Card[] = [];
  let y = top;
  const add = (card: Pick<Card, 'kind' | 'head' | 'days' | 'foot'>, lane: string, text: string): void => {
    const lines = cardLines(text, card.kind === 'goal' ? room / BOLD : room);
    const height = 2 * PAD + LINE * (lines.length + Number(card.foot !== '') + Number(card.head !== ''));
    const column = columns === 1 ? 0 : lanes.indexOf(lane);
    cards.push({
      ...card,
      lines,
      foot: shorten(forTerminal(card.foot), Math.floor(room / FOOT_CHARACTER)),
      x: column * band + (band - width) / 2,
      y,
      width,
      height,
    });
    y += height + GAP;
  };
  verdict.steps.forEach((step, index) => {
    const lane = stepLane[index] as string;
    const kind = step.rule.startsWith('start:') ? 'start' : 'step';
    add({ kind, head: shape === 'narrow' ? lane : '', foot: footOf(step), days: step.days }, lane, step.text);
  });
  add(
    { kind: 'goal', head: '', foot: '', days: 0 },
    stepLane[stepLane.length - 1] ?? '',
    `${verdict.title}: ${verdict.target}`,
  );
  return cards;
}

function cardLines(text: string, room: number): string[] {
  const lines = wrap(forTerminal(text), room, textWidth);
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES - 1), shorten(`${lines[MAX_LINES - 1]} …`, room, '…', textWidth)];
}

/** Upper estimate of the width of text at 13 px in any usual system font: text must not leave its card. */
function textWidth(text: string): number {
  let total = 0;
  for (const character of text) {
    if (/[ilj.,:;|!()[\]{}'`ftrI ]/.test(character)) total += 5;
    else if (/[mwMW@%]/.test(character)) total += 12.5;
    else if (/[A-Z+<>=~_&]/.test(character)) total += 10;
    else total += 8.2 * columnsOf(character);
  }
  return total;
}

/** A card has room for the name of the file; the list below the picture has the whole path. */
function footOf(step: Step): string {
  const name = step.at.file.slice(step.at.file.lastIndexOf('/') + 1);
  return [`${name}:${step.at.line}`, ...step.techniques].join(' · ');
}

function laneBands(lanes: readonly string[], height: number): string {
  const band = WIDTH.wide / lanes.length;
  return lanes
    .map(
      (lane, index) =>
        `<rect class="lane" x="${index * band + 3}" y="2" width="${band - 6}" height="${height - 4}" rx="10"/><text class="lane-name" x="${index * band + band / 2}" y="22" text-anchor="middle">${forHtml(lane)}</text>`,
    )
    .join('');
}

function arrow(from: Card, to: Card, name: string, { say }: Tongue): string {
  const [x1, y1] = [from.x + from.width / 2, from.y + from.height];
  const [x2, y2] = [to.x + to.width / 2, to.y - 2];
  const middle = (y1 + y2) / 2;
  const path =
    x1 === x2 ? `M${x1} ${y1}V${y2}` : `M${x1} ${y1}C${x1} ${middle + 14} ${x2} ${middle - 14} ${x2} ${y2}`;
  // On the side from which the arrow does not come.
  const [x, anchor] = x1 > x2 ? [x2 - 10, ' text-anchor="end"'] : [x2 + 10, ''];
  const days =
    to.days > 0
      ? `<text class="days"${anchor} x="${x}" y="${y2 - (x1 === x2 ? 9 : 4)}">+ ${forHtml(say('days.short', { days: to.days < 1 ? '< 1' : Math.round(to.days) }))}</text>`
      : '';
  return `<path class="arrow" d="${path}" marker-end="url(#${name}-tip)"/>${days}`;
}

function drawCard(card: Card, number: number): string {
  const left = card.x + PAD + 26;
  let y = card.y + PAD + 12;
  const rows: string[] = [];
  const row = (text: string, style: string): void => {
    rows.push(`<text${style} x="${left}" y="${y}">${forHtml(text)}</text>`);
    y += LINE;
  };
  if (card.head !== '') row(card.head, ' class="lane-name"');
  for (const line of card.lines) row(line, '');
  if (card.foot !== '') row(card.foot, ' class="foot"');
  const mark = card.kind === 'goal' ? '✗' : String(number);
  return `<g class="card ${card.kind}"><rect x="${card.x}" y="${card.y}" width="${card.width}" height="${card.height}" rx="8"/><circle cx="${card.x + PAD + 10}" cy="${card.y + PAD + 8}" r="10"/><text class="mark" x="${card.x + PAD + 10}" y="${card.y + PAD + 12}" text-anchor="middle">${mark}</text>${rows.join('')}</g>`;
}
