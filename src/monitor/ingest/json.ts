// SPDX-License-Identifier: Apache-2.0
// JSON from strangers: how deep it nests is known before it is parsed, and no key reaches a prototype.
import { isDeeper } from '../../core/json-depth.ts';
import type { EventRecord } from '../sigma/match/record.ts';
import { type Refused, refused } from './received.ts';

/** Lists and objects in each other. */
const MAX_DEPTH = 64;

export type ParsedJson = { readonly value: unknown } | { readonly refused: Refused };

/** RFC 8259. Of two equal names the last one counts, as with JSON.parse. */
export function parseJson(text: string, line: number): ParsedJson {
  if (isDeeper(text, MAX_DEPTH)) {
    const reason = `The record nests deeper than ${MAX_DEPTH} lists and objects`;
    return { refused: refused('INGEST_TOO_DEEP', reason, { line, text }) };
  }
  try {
    return { value: mayNameProto(text) ? JSON.parse(text, withoutProto) : JSON.parse(text) };
  } catch {
    return { refused: refused('INGEST_JSON', 'The record is not JSON (RFC 8259)', { line, text }) };
  }
}

export function isObject(value: unknown): value is EventRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseObject(
  text: string,
  line: number,
): { readonly value: EventRecord } | { readonly refused: Refused } {
  const parsed = parseJson(text, line);
  if ('refused' in parsed) return parsed;
  if (isObject(parsed.value)) return { value: parsed.value };
  const reason = 'The record is JSON, but no object';
  return { refused: refused('INGEST_NOT_OBJECT', reason, { line, text }) };
}

/** As it is, or with any of its characters escaped. */
function mayNameProto(text: string): boolean {
  return text.includes('__proto__') || text.includes('\\u00');
}

function withoutProto(this: unknown, key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}
