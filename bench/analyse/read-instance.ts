// SPDX-License-Identifier: Apache-2.0
// An instance file is columns of numbers; they go from the bytes into typed arrays, without a list in between.

export interface InstanceColumns {
  readonly symbols: readonly string[];
  readonly columns: ReadonlyMap<string, Int32Array[]>;
}

const [QUOTE, OPEN, CLOSE, COMMA, ZERO, NINE, END] = [34, 91, 93, 44, 48, 57, 125];
const MARK = '"relations":{';

/**
 * Reads `{"symbols": [text…], "relations": {name: [[number…]…]}}` as `scale.bench.ts` writes it: JSON without spaces,
 * numbers not negative.
 *
 * @throws Error at the first byte that is not of this form.
 */
export function readInstance(bytes: Buffer): InstanceColumns {
  const start = bytes.indexOf(MARK);
  if (start < 0) throw new Error('The instance has no relations');
  const { symbols } = JSON.parse(`${bytes.toString('utf8', 0, start - 1)}}`) as {
    symbols: readonly string[];
  };
  const columns = new Map<string, Int32Array[]>();
  let at = start + MARK.length;
  while (bytes[at] !== END) {
    if (bytes[at] === COMMA) at++;
    if (bytes[at] !== QUOTE) throw new Error(`Expected the name of a relation at byte ${at}`);
    const end = bytes.indexOf(QUOTE, at + 1);
    const name = bytes.toString('utf8', at + 1, end);
    const lists: Int32Array[] = [];
    at = end + 3;
    while (bytes[at] !== CLOSE) {
      const close = bytes.indexOf(CLOSE, at);
      const from = bytes[at] === COMMA ? at + 1 : at;
      if (close < 0 || bytes[from] !== OPEN) throw new Error(`Expected a column at byte ${at}`);
      lists.push(readColumn(bytes, from + 1, close));
      at = close + 1;
    }
    columns.set(name, lists);
    at++;
  }
  return { symbols, columns };
}

function readColumn(bytes: Buffer, from: number, to: number): Int32Array {
  // At most every second byte is a digit of its own number.
  const column = new Int32Array((to - from + 1) >> 1);
  let count = 0;
  for (let at = from; at < to; at++) {
    let value = 0;
    for (; at < to; at++) {
      const digit = bytes[at] as number;
      if (digit === COMMA) break;
      if (digit < ZERO || digit > NINE) throw new Error(`Expected a digit at byte ${at}`);
      value = value * 10 + digit - ZERO;
    }
    column[count++] = value;
  }
  return column.slice(0, count);
}
