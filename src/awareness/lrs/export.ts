// SPDX-License-Identifier: Apache-2.0
// Statements as a table (RFC 4180).
import { forCsv } from '../../core/escape.ts';
import { isParts, keyOf, type Parts } from './identity.ts';

export const EXPORT_COLUMNS = [
  'id',
  'stored',
  'timestamp',
  'actor',
  'verb',
  'object',
  'registration',
  'success',
  'completion',
  'score',
  'duration',
  'response',
] as const;

/** One line of the table, without its line break. */
export function exportLine(statement: Parts): string {
  const { id, stored, timestamp, actor, verb, object, context, result } = statement;
  const { success, completion, score, duration, response } = partsOf(result);
  const target = partsOf(object);
  const values = [
    id,
    stored,
    timestamp,
    keyOf(actor) ?? 'group',
    partsOf(verb)['id'],
    target['id'] ?? keyOf(object) ?? target['objectType'],
    partsOf(context)['registration'],
    success,
    completion,
    partsOf(score)['scaled'] ?? partsOf(score)['raw'],
    duration,
    response,
  ];
  return values.map(cell).join(',');
}

function partsOf(value: unknown): Parts {
  return isParts(value) ? value : {};
}

/** Statements were checked when they came: what is no text here is a number, a truth value, or missing. */
function cell(value: unknown): string {
  return forCsv(typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean));
}
