// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { type Block, type Drawing, draw } from './layout.ts';

const action = (step: string): Block => ({ step, type: 'action', name: step, branches: [] });
const branching = (step: string, type: Block['type'], ...inside: (readonly Block[])[]): Block => ({
  step,
  type,
  name: step,
  branches: inside.map((blocks) => ({ kind: 'together', label: '', blocks: [...blocks] })),
});

function overlaps({ boxes }: Drawing): number {
  return boxes.flatMap((a, at) =>
    boxes.slice(at + 1).filter((b) => Math.abs(a.x - b.x) < a.width && Math.abs(a.y - b.y) < a.height),
  ).length;
}

const WHOLE = [
  action('first'),
  branching(
    'both',
    'parallel',
    [action('a'), branching('if', 'if-condition', [action('b')], [])],
    [action('c')],
  ),
  branching('loop', 'while-condition', [action('d'), action('e')]),
  action('last'),
];

test('every block has one box, none on another, all on the paper', () => {
  const drawing = draw(WHOLE);
  expect(drawing.boxes.map(({ block }) => block.step).toSorted()).toEqual(
    ['a', 'b', 'both', 'c', 'd', 'e', 'first', 'if', 'last', 'loop'].toSorted(),
  );
  expect(overlaps(drawing)).toBe(0);
  for (const { x, y, width, height } of drawing.boxes) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(drawing.width);
    expect(y + height).toBeLessThanOrEqual(drawing.height);
  }
});

test('what comes later is drawn lower, and branches begin at one height', () => {
  const { boxes } = draw(WHOLE);
  const y = Object.fromEntries(boxes.map(({ block, y: top }) => [block.step, top]));
  expect(y['first']).toBeLessThan(y['both'] ?? 0);
  expect(y['a']).toBe(y['c']);
  expect(y['e']).toBeLessThan(y['last'] ?? 0);
});

test('only a loop goes back, and the same blocks give the same picture', () => {
  const drawing = draw(WHOLE);
  expect(drawing.lines.filter(({ back }) => back)).toHaveLength(1);
  expect(draw(WHOLE)).toEqual(drawing);
  expect(draw([])).toMatchObject({ boxes: [], lines: [] });
});
