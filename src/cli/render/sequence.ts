// SPDX-License-Identifier: Apache-2.0
// A story as a sequence chart in text: a column for each party, an arrow for each step.
import type { Named, Story } from '../../analyse/index.ts';
import type { Style } from './style.ts';
import { padRight, shorten, width, wrap } from './width.ts';

const LEFT = 5;

/** @param parties all of the workflow; only those of the story get a column. */
export function sequenceLines(story: Story, parties: readonly Named[], style: Style): string[] {
  const lanes = parties.filter(({ id }) => story.steps.some(({ from, to }) => from === id || to === id));
  const step = Math.max(14, Math.floor((style.columns - LEFT) / lanes.length));
  const column = (id: string): number => LEFT + lanes.findIndex((lane) => lane.id === id) * step;
  const heads = lanes.map(({ title }) => wrap(style.safe(title), step - 2));
  const rows = Math.max(...heads.map((head) => head.length));
  const head = Array.from(
    { length: rows },
    (_, row) => ' '.repeat(LEFT) + heads.map((lines) => padRight(lines[row] ?? '', step)).join(''),
  );
  const line = (): string[] => {
    const cells = Array.from({ length: column(lanes.at(-1)?.id ?? '') + 1 }, () => ' ');
    for (const { id } of lanes) cells[column(id)] = style.glyphs.bar;
    return cells;
  };
  return [
    ...head.map((text) => style.bold(text.trimEnd())),
    ...story.steps.flatMap((each, index) => {
      const [from, to] = [column(each.from), column(each.to)];
      const paint = each.attack ? style.red : style.cyan;
      return [
        paintedRow(labelRow(each.label, Math.min(from, to), index + 1, line(), style), paint),
        paintedRow(arrowRow(from, to, each.physical, line(), style), paint),
      ];
    }),
    style.dim(line().join('')),
  ];
}

function paintedRow(text: string, paint: (text: string) => string): string {
  return paint(text.trimEnd());
}

function labelRow(label: string, at: number, number: number, cells: string[], style: Style): string {
  const text = shorten(style.safe(label), Math.max(8, style.columns - at - 3), style.glyphs.ellipsis);
  const before = cells.slice(0, at + 1).join('');
  const after = cells.slice(at + 2 + width(text) + 1).join('');
  return `${String(number).padStart(LEFT - 2)}${before.slice(LEFT - 2)} ${text} ${after}`;
}

/** Messages are plain lines, goods and hands double ones. */
function arrowRow(from: number, to: number, physical: boolean, cells: string[], { glyphs }: Style): string {
  const stroke = physical ? '=' : glyphs.line;
  if (from === to) {
    for (const [at, mark] of [...`${stroke}${stroke}`].entries()) cells[from + 1 + at] = mark;
    cells[from + 3] = glyphs.dot;
    return cells.join('');
  }
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  for (let at = left + 1; at < right; at++) cells[at] = stroke;
  cells[to > from ? right - 1 : left + 1] = to > from ? '>' : '<';
  return cells.join('');
}
