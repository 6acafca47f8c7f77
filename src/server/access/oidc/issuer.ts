// SPDX-License-Identifier: Apache-2.0
// The OpenID provider that the operator names: what it says of itself, and calls to it by the one client that goes out.
import type { ClientAuth, Configuration, FetchBody } from 'openid-client';
import { callHttp, HttpRefusal } from '../../../platform/index.ts';
import type { OidcSettings } from '../../config/access-file.ts';

export interface OidcOptions extends OidcSettings {
  /** Undefined: a public client. */
  readonly secret: string | undefined;
}

const TIMEOUT_S = 10;
const MAX_BYTES = 1024 * 1024;
/** What a provider says of itself is asked again after so long. */
const KNOWN_MS = 3_600_000;
/** Seconds that clocks may differ. */
const TOLERANCE_S = 30;

/** Loaded when somebody signs in by a provider: most servers have none. */
export function oidcLibrary(): Promise<typeof import('openid-client')> {
  return import('openid-client');
}

/** What never went out, or nobody answered. */
class Unreached extends Error {}

/** Asks the provider what it is (OpenID Connect Discovery 1.0 §4) when it is first needed. @throws HttpRefusal 503. */
export function openIssuer(options: OidcOptions, now: () => number): () => Promise<Configuration> {
  let known: { readonly found: Promise<Configuration>; readonly at: number } | undefined;
  return () => {
    if (known !== undefined && now() - known.at < KNOWN_MS) return known.found;
    const found = discover(options).catch((error: unknown) => {
      known = undefined;
      throw unavailable(options, error);
    });
    known = { found, at: now() };
    return found;
  };
}

/** The sentence for people when the provider does not answer, or not as one. */
export function unavailable({ issuer }: OidcOptions, error: unknown): HttpRefusal {
  const why = reasonOf(error);
  return new HttpRefusal(503, `The sign-in service ${issuer} cannot be used at the moment: ${why}`, 10_000);
}

/** True for what came of the way to the provider and not of what it answered. */
export function isUnreached(error: unknown): boolean {
  return error instanceof Unreached || (error instanceof Error && isUnreachedCause(error.cause));
}

function isUnreachedCause(cause: unknown): boolean {
  return cause !== undefined && isUnreached(cause);
}

/** The innermost reason says most. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}

async function discover(options: OidcOptions): Promise<Configuration> {
  const library = await oidcLibrary();
  const { allowInsecureRequests, clockTolerance, customFetch, discovery, enableNonRepudiationChecks } =
    library;
  const issuer = new URL(options.issuer);
  const found = await discovery(
    issuer,
    options['client-id'],
    { [clockTolerance]: TOLERANCE_S },
    clientAuth(options.secret, library),
    {
      timeout: TIMEOUT_S,
      [customFetch]: senderTo(issuer, options.private === true),
      ...(issuer.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
    },
  );
  // The signature of the ID token is checked too, although it comes straight from the provider.
  enableNonRepudiationChecks(found);
  return found;
}

/** As the provider takes it (RFC 6749 §2.3.1). */
function clientAuth(
  secret: string | undefined,
  { ClientSecretBasic, ClientSecretPost, None }: Awaited<ReturnType<typeof oidcLibrary>>,
): ClientAuth {
  if (secret === undefined) return None();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const takes = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (takes.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: FetchBody;
  readonly signal?: AbortSignal;
}

/** An address inside is open at the issuer itself alone: what a provider says of itself leads nowhere else in there. */
function senderTo(issuer: URL, isPrivate: boolean) {
  return async (address: string, { method, headers, body, signal }: Sent): Promise<Response> => {
    const url = new URL(address);
    if (url.protocol !== 'https:' && url.origin !== issuer.origin)
      throw new Unreached(`${url.origin} is not encrypted`);
    const {
      status,
      text,
      headers: answered,
    } = await callHttp(
      {
        ...{ url, method, headers, maxBytes: MAX_BYTES },
        body: body === undefined || body === null ? undefined : String(body),
        signal: signal ?? AbortSignal.timeout(TIMEOUT_S * 1000),
        isPrivate: isPrivate && url.origin === issuer.origin,
      },
      (reason) => new Unreached(reason),
    ).catch((error: unknown) => {
      throw new Unreached(reasonOf(error), { cause: error });
    });
    return new Response(text === '' ? null : text, {
      status,
      headers: { 'content-type': answered['content-type'] ?? '' },
    });
  };
}
