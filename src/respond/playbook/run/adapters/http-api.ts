// SPDX-License-Identifier: Apache-2.0
// Commands of the types http-api and openc2-http (CACAO 2.0 §5.4, §5.7), to hosts that the operator names and to no others.
import { sha256 } from '../../../../core/digest.ts';
import { certaintyOf } from '../../certainty.ts';
import type { Adapter, Attempt, Did, Planned, Resolved, Work } from '../adapter.ts';
import type { HttpHost } from '../operator.ts';
import type { Secrets } from '../ports.ts';
import { reveal } from '../resolve.ts';
import { answerValues } from './answer-values.ts';
import { personAdapter } from './person.ts';

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

/** Nothing has gone out: no address, no connection, an address that is not allowed. */
export class NotSent extends Error {}

/** Never follows a redirection. @throws NotSent; any other Error when it may have arrived. */
export type HttpCall = (request: HttpRequest) => Promise<HttpAnswer>;

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

type Aim = { readonly url: URL; readonly host: HttpHost } | { readonly refused: string };

export function httpAdapter(hosts: readonly HttpHost[], secrets: Secrets, send: HttpCall): Adapter {
  const ask = async (
    key: string,
    work: Work,
    command: Resolved,
    { signal }: Attempt,
  ): Promise<HttpAnswer> => {
    const aim = aimOf(hosts, work, command);
    if ('refused' in aim) throw new NotSent(aim.refused);
    return send(built(() => requestOf(key, work, command, aim, secrets, signal)));
  };
  return {
    takes: (type) => type === 'http-api' || type === 'openc2-http',
    plan: (work) => planned(hosts, work),
    do: async (key, work, attempt) => {
      const aim = aimOf(hosts, work, work.command);
      if ('refused' in aim) return { status: 'parked', reason: aim.refused };
      return didOf(await answered(() => ask(key, work, work.command, attempt)), work.command, attempt, work);
    },
    probe: async (key, work, attempt) => {
      if (work.probe === undefined) return { seen: 'unknown', reason: 'The step has no probe' };
      const answer = await answered(() => ask(`${key}/probe`, work, work.probe as Resolved, attempt));
      if ('notSent' in answer) return { seen: 'unknown', reason: answer.notSent };
      if (answer.status >= 200 && answer.status < 300)
        return { seen: 'done', values: answerValues(work.outArgs, answer.text) };
      return answer.status === 404 || answer.status === 410
        ? { seen: 'absent' }
        : { seen: 'unknown', reason: `It answered ${answer.status}` };
    },
    undo: async (key, work, attempt) => {
      const { undo } = work;
      if (undo === undefined) return personAdapter.undo(key, work, attempt);
      return didOf(await answered(() => ask(`${key}/undo`, work, undo, attempt)), undo, attempt, work);
    },
  };
}

/** A secret that cannot be read keeps the request here. */
function built(build: () => HttpRequest): HttpRequest {
  try {
    return build();
  } catch (error) {
    throw new NotSent(error instanceof Error ? error.message : String(error));
  }
}

function planned(hosts: readonly HttpHost[], work: Work): Planned {
  const { command, probe, undo } = work;
  const aim = aimOf(hosts, work, command);
  if ('refused' in aim) return { text: aim.refused, certainty: 'idempotent' };
  // A host that honours the key does a thing once, whatever the method.
  const hasKey = aim.host['idempotency-key'] === true;
  const certainty = (each: Resolved, canProbe: boolean) =>
    hasKey ? 'idempotent' : certaintyOf(each.type, each.request?.method ?? '', canProbe);
  return {
    text: `${command.request?.method} ${aim.url.href}`,
    certainty: certainty(command, probe !== undefined),
    ...(undo === undefined ? {} : { undo: certainty(undo, false) === 'blind' ? 'blind' : 'idempotent' }),
  };
}

/** The address that a target states, and the line of the operator that allows it. */
function aimOf(hosts: readonly HttpHost[], { targets, agent }: Work, { request }: Resolved): Aim {
  const party = targets[0] ?? agent;
  const base = baseOf(party);
  if (base === undefined || request === undefined)
    return {
      refused: `${party.name} states no address that can be called: expected a url, dname, ipv4 or ipv6`,
    };
  const url = new URL(base.pathname.replace(/\/$/, '') + request.path, base.origin);
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

function requestOf(
  key: string,
  { targets, agent }: Work,
  { request }: Resolved,
  { url, host }: Exclude<Aim, { refused: string }>,
  secrets: Secrets,
  signal: AbortSignal,
): HttpRequest {
  const { method, headers, body } = request as NonNullable<Resolved['request']>;
  const open = (text: string) => reveal(text, secrets.take);
  const given = Object.entries(headers)
    .filter(([name]) => !OURS.has(name.toLowerCase()))
    .map(([name, lines]): [string, string[]] => [name.toLowerCase(), lines.map(open)]);
  const whole = new URL(reveal(decodeMarks(url.href), (name) => encodeURIComponent(secrets.take(name))));
  return {
    url: whole,
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...authorization((targets[0] ?? agent).authentication, secrets),
      ...Object.fromEntries(given),
      // Text of unknown length and characters does not go into a header; its digest does.
      ...(SAFE.test(method) ? {} : { 'idempotency-key': sha256(key).slice('sha256:'.length) }),
    },
    body: body === undefined ? undefined : open(body),
    signal,
    isPrivate: host.private === true,
  };
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

async function answered(ask: () => Promise<HttpAnswer>): Promise<HttpAnswer | { readonly notSent: string }> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotSent) return { notSent: error.message };
    throw error;
  }
}

function didOf(
  answer: HttpAnswer | { readonly notSent: string },
  { request }: Resolved,
  { isRetry }: Attempt,
  { outArgs }: Work,
): Did {
  if ('notSent' in answer) return { status: 'failed', reason: answer.notSent };
  const { status, text } = answer;
  if (status >= 200 && status < 300)
    return { status: 'done', values: answerValues(outArgs, text), note: `It answered ${status}` };
  // What is gone the second time was taken away the first time.
  if (request?.method === 'DELETE' && isRetry && (status === 404 || status === 410))
    return { status: 'done', note: `It answered ${status}: gone already` };
  const reason = `It answered ${status}: ${text.trim().slice(0, MAX_REASON)}`;
  // 500, 502, 504 come also after the work was done (RFC 9110 §15.6); 501, 503 and 505 do not.
  return { status: [500, 502, 504].includes(status) ? 'unknown' : 'failed', reason };
}
