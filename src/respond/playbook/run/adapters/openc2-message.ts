// SPDX-License-Identifier: Apache-2.0
// Commands and answers of OpenC2 (Language Specification 1.0 §3.3, Transfer via HTTPS 1.0 and 1.1 §3.3).
import { isRecord } from '../../../../model/index.ts';
import type { Resolved } from '../adapter.ts';
import { parseExact, writeExact } from '../exact-json.ts';
import { idOfKey } from './key-id.ts';

type Request = NonNullable<Resolved['request']>;
type Fields = Readonly<Record<string, unknown>>;

/** HTTPS 1.1 §3.3.1. What states another one, such as that of 1.0, is sent as it is. */
const CONTENT_TYPE = 'application/openc2+json;version=1.0';

/** OpenC2 1.0 §3.3.1.1: actions that only look, and of those the ones that may be asked again at will. */
export const OPENC2_LOOKS: ReadonlySet<string> = new Set([
  'query',
  'scan',
  'locate',
  'investigate',
  'detonate',
]);
const ASKS = new Set(['query', 'locate']);

/** The command in a body, whether bare or in a message; undefined for what is none. */
export function openc2Command(body: string | undefined): Fields | undefined {
  const whole = parsed(body);
  const inner = fieldsIn(fieldsIn(whole?.['body'])?.['openc2'])?.['request'] ?? whole;
  const command = fieldsIn(inner);
  return typeof command?.['action'] === 'string' ? command : undefined;
}

export function openc2Action(body: string | undefined): string {
  return String(openc2Command(body)?.['action'] ?? '');
}

/** True when nothing changes however often it is asked. */
export function isOpenc2Question(body: string | undefined): boolean {
  return ASKS.has(openc2Action(body));
}

/**
 * The request with its ids: `command_id` in the command, so that who gets it can tell that it is the same one, and
 * `request_id`. A bare command becomes a message of 1.1, unless its maker states the content type of 1.0.
 */
export function openc2Request(request: Request, key: string): Request {
  const command = openc2Command(request.body);
  const id = idOfKey(key);
  const stated = Object.keys(request.headers).map((name) => name.toLowerCase());
  const headers = {
    ...request.headers,
    ...(stated.includes('content-type') ? {} : { 'Content-Type': [CONTENT_TYPE] }),
    ...(stated.includes('accept') ? {} : { Accept: [CONTENT_TYPE] }),
    ...(stated.includes('x-request-id') ? {} : { 'X-Request-ID': [id] }),
    ...(stated.includes('cache-control') ? {} : { 'Cache-Control': ['no-cache'] }),
  };
  if (command === undefined) return { ...request, headers };
  const whole = parsed(request.body) as Fields;
  const known = { command_id: id, ...command };
  // What is no message is the command itself.
  const message: Fields = 'body' in whole ? whole : {};
  const body =
    isFirstVersion(request) && !('body' in message)
      ? known
      : {
          ...message,
          headers: { request_id: id, ...fieldsIn(message['headers']) },
          body: { openc2: { request: known } },
        };
  return { ...request, headers, body: writeExact(body) };
}

/** HTTPS 1.0 §3.3.1: `application/openc2-cmd+json;version=1.0`, with the command alone in the body. */
function isFirstVersion({ headers }: Request): boolean {
  return Object.entries(headers).some(
    ([name, lines]) =>
      name.toLowerCase() === 'content-type' && lines.some((each) => /openc2-cmd\+json/.test(each)),
  );
}

export interface Openc2Answer {
  /** §3.3.2: as those of HTTP. */
  readonly status: number | undefined;
  readonly text: string;
  /** JSON. */
  readonly results: string;
}

/** An answer, whether bare or in a message; undefined for what is none. */
export function openc2Answer(body: string): Openc2Answer | undefined {
  const whole = parsed(body);
  const inner = fieldsIn(fieldsIn(fieldsIn(whole?.['body'])?.['openc2'])?.['response']) ?? whole;
  if (inner === undefined) return undefined;
  const { status, status_text: text, results } = inner;
  return {
    status: typeof status === 'number' ? status : undefined,
    text: typeof text === 'string' ? text : '',
    results: writeExact(results ?? {}),
  };
}

function parsed(text: string | undefined): Fields | undefined {
  try {
    return fieldsIn(parseExact(text ?? ''));
  } catch {
    return undefined;
  }
}

function fieldsIn(value: unknown): Fields | undefined {
  return isRecord(value) ? value : undefined;
}
