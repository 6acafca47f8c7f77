// SPDX-License-Identifier: Apache-2.0
// Which format the start of a file or message looks like. Records of JSON are told apart one by one.
import type { Encoding } from '../read/encoding.ts';
import { looksLikeCsv } from './csv/row.ts';
import type { InputFormat } from './received.ts';
import { looksLikeSyslog } from './syslog/syslog.ts';

/** `json`: any of the JSON formats, mixed. `xml` is recognised in order to be refused. */
export type Sniffed = Extract<InputFormat, 'json' | 'csv' | 'syslog' | 'lines'> | 'xml';

/** How much of the start is looked at. */
export const SNIFF_BYTES = 4096;

export function sniffFormat(start: Uint8Array, encoding: Encoding = 'utf-8'): Sniffed {
  const text = new TextDecoder(encoding).decode(start.subarray(0, SNIFF_BYTES)).replace(/^\ufeff/, '');
  const body = text.trimStart();
  // A list of records, or a record; a log line may start with a bracket, too.
  if (/^(?:\{\s*(?:["}]|$)|\[\s*(?:[[{\]]|$))/.test(body)) return 'json';
  if (/^(?:<\?xml|<!DOCTYPE|<[A-Za-z][\w.-]*:?\w*[\s>])/.test(body)) return 'xml';
  const [first = '', second] = body.split(/\r?\n/, 2);
  if (looksLikeSyslog(first)) return 'syslog';
  return second !== undefined && looksLikeCsv(first, second) ? 'csv' : 'lines';
}
