// SPDX-License-Identifier: Apache-2.0
import type { Position } from '../../core/problem.ts';

/** Turns offsets into `text` (UTF-16 code units) to positions; the first call costs one pass over the text. */
export function positionsIn(text: string, file: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = lastAtMost(starts, offset);
    return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

/** Line breaks are LF, CR and CR LF (YAML 1.2.2 §5.4). */
function lineStarts(text: string): number[] {
  const starts = [0];
  const breaks = /\r\n?|\n/g;
  for (let found = breaks.exec(text); found !== null; found = breaks.exec(text))
    starts.push(breaks.lastIndex);
  return starts;
}

function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] as number) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
