// SPDX-License-Identifier: Apache-2.0
// A TAXII 2.1 client: all pages of a collection, and objects handed in, over a call that the machine makes.
import { isDeeper } from '../../../core/json-depth.ts';
import { TAXII_TYPE } from './exchange.ts';

export interface TaxiiCall {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Makes one request. Throws what the machine says when there is no answer. */
export type TaxiiSender = (call: TaxiiCall) => Promise<{ readonly status: number; readonly text: string }>;

/** What went wrong on the other side, in words for the operator. */
export class TaxiiFault extends Error {
  /** Of an answer that was not the expected one. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

export interface TaxiiTarget {
  /** Of the collection: `https://host/root/collections/ID/`. */
  readonly collection: URL;
  readonly authorization?: string;
}

type Things = readonly Readonly<Record<string, unknown>>[];

const PAGE = 200;
/** Pages of one fetch; a server that gives more than these gives without end. */
const MAX_PAGES = 5_000;
const MAX_DEPTH = 64;
/** Objects of one request that hands in. */
const BATCH = 200;

export interface Fetching {
  /** A time of RFC 3339: only what was added later. */
  readonly addedAfter?: string | undefined;
  /** Of the whole fetch. */
  readonly maxObjects: number;
  /** Of all answers together, as UTF-8. */
  readonly maxBytes: number;
}

/** Each page of what was added after a time, in the order of the server. @throws TaxiiFault, also at a limit. */
export async function* fetchObjects(
  target: TaxiiTarget,
  send: TaxiiSender,
  { addedAfter, maxObjects, maxBytes }: Fetching,
): AsyncGenerator<Things> {
  let next: string | undefined;
  let [count, bytes] = [0, 0];
  const counted: TaxiiSender = async (call) => {
    const answer = await send(call);
    bytes += new TextEncoder().encode(answer.text).length;
    if (bytes > maxBytes)
      throw new TaxiiFault(
        `The server sent more than ${maxBytes} bytes for ${count} objects and more: ask for less with --since`,
      );
    return answer;
  };
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const url = new URL('objects/', target.collection);
    url.searchParams.set('limit', String(PAGE));
    if (addedAfter !== undefined) url.searchParams.set('added_after', addedAfter);
    if (next !== undefined) url.searchParams.set('next', next);
    const answer = await ask(target, counted, { method: 'GET', url }, 200);
    const { objects = [], more, next: following } = answer;
    if (!Array.isArray(objects)) throw new TaxiiFault('The server sent objects that are no list');
    count += objects.length;
    if (count > maxObjects)
      throw new TaxiiFault(`The server sent more than ${maxObjects} objects: ask for less with --since`);
    yield objects.filter((each): each is Things[number] => typeof each === 'object' && each !== null);
    if (more !== true) return;
    if (typeof following !== 'string' || following === next)
      throw new TaxiiFault('The server says that there is more, and not where');
    next = following;
  }
  throw new TaxiiFault(`The server gave ${MAX_PAGES} pages and has more`);
}

export interface HandedIn {
  readonly accepted: number;
  readonly failures: readonly { readonly id: string; readonly message: string }[];
}

/** @throws TaxiiFault */
export async function handIn(target: TaxiiTarget, send: TaxiiSender, objects: Things): Promise<HandedIn> {
  const total = { accepted: 0, failures: [] as { id: string; message: string }[] };
  const url = new URL('objects/', target.collection);
  for (let at = 0; at < objects.length; at += BATCH) {
    const body = JSON.stringify({ objects: objects.slice(at, at + BATCH) });
    const status = await ask(target, send, { method: 'POST', url, body }, 202);
    total.accepted += typeof status['success_count'] === 'number' ? status['success_count'] : 0;
    const failures = Array.isArray(status['failures']) ? (status['failures'] as Things) : [];
    for (const { id, message } of failures)
      total.failures.push({ id: String(id).slice(0, 300), message: String(message ?? 'no reason given') });
  }
  return total;
}

async function ask(
  { authorization }: TaxiiTarget,
  send: TaxiiSender,
  call: Omit<TaxiiCall, 'headers'>,
  expected: number,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, text } = await send({
    ...call,
    headers: {
      accept: TAXII_TYPE,
      ...(call.body === undefined ? {} : { 'content-type': TAXII_TYPE }),
      ...(authorization === undefined ? {} : { authorization }),
    },
  });
  if (status !== expected)
    throw new TaxiiFault(`The server answered ${status}, expected ${expected}: ${titleIn(text)}`, status);
  const value = isDeeper(text, MAX_DEPTH) ? undefined : parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new TaxiiFault('The server answered with something that is no JSON object, or too long');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function titleIn(text: string): string {
  const title = (parsed(text) as { readonly title?: unknown } | undefined)?.title;
  return typeof title === 'string' ? title.slice(0, 300) : 'without a reason';
}
