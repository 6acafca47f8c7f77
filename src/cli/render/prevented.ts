// SPDX-License-Identifier: Apache-2.0
// What one measure would have changed about an outage, or about what was wrong or read.
import type { Outage } from '../../cascade/index.ts';
import type { Style } from './style.ts';

export interface When {
  readonly startHour: number;
  /** Measures that were asked one by one. */
  readonly tried: number;
}

/** Which measure alone would have done, or that none does and which one helps most. */
export function preventedLines(
  { preventedBy, easedBy }: Pick<Outage, 'preventedBy' | 'easedBy'>,
  tried: number,
  style: Style,
): string[] {
  const indent = ' '.repeat(13);
  if (preventedBy !== null) return [`${indent}${style.green('prevented by')} ${style.safe(preventedBy)}`];
  const none = `none of ${tried} measures prevents this alone`;
  if (easedBy === undefined) return [`${indent}${style.dim(none)}`];
  const left = `leaves ${Math.round(easedBy.left * 100)} % of it`;
  return [`${indent}${style.dim(`${none};`)} ${style.safe(easedBy.measure)} ${left}`];
}
