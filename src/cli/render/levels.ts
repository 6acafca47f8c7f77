// SPDX-License-Identifier: Apache-2.0
import type { Level } from '../../monitor/index.ts';
import type { Style } from './style.ts';

/** The colour of a level: red only for what cannot wait. */
export function levelPaint(level: Level, style: Style): (text: string) => string {
  if (level === 'critical' || level === 'high') return style.red;
  return level === 'medium' ? style.yellow : style.dim;
}
