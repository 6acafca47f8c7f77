// SPDX-License-Identifier: Apache-2.0
// Who may send over HTTP, and the refusal to be open to strangers.
import { resolve } from 'node:path';
import type { Pack } from '../../model/index.ts';
import type { HttpSource } from '../../platform/index.ts';
import { isWebhook, senderOf } from '../ingest/desks.ts';
import { readSecret } from './secret.ts';
import { isLoopback, type Source, type SourceOf } from './sources.ts';

export interface Exposure {
  readonly host: string;
  readonly behindProxy: boolean;
  readonly tls?: object;
  readonly sources: readonly Source[];
  /** Where relative paths begin. */
  readonly data: string;
  readonly pack: Pack;
  /** Tokens that the server gave out for sources. */
  readonly issued: Issued;
}

export interface Issued {
  /** There is a token for this source. */
  has(source: string): boolean;
  /** This is a token for this source. */
  shows(source: string, token: string): boolean;
}

const FORM = 'application/x-www-form-urlencoded';

/** The source of events that are sent without the name of one. */
export const DEFAULT_SOURCE = 'http';

/** @throws Error when somebody else than this machine could send without a secret, or in the clear. */
export function httpSources({
  host,
  behindProxy,
  tls,
  sources,
  data,
  pack,
  issued,
}: Exposure): readonly HttpSource[] {
  const isOpen = !isLoopback(host) || behindProxy;
  if (!isLoopback(host) && !behindProxy && tls === undefined)
    throw new Error(
      `Cannot listen on ${host} in the clear: expected --cert and --key, or --behind-proxy when a proxy in front speaks TLS, or a loopback address`,
    );
  const hooks = sources.filter(isWebhook).map((source): HttpSource => {
    const { body } = senderOf(pack, source);
    return { name: source.name, contentTypes: [body === 'form' ? FORM : 'application/json'] };
  });
  const stated = sources.filter((source): source is SourceOf<'http'> => source.kind === 'http');
  const http = stated.map((source): HttpSource => {
    const file = source['token-file'];
    const token = file === undefined ? {} : { token: readSecret(resolve(data, file)) };
    return { ...withIssued(source.name, issued), ...token };
  });
  if (!isOpen && !stated.some(({ name }) => name === DEFAULT_SOURCE))
    return [...hooks, ...http, withIssued(DEFAULT_SOURCE, issued)];
  const bare = http.filter(({ name, token }) => token === undefined && !issued.has(name));
  if (isOpen && bare.length > 0)
    throw new Error(
      `Cannot open ${bare.map(({ name }) => `\`${name}\``).join(', ')} to others without a token: give each \`token-file\``,
    );
  return [...hooks, ...http];
}

function withIssued(name: string, issued: Issued): HttpSource {
  return { name, issued: { has: () => issued.has(name), shows: (token) => issued.shows(name, token) } };
}
