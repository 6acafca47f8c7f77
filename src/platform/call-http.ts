// SPDX-License-Identifier: Apache-2.0
// One HTTP request to a host that somebody else named. The address is looked at when it is connected to, not before: a name
// cannot be turned to another address in between.
import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import {
  type ClientRequest,
  request as httpRequest,
  type IncomingHttpHeaders,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export interface OutgoingRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  readonly isPrivate: boolean;
  /** Of the answer; more is cut off. */
  readonly maxBytes?: number;
  /** Longest time for all of it, in milliseconds; five minutes when absent. */
  readonly maxMs?: number;
}

/** As node:dns `lookup` with `all`. */
export type ResolveName = (
  name: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** Where the request does not say. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Silence of the other side, and all of a request, however slowly it is answered; in milliseconds. */
const SILENCE_MS = 30_000;
const WHOLE_MS = 300_000;

/**
 * Not on the internet, or nobody's: RFC 6890 and its registry, and the host below machines of Azure, which has a public
 * address; of IPv6 all but 2000::/3 (RFC 4291 §2.4).
 */
const OFF_INTERNET = new BlockList();
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  OFF_INTERNET.addSubnet(address, prefix, 'ipv4');
const GLOBAL_SIX = new BlockList();
GLOBAL_SIX.addSubnet('2000::', 3, 'ipv6');
/**
 * Of 2000::/3: what RFC 2928 keeps for protocols, with Teredo, which carries an address of IPv4, benchmarks and ORCHID; 6to4,
 * which carries one too; documentation (RFC 3849, RFC 9637).
 */
const SPECIAL_SIX = new BlockList();
for (const [address, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL_SIX.addSubnet(address, prefix, 'ipv6');

/** True for an address that a host on the internet can have. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !OFF_INTERNET.check(address, 'ipv4');
  return family === 6 && GLOBAL_SIX.check(address, 'ipv6') && !SPECIAL_SIX.check(address, 'ipv6');
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** There is more of it than was read. */
  readonly cut: boolean;
}

/**
 * Sends the request and reads the answer; redirections are not followed.
 *
 * @param notSent Makes the error for what never went out.
 * @throws what `notSent` makes, or the error of a connection on which the request may have arrived.
 */
export function callHttp(
  {
    url,
    method,
    headers,
    body,
    signal,
    isPrivate,
    maxBytes = MAX_ANSWER_BYTES,
    maxMs = WHOLE_MS,
  }: OutgoingRequest,
  notSent: (reason: string) => Error,
  resolveName: ResolveName = lookup,
): Promise<CallAnswer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!isPrivate && isIP(host) !== 0 && !isPublicAddress(host))
    return Promise.reject(notSent(`${host} is an address inside, which the operator does not open`));
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = begun(notSent, send, url, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
      signal,
      agent: false,
      timeout: SILENCE_MS,
      lookup: guarded(isPrivate, notSent, resolveName),
    });
    let isConnected = false;
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        isConnected = true;
      });
    });
    request.on('timeout', () =>
      request.destroy(new Error(`${host} says nothing for ${SILENCE_MS / 1000} s`)),
    );
    const late = setTimeout(
      () => request.destroy(new Error(`${host} has not answered whole after ${maxMs / 1000} s`)),
      maxMs,
    );
    request.on('close', () => clearTimeout(late));
    request.on('error', (error) => reject(isConnected ? error : notSent(wordsOf(error))));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const end = (): void =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
          cut: size > maxBytes,
        });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk.subarray(0, maxBytes - size));
        size += chunk.length;
        if (size > maxBytes) {
          end();
          response.destroy();
        }
      });
      response.on('end', end);
      response.on('error', reject);
    });
    request.end(body);
  });
}

/** Of an attempt at several addresses only the code says what is wrong. */
function wordsOf(error: NodeJS.ErrnoException): string {
  return error.message || (error.code ?? 'no connection');
}

/** A header or method that no request can have is found before anything goes out. */
function begun(
  notSent: (reason: string) => Error,
  send: typeof httpRequest,
  url: URL,
  options: RequestOptions,
): ClientRequest {
  try {
    return send(url, options);
  } catch (error) {
    throw notSent(error instanceof Error ? error.message : String(error));
  }
}

/** Name resolution that gives only addresses that may be connected to. */
function guarded(
  isPrivate: boolean,
  notSent: (reason: string) => Error,
  resolveName: ResolveName,
): LookupFunction {
  return (hostname, options, done) => {
    resolveName(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '', 4);
      const open = found.filter(({ address }) => isPrivate || isPublicAddress(address));
      const [first] = open;
      if (first === undefined)
        return done(notSent(`${hostname} has an address inside, which the operator does not open`), '', 4);
      return options.all === true ? done(null, open) : done(null, first.address, first.family);
    });
  };
}
