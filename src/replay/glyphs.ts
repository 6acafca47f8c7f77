// SPDX-License-Identifier: Apache-2.0
// Small marks within a box, told apart by shape: a wrench, a bent arrow, a ring. Each has 18 pixels.
import { type Drawn, drawn } from './drawn.ts';

/** Pixels that a mark takes, with the gap beside it. */
export const GLYPH = 18;
/** Radius and length of the ring of a buffer. */
const RING = { radius: 5.5, length: 34.6 } as const;

/** A ring spanner: a repair is under way. */
export function wrench(x: number, y: number): Drawn {
  const d = 'M2 11 L8 5 A3.6 3.6 0 0 1 12.5 .7 L10.4 2.8 L12.2 4.6 L14.3 2.5 A3.6 3.6 0 0 1 10 7 L4 13 Z';
  return drawn('path', { class: 'wrench', d, transform: `translate(${x} ${y})` });
}

/** An arrow that goes round what is lacking: it works by its fallback. */
export function detour(x: number, y: number): Drawn {
  const d = 'M2 12 V8 A4.5 4.5 0 0 1 11 8 V11 M8 8.5 L11 12 L14 8.5';
  return drawn('path', { class: 'detour', d, transform: `translate(${x} ${y})` });
}

/** @param left share of the buffer. */
export function ring(x: number, y: number, left: number): Drawn {
  const at = { cx: 8, cy: 7, r: RING.radius };
  return drawn(
    'g',
    { transform: `translate(${x} ${y})` },
    drawn('circle', { class: 'rail', ...at }),
    drawn('circle', {
      class: 'ring',
      ...at,
      'stroke-dasharray': `${(left * RING.length).toFixed(1)} ${RING.length + 0.7}`,
      transform: `rotate(-90 ${at.cx} ${at.cy})`,
    }),
  );
}
