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
  let waiting: Row | undefined;
  let texts: readonly string[] = NONE;
  // Nearly every field has one text; a list for it is kept and filled again.
  const single: string[] = [''];
  const whole = (): readonly string[] => {
    if (waiting === undefined) return texts;
    const row = waiting;
    waiting = undefined;
    const value = read === undefined ? row.values : read(row);
    if (typeof value === 'string') {
      single[0] = value;
      texts = single;
    } else if (value === undefined || value === null) texts = NONE;
    else texts = textsIn(value, read === undefined ? everyScalar : eachScalar);
    return texts;
  };
  const foldings = FOLDING_NUMBERS.map(() => ({ isDone: false, single: [''], texts: NONE }));
  return {
    begin(row) {
      waiting = row;
      for (let number = 0; number < foldings.length; number++)
        (foldings[number] as (typeof foldings)[number]).isDone = false;
    },
    whole,
    folded(folding) {
      if (folding.cased && !folding.dash) return whole();
      const own = foldings[(folding.cased ? 1 : 0) + (folding.dash ? 2 : 0)] as (typeof foldings)[number];
      if (own.isDone) return own.texts;
      own.isDone = true;
      const given = whole();
      if (given.length === 1) own.single[0] = fold(given[0] as string, folding);
      own.texts = given.length === 1 ? own.single : given.map((text) => fold(text, folding));
      return own.texts;
    },
  };
}

const NONE: readonly string[] = [];
const FOLDING_NUMBERS = [0, 1, 2, 3];

function textsIn(value: unknown, each: typeof eachScalar): readonly string[] {
  const texts: string[] = [];
  each(value, (scalar) => {
    const text = textOf(scalar);
    if (text !== undefined) texts.push(text);
  });
  return texts;
}
