// SPDX-License-Identifier: Apache-2.0
// One request to a host that the operator names, and to no other: what http-api, openc2-http, elastic and caldera-cmd share.
import { sha256 } from '../../../../core/digest.ts';
import type { Attempt, Did, Resolved, Work } from '../adapter.ts';
import type { HttpHost } from '../operator.ts';
import type { Secrets } from '../ports.ts';
import { reveal } from '../values.ts';
import { answerValues } from './answer-values.ts';
import { NotSent, sentOr } from './not-sent.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** Whether an address that is not on the internet may be called. */
  readonly isPrivate: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Never follows a redirection. @throws NotSent; any other Error when it may have arrived. */
export type HttpCall = (request: HttpRequest) => Promise<HttpAnswer>;

/** What requests are sent with. */
export interface HttpMeans {
  readonly hosts: readonly HttpHost[];
  readonly secrets: Secrets;
  readonly send: HttpCall;
}

export type HttpSent = HttpAnswer | { readonly notSent: string };
type Request = NonNullable<Resolved['request']>;
export type Aim = { readonly url: URL; readonly host: HttpHost } | { readonly refused: string };

const SAFE = /^(?:GET|HEAD|OPTIONS|TRACE)$/;
/** What belongs to the connection (RFC 9110 §7.6.1) or is ours to say. */
const OURS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'idempotency-key',
]);
const MAX_REASON = 300;
/** What an address can be called by. */
const CALLED = ['url', 'dname', 'ipv4', 'ipv6'];

/** Who is called: the first target that has an address, else the agent. */
export function calledParty({ targets, agent }: Pick<Work, 'targets' | 'agent'>): Work['agent'] {
  const hasAddress = ({ address }: Work['agent']) => CALLED.some((kind) => address[kind] !== undefined);
  return targets.find(hasAddress) ?? (hasAddress(agent) ? agent : (targets[0] ?? agent));
}

/** The address that a target states, and the line of the operator that allows it. */
export function aimOf(hosts: readonly HttpHost[], work: Work, path: string | undefined): Aim {
  const party = calledParty(work);
  const base = baseOf(party);
  if (base === undefined || path === undefined)
    return {
      refused: `${party.name} states no address that can be called: expected a url, dname, ipv4 or ipv6`,
    };
  const url = new URL(base.origin + base.pathname.replace(/\/$/, '') + path);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'http:' ? 80 : 443));
  if (base.username !== '' || base.password !== '')
    return { refused: `The address of ${party.name} has a password in it` };
  const found = hosts.find((each) => each.host === host && (each.port ?? port) === port);
  if (found === undefined)
    return { refused: `${host} is not among the hosts that the operator lets playbooks call` };
  if (url.protocol === 'http:' && found.clear !== true)
    return { refused: `${host} would be called without TLS, which the operator does not allow` };
  return { url, host: found };
}

function baseOf({ address, port }: Work['agent']): URL | undefined {
  const { url, dname, ipv4, ipv6 } = address;
  const host = dname?.[0] ?? ipv4?.[0] ?? (ipv6?.[0] === undefined ? undefined : `[${ipv6[0]}]`);
  const text =
    url?.[0] ?? (host === undefined ? undefined : `https://${host}${port === undefined ? '' : `:${port}`}`);
  if (text === undefined || !URL.canParse(text)) return undefined;
  const base = new URL(text);
  return base.protocol === 'https:' || base.protocol === 'http:' ? base : undefined;
}

/** Sends a request of a command to where it is aimed. @throws an Error when it may have arrived. */
export function sendTo(
  { hosts, secrets, send }: HttpMeans,
  key: string,
  work: Work,
  request: Request | undefined,
  { signal }: Attempt,
): Promise<HttpSent> {
  return sentOr(async () => {
    const aim = aimOf(hosts, work, request?.path);
    if ('refused' in aim || request === undefined)
      throw new NotSent('refused' in aim ? aim.refused : 'It is no request');
    return send(built(() => outgoing(key, work, request, aim, secrets, signal)));
  });
}

/** A secret that cannot be read keeps the request here. */
function built(build: () => HttpRequest): HttpRequest {
  try {
    return build();
  } catch (error) {
    throw new NotSent(error instanceof Error ? error.message : String(error));
  }
}

function outgoing(
  key: string,
  work: Work,
  { method, headers, body }: Request,
  { url, host }: Exclude<Aim, { refused: string }>,
  secrets: Secrets,
  signal: AbortSignal,
): HttpRequest {
  const given = Object.entries(headers)
    .filter(([name]) => !OURS.has(name.toLowerCase()))
    .map(([name, lines]): [string, string[]] => [
      name.toLowerCase(),
      lines.map((each) => reveal(each, secrets.take)),
    ]);
  const whole = new URL(reveal(decodeMarks(url.href), (name) => encodeURIComponent(secrets.take(name))));
  const { header } = host;
  return {
    url: whole,
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...authorization(calledParty(work).authentication, secrets),
      ...Object.fromEntries(given),
      ...(header === undefined
        ? {}
        : { [header.name]: `${header.prefix ?? ''}${secrets.take(header.secret)}` }),
      // Text of unknown length and characters does not go into a header; its digest does.
      ...(SAFE.test(method) ? {} : { 'idempotency-key': sha256(key).slice('sha256:'.length) }),
    },
    body: body === undefined ? undefined : reveal(body, inBody(body, secrets)),
    signal,
    isPrivate: host.private === true,
  };
}

/** A secret stays in its string of a JSON body, whatever characters it has. */
function inBody(body: string, secrets: Secrets): (name: string) => string {
  try {
    JSON.parse(body);
    return (name) => JSON.stringify(secrets.take(name)).slice(1, -1);
  } catch {
    return secrets.take;
  }
}

/** URL writes the marks of secrets as bytes. */
function decodeMarks(href: string): string {
  return href.replaceAll('%EE%80%80', '\uE000').replaceAll('%EE%80%81', '\uE001');
}

/** RFC 7617, RFC 6750. */
function authorization(login: Work['agent']['authentication'], secrets: Secrets): Record<string, string> {
  if (login?.secret === undefined) return {};
  const secret = secrets.take(login.secret);
  return login.type === 'http-basic' || login.type === 'user-auth'
    ? { authorization: `Basic ${Buffer.from(`${login.username ?? ''}:${secret}`).toString('base64')}` }
    : { authorization: `Bearer ${secret}` };
}

/** What an answer says of a request that may change something. */
export function didOf(
  sent: HttpSent,
  method: string | undefined,
  { isRetry }: Attempt,
  { outArgs }: Pick<Work, 'outArgs'>,
): Did {
  if ('notSent' in sent) return { status: 'failed', reason: sent.notSent };
  const { status, text } = sent;
  if (status >= 200 && status < 300)
    return { status: 'done', values: answerValues(outArgs, text), note: `It answered ${status}` };
  // What is gone the second time was taken away the first time.
  if (method === 'DELETE' && isRetry && (status === 404 || status === 410))
    return { status: 'done', note: `It answered ${status}: gone already` };
  const reason = `It answered ${status}: ${text.trim().slice(0, MAX_REASON)}`;
  // 500, 502, 504 come also after the work was done (RFC 9110 §15.6); 501, 503 and 505 do not.
  return { status: [500, 502, 504].includes(status) ? 'unknown' : 'failed', reason };
}
