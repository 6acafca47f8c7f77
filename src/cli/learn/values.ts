// SPDX-License-Identifier: Apache-2.0
// Files of parameter values, CSV or NDJSON, with a column that says which are attacks.
import type { LabelledText } from '../../learn/index.ts';
import type { Pack } from '../../model/index.ts';
import { compileIngest } from '../../monitor/index.ts';
import type { Call } from '../command.ts';
import { batchesOf, isBad } from '../detect/events.ts';
import { EXIT, Failure } from '../exit.ts';

/** Names that published sets give to the value and to what it is. */
const TEXT = ['payload', 'value', 'text', 'parameter', 'query'];
const LABEL = ['label', 'attack_type', 'attack', 'class', 'is_attack'];
/** Words for a value that is no attack. */
const USUAL = new Set(['', '0', 'false', 'norm', 'normal', 'benign', 'usual', 'legitimate', 'none', 'no']);

export interface Value {
  readonly text: string;
  /** Undefined: the file does not say. */
  readonly isAttack: boolean | undefined;
}

/** @throws Failure 3 when the file has no such column, 4 when it has no row, 6 when it cannot be read. */
export async function readValues(call: Call, pack: Pack, file: string): Promise<readonly Value[]> {
  const values: Value[] = [];
  let rows = 0;
  const format = /\.csv(\.gz)?$/i.test(file) ? 'csv' : 'auto';
  for await (const { items, done } of batchesOf(call.io.cwd, file, compileIngest(pack), format)) {
    for (const item of items) {
      if (isBad(item)) throw new Failure(EXIT.invalid, `${file}:${item.line}: ${item.why}`);
      rows++;
      const text = TEXT.map((name) => item.record[name]).find((each) => each !== undefined);
      if (typeof text !== 'string' && typeof text !== 'number') continue;
      const label = LABEL.map((name) => item.record[name]).find((each) => each !== undefined);
      values.push({ text: String(text), isAttack: label === undefined ? undefined : isAttack(label) });
    }
    call.progress.step(`Reading ${file}`, done);
  }
  if (values.length > 0) return values;
  if (rows > 0)
    throw new Failure(EXIT.invalid, `${file} has no values: expected a column ${TEXT.join(', ')}`);
  throw new Failure(EXIT.nothing, `There is no value in ${file}`);
}

function isAttack(label: unknown): boolean {
  return !USUAL.has(String(label).trim().toLowerCase());
}

/** Those of which the file says what they are. @throws Failure 3 when it says so of none. */
export function labelled(values: readonly Value[], file: string): readonly LabelledText[] {
  const known = values.flatMap(({ text, isAttack: is }) =>
    is === undefined ? [] : [{ text, isAttack: is }],
  );
  if (known.length > 0) return known;
  throw new Failure(
    EXIT.invalid,
    `${file} does not say which values are attacks: expected a column ${LABEL.join(', ')}`,
    `Usual values are labelled ${[...USUAL].filter((word) => word !== '').join(', ')}`,
  );
}
