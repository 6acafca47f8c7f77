// SPDX-License-Identifier: Apache-2.0
// The screens that the server has answers for, in the order of the rail.
import type { Word } from '../words/index.ts';

export interface Screen {
  readonly to: '/' | '/live' | '/events';
  readonly word: Word;
  /** Pressed after `g`. */
  readonly key: string;
  /** Path of its picture, in 20 × 20. */
  readonly icon: string;
}

export const SCREENS: readonly Screen[] = [
  { to: '/', word: 'screen.now', key: 'n', icon: 'M2 11h4l2-6 4 11 2-5h4' },
  { to: '/live', word: 'screen.live', key: 'l', icon: 'M10 2 18 17H2Zm0 6v4m0 2v1' },
  { to: '/events', word: 'screen.events', key: 'e', icon: 'M3 17V9m4 8V5m4 12v-6m4 6V3' },
];
