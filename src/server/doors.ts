// SPDX-License-Identifier: Apache-2.0
// By which ways people come in: the address, the OpenID provider, the first link.
import { resolve } from 'node:path';
import type { AccessOptions } from './access/access.ts';
import type { OpenAccess } from './access/open.ts';
import type { Gate } from './api/gate.ts';
import type { AccessSettings } from './config/access-file.ts';
import type { Issued } from './config/http-sources.ts';
import { readSecret } from './config/secret.ts';
import { isLoopback } from './config/sources.ts';

export interface DoorOptions {
  readonly data: string;
  readonly host: string;
  readonly behindProxy: boolean;
  readonly tls?: object;
  readonly access?: AccessSettings;
  readonly readerToken?: string;
}

export interface Doors extends Pick<AccessOptions, 'readerToken' | 'site' | 'oidc'> {
  /** Told where the server listens, once it does. */
  opened(url: string): void;
}

/** @throws Error when the secret for the provider cannot be read. */
export function doorsOf({ data, host, behindProxy, tls, access = {}, readerToken }: DoorOptions): Doors {
  let port = '';
  const { oidc } = access;
  const file = oidc?.['client-secret-file'];
  const stated = access.public === undefined ? undefined : new URL(access.public).origin;
  // A server for this machine alone has the name that every machine gives itself.
  const own =
    isLoopback(host) && !behindProxy ? `${tls === undefined ? 'http' : 'https'}://localhost` : undefined;
  return {
    readerToken,
    site: () => stated ?? (own === undefined || port === '' ? undefined : `${own}:${port}`),
    oidc:
      oidc === undefined
        ? undefined
        : { ...oidc, secret: file === undefined ? undefined : readSecret(resolve(data, file)) },
    opened: (url) => {
      port = new URL(url).port;
    },
  };
}

/** By this link the first owner sets a password. A fragment is not sent to the server, so no log has it. */
export function setupOf(
  newOwner: boolean,
  { access: { people, site } }: OpenAccess,
  url: string,
): { readonly setup?: { readonly url: string; readonly expiresAt: number } } {
  if (!people.isNew() && !newOwner) return {};
  const { secret, expiresAt } = people.setupLink();
  return { setup: { url: `${site() ?? url}/setup#${secret}`, expiresAt } };
}

/** Tokens that the server gave out for sources. */
export function issuedBy({ access: { tokens } }: OpenAccess): Issued {
  return {
    has: tokens.hasSource,
    shows: (source, shown) => {
      const grant = tokens.find(shown)?.grant;
      return grant?.for === 'source' && grant.source === source;
    },
  };
}

/** Who may pass. */
export function gateOf(
  { behindProxy, tls }: Pick<DoorOptions, 'behindProxy' | 'tls'>,
  { access }: OpenAccess,
): Gate {
  return { access, behindProxy, secure: behindProxy || tls !== undefined };
}
