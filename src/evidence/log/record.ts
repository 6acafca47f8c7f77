// SPDX-License-Identifier: Apache-2.0
// What somebody asks to be recorded, as a line of JSON.
import { canonicalJson, type Json } from '../../core/canonical-json.ts';
import type { Parsed, Problem } from '../../core/problem.ts';
import { isObject, MAX_ENTRY_BYTES, OWN } from './entry.ts';

export interface NewRecord {
  readonly actor: string;
  readonly kind: string;
  readonly subject?: string;
  readonly body: Json;
  /** Values that the entry gets only commitments of, so that they can be erased. */
  readonly personal?: Readonly<Record<string, Json>>;
}

const KEYS = ['actor', 'kind', 'subject', 'body', 'personal'];
const MAX_NAME = 200;
const MAX_PERSONAL = 100;
/** More than anybody reads; the rest is counted. */
const MAX_PROBLEMS = 100;

/** Lines of JSON, empty ones left out. `actor` is used where a record names none. */
export function readRecords(bytes: Uint8Array, file: string, actor: string): Parsed<readonly NewRecord[]> {
  const problems: Problem[] = [];
  const records: NewRecord[] = [];
  const lines = decode(bytes, file, problems).split('\n');
  for (const [at, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const found = readRecord(text, actor);
    if (typeof found !== 'string') records.push(found);
    else if (problems.length < MAX_PROBLEMS) problems.push(problem(found, file, at + 1));
  }
  return problems.length > 0 ? { problems } : { value: records, problems };
}

function decode(bytes: Uint8Array, file: string, problems: Problem[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    problems.push(problem('The file is not UTF-8', file, 1));
    return '';
  }
}

function problem(message: string, file: string, line: number): Problem {
  return { code: 'EVIDENCE_RECORD', severity: 'error', message, at: { file, line, column: 1 } };
}

/** The record, or what is wrong with it. */
function readRecord(text: string, actor: string): NewRecord | string {
  if (text.length > MAX_ENTRY_BYTES)
    return `A record has ${text.length} characters: expected at most ${MAX_ENTRY_BYTES}; record the hash of what is larger`;
  try {
    const value = JSON.parse(text) as unknown;
    if (!isObject(value)) return 'A record is a JSON object: {"kind": "note", "body": {"text": "…"}}';
    canonicalJson(value as Json);
    return checked({ actor, ...value });
  } catch (error) {
    return `Cannot read the record: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function checked(value: Readonly<Record<string, unknown>>): NewRecord | string {
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `A record has no \`${unknown}\`: expected ${KEYS.join(', ')}`;
  for (const key of ['actor', 'kind', 'subject']) {
    const name = value[key];
    if (name === undefined && key === 'subject') continue;
    if (typeof name !== 'string' || name === '' || name.length > MAX_NAME)
      return `\`${key}\` of a record is a text of 1 to ${MAX_NAME} characters`;
  }
  if (String(value['kind']).startsWith(OWN)) return `Kinds that begin with \`${OWN}\` are the log's own`;
  if (value['body'] === undefined) return 'A record needs a `body`: what is to be kept, any JSON';
  const { personal } = value;
  if (personal !== undefined && !(isObject(personal) && Object.keys(personal).length <= MAX_PERSONAL))
    return `\`personal\` of a record is an object of at most ${MAX_PERSONAL} named values`;
  return value as unknown as NewRecord;
}
