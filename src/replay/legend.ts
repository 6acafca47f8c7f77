// SPDX-License-Identifier: Apache-2.0
// What each mark of the stage means, beside a sample of it.
import { type Drawn, drawn } from './drawn.ts';
import { detour, ring, wrench } from './glyphs.ts';
import { patternOf } from './marks.ts';
import { STAGE_MARKS, type StageMark } from './stage-mark.ts';
import type { Say } from './view.ts';

const SIZE = { width: 24, height: 16 } as const;
const BARE = { x: 1, y: 1, width: SIZE.width - 2, height: SIZE.height - 2, rx: 4 } as const;
const FRAME = { class: 'box', ...BARE } as const;

/** A list; each item has `data-mark`. */
export function legendOf(say: Say): Drawn {
  return drawn(
    'ul',
    { class: 'marks' },
    ...STAGE_MARKS.map((mark) =>
      drawn('li', { 'data-mark': mark }, sampleOf(mark), drawn('span', {}, say(`legend-${mark}`))),
    ),
  );
}

function sampleOf(mark: StageMark): Drawn {
  const is = { ...SIZE, viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, 'aria-hidden': 'true' };
  return drawn('svg', is, ...drawnAs(mark));
}

function drawnAs(mark: StageMark): readonly Drawn[] {
  switch (mark) {
    case 'bar':
      return [
        drawn('g', { class: 'node' }, drawn('rect', { class: 'fill', x: 1, y: 6, width: 22, height: 4 })),
      ];
    case 'down':
    case 'part':
      return [drawn('g', { class: `node ${mark}` }, drawn('rect', FRAME))];
    case 'ring':
      return [ring(4, 1, 0.6)];
    case 'wrench':
      return [wrench(4, 1)];
    case 'detour':
      return [detour(4, 1)];
    case 'straw':
    case 'way':
      return [drawn('path', { class: mark, d: 'M1 8H23' })];
    case 'wrong':
    case 'leaks': {
      const filled = drawn('rect', { ...BARE, fill: `url(#${mark}-legend)` });
      const pattern = drawn('defs', {}, patternOf(mark, 'legend'));
      return [pattern, drawn('g', { class: 'node' }, drawn('rect', FRAME)), filled];
    }
  }
}
