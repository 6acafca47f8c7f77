// SPDX-License-Identifier: Apache-2.0
import type { Screen } from '../play/screen.ts';
import { wrap } from '../render/width.ts';

/** A text behind a mark, broken at the width; texts of models are escaped here. */
export function bullet({ write, style }: Screen, mark: string, text: string): void {
  wrap(style.safe(text), style.columns - mark.length - 3).forEach((line, at) => {
    write(`  ${at === 0 ? mark : ' '.repeat(mark.length)} ${line}\n`);
  });
}
