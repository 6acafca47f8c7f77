// SPDX-License-Identifier: Apache-2.0
// A page without a browser: what the server answers, bounded in time, bytes and number.
import { isIP } from 'node:net';
import { type CallAnswer, callHttp, isPublicAddress, type ResolveName } from '../call-http.ts';

export interface Fetched {
  /** After redirections. */
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The bound on bytes was met. */
  readonly cut: boolean;
}

export interface FetchOptions {
  /**
   * The page that the operator named. It may be inside; where it leads to may be so only when it says itself that it is, by
   * an address inside or `localhost`.
   */
  readonly named: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Ends it sooner. */
  readonly signal?: AbortSignal | undefined;
  readonly resolveName?: ResolveName;
}

const MAX_REDIRECTIONS = 10;

/**
 * GET of an http or https address; follows redirections.
 *
 * @throws Error with a message for people: no such host, no answer in time, no http, an address inside.
 */
export async function fetchText(address: string, options: FetchOptions): Promise<Fetched> {
  const { timeoutMs, signal: ended } = options;
  const late = AbortSignal.timeout(timeoutMs);
  const signal = ended === undefined ? late : AbortSignal.any([late, ended]);
  try {
    let url = new URL(address);
    for (let followed = 0; ; followed++) {
      const answer = await ask(url, options, signal);
      const next = redirection(answer);
      if (next === undefined) return fetchedOf(url, answer);
      if (followed === MAX_REDIRECTIONS) throw new Error(`more than ${MAX_REDIRECTIONS} redirections`);
      url = new URL(next, url);
    }
  } catch (error) {
    throw new Error(
      `Cannot fetch ${address}: ${late.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error)}`,
      { cause: error },
    );
  }
}

function ask(
  url: URL,
  { named, maxBytes, resolveName }: FetchOptions,
  signal: AbortSignal,
): Promise<CallAnswer> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`${url.protocol} is no http`);
  const from = new URL(named);
  const isPrivate = url.host === from.host || isInside(from.hostname);
  return callHttp(
    {
      ...{ url, method: 'GET', signal, maxBytes, isPrivate },
      headers: {
        accept: 'text/html,*/*;q=0.8',
        'accept-encoding': 'identity',
        'user-agent': 'Mozilla/5.0 (compatible; ENSURESEC page check)',
      },
    },
    (reason) => new Error(reason),
    resolveName,
  );
}

/** By what is written, not by what a name server says. */
function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return /(?:^|\.)localhost\.?$/.test(host) || (isIP(host) !== 0 && !isPublicAddress(host));
}

/** RFC 9110 §15.4. */
function redirection({ status, headers }: CallAnswer): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? headers.location : undefined;
}

function fetchedOf({ href }: URL, { status, headers, text, cut }: CallAnswer): Fetched {
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(', ')] as const],
  );
  return { url: href, status, headers: Object.fromEntries(fields), text, cut };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
