// SPDX-License-Identifier: Apache-2.0
// Sign-in by an OpenID provider: authorization code flow (OpenID Connect Core 1.0 §3.1) with PKCE (RFC 7636), state, nonce
// and `iss` (RFC 9207). What was begun in one browser ends in the same one, once, within ten minutes.
import type { Configuration } from 'openid-client';
import { HttpRefusal } from '../../../platform/index.ts';
import { createPending } from '../pending.ts';
import { digestOf, newSecret } from '../secret.ts';
import { type Site, siteOf } from '../site.ts';
import { type Arrival, arrivalOf } from './arrival.ts';
import { isUnreached, type OidcOptions, oidcLibrary, openIssuer, reasonOf, unavailable } from './issuer.ts';

export interface Oidc {
  /**
   * @param again They shall prove anew who they are.
   * @returns where the browser goes, and what it keeps as a cookie until it comes back.
   * @throws HttpRefusal 503 when the provider does not answer, 409 without a public address.
   */
  begin(again: boolean): Promise<{ readonly at: string; readonly secret: string }>;
  /**
   * @param secret Of the cookie.
   * @param answer The query that the browser came back with (RFC 6749 §4.1.2).
   * @throws HttpRefusal 401, 403, 503.
   */
  finish(secret: string | undefined, answer: string): Promise<Arrival>;
  /** Where the browser goes to end the session there too (OpenID Connect RP-Initiated Logout 1.0); undefined: nowhere. */
  leave(): Promise<string | undefined>;
}

interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly again: boolean;
}

const FLOW_MS = 10 * 60_000;
/** Page of the console to which the provider sends the browser back. */
const COME_BACK = '/sign-in/oidc';
/** Seconds since somebody proved who they are, where they shall do it anew. */
const AGAIN_S = 300;

export function openOidc(options: OidcOptions, now: () => number, site: Site): Oidc {
  const issuer = openIssuer(options, now);
  const flows = createPending<Flow>({ forMs: FLOW_MS, now });
  const comeBack = (): string => new URL(COME_BACK, siteOf(site)).href;
  return {
    begin: async (again) => {
      const provider = await issuer();
      const library = await oidcLibrary();
      const [state, nonce] = [library.randomState(), library.randomNonce()];
      const flow = { state, nonce, verifier: library.randomPKCECodeVerifier(), again };
      const secret = newSecret();
      const at = library.buildAuthorizationUrl(provider, {
        redirect_uri: comeBack(),
        scope: [...new Set(['openid', 'profile', 'email', ...options.scopes])].join(' '),
        state,
        nonce,
        code_challenge: await library.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        ...(again ? { prompt: 'login', max_age: String(AGAIN_S) } : {}),
      });
      flows.put(digestOf(secret), flow);
      return { at: at.href, secret };
    },
    finish: async (secret, answer) => {
      const flow = secret === undefined ? undefined : flows.take(digestOf(secret));
      if (flow === undefined)
        throw new HttpRefusal(
          403,
          'This sign-in was not begun in this browser, or too long ago: begin again',
        );
      const url = new URL(comeBack());
      url.search = answer;
      return arrivalOf(await claimsOf(await issuer(), url, flow, options), options);
    },
    leave: async () => {
      const provider = await issuer().catch(() => undefined);
      if (provider?.serverMetadata().end_session_endpoint === undefined) return undefined;
      const { buildEndSessionUrl } = await oidcLibrary();
      return buildEndSessionUrl(provider, { post_logout_redirect_uri: siteOf(site).href }).href;
    },
  };
}

/** Changes the code for an ID token and checks all of it (§3.1.3). @throws HttpRefusal 401, 503. */
async function claimsOf(provider: Configuration, url: URL, flow: Flow, options: OidcOptions) {
  const { state, nonce, verifier, again } = flow;
  const { AuthorizationResponseError, authorizationCodeGrant } = await oidcLibrary();
  const tokens = await authorizationCodeGrant(provider, url, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    ...(again ? { maxAge: AGAIN_S } : {}),
  }).catch((error: unknown) => {
    if (isUnreached(error)) throw unavailable(options, error);
    const why = error instanceof AuthorizationResponseError ? error.error : reasonOf(error);
    throw new HttpRefusal(401, `The answer of the sign-in service is not accepted: ${why}`);
  });
  return tokens.claims() ?? {};
}
