// SPDX-License-Identifier: Apache-2.0
// The texts of one field of the event at hand, read and folded when a rule first asks for them.
import { fold } from '../parse/text.ts';
import type { Folding } from '../rule.ts';
import { eachScalar, everyScalar } from './record.ts';
import { compileRowReader, type Row } from './row.ts';
import { textOf } from './value.ts';

/** Asks for a field of one event after the other; the lists belong to the reader: read them, do not keep them. */
export interface FieldTexts {
  /** Makes ready for another event. */
  begin(row: Row): void;
  whole(): readonly string[];
  folded(folding: Folding): readonly string[];
}

/** @param name Undefined: all values of the event. */
export function createFieldTexts(name: string | undefined): FieldTexts {
  const read = name === undefined ? undefined : compileRowReader(name);
  const texts: string[] = [];
  let waiting: Row | undefined;
  const folded = FOLDING_NUMBERS.map((): string[] => []);
  const isFolded = FOLDING_NUMBERS.map(() => false);
  const add = (value: unknown): void => {
    const text = textOf(value);
    if (text !== undefined) texts.push(text);
  };
  const whole = (): readonly string[] => {
    if (waiting === undefined) return texts;
    if (read === undefined) everyScalar(waiting.values, add);
    else eachScalar(read(waiting), add);
    waiting = undefined;
    return texts;
  };
  return {
    begin(row) {
      waiting = row;
      texts.length = 0;
      isFolded.fill(false);
    },
    whole,
    folded(folding) {
      if (folding.cased && !folding.dash) return whole();
      const number = (folding.cased ? 1 : 0) + (folding.dash ? 2 : 0);
      const own = folded[number] as string[];
      if (isFolded[number] === true) return own;
      isFolded[number] = true;
      own.length = 0;
      for (const text of whole()) own.push(fold(text, folding));
      return own;
    },
  };
}

const FOLDING_NUMBERS = [0, 1, 2, 3];
