// SPDX-License-Identifier: Apache-2.0
// Rows of CSV to records, by the names in the header.

import type { RawRecord } from '../../read/records.ts';
import { timeOf } from '../../record/time.ts';
import { type ReadOrRefused, refused } from '../received.ts';
import { delimiterOf, splitRow } from './row.ts';

const MAX_FIELDS = 2000;

/** Reads rows one after the other; the first is the header. Empty fields are left out. */
export function createCsvReader(): (raw: RawRecord) => readonly ReadOrRefused[] {
  let header: { readonly names: readonly string[]; readonly delimiter: string } | undefined;
  return (raw) => {
    const row = header === undefined ? raw.text.replace(/^\ufeff/, '') : raw.text;
    const delimiter = header?.delimiter ?? delimiterOf(row);
    const fields = splitRow(row, delimiter);
    const wrong = (what: string) => [refused('INGEST_CSV', what, raw)];
    if (fields === undefined) return wrong('A quote of the row stands where RFC 4180 allows none');
    if (fields.length > MAX_FIELDS) return wrong(`The row has more than ${MAX_FIELDS} fields`);
    if (header === undefined) {
      const names = fields.map((name) => name.trim());
      const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
      if (twice !== undefined) return wrong(`The header names \`${twice.slice(0, 60)}\` twice`);
      header = { names, delimiter };
      return [];
    }
    const { names } = header;
    if (fields.length !== names.length)
      return wrong(`The row has ${fields.length} fields, the header ${names.length}`);
    const record = Object.fromEntries(
      names.flatMap((name, at) =>
        name === '' || name === '__proto__' || fields[at] === '' ? [] : [[name, fields[at]]],
      ),
    );
    const time = timeOf(record);
    return [{ format: 'csv', record, line: raw.line, ...(time !== undefined && { time }) }];
  };
}
