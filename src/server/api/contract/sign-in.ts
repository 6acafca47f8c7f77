// SPDX-License-Identifier: Apache-2.0
// Ways to sign in beside a password: passkeys, and an OpenID provider.
import { z } from 'zod';
import { Me } from './access.ts';
import { Instant } from './parts.ts';
import type { Route } from './route.ts';

const MAX_BYTES = 64 * 1024;
const Base64Url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/, 'base64url (RFC 4648 §5) without padding');
const CredentialId = Base64Url(1400).describe('Of the credential, chosen by the authenticator');

const Passkey = z
  .strictObject({
    id: CredentialId,
    name: z.string(),
    createdAt: Instant,
    usedAt: Instant.exactOptional(),
  })
  .describe('A passkey of who asks.');

const Options = z
  .looseObject({ challenge: z.string() })
  .describe(
    'For the browser, as WebAuthn Level 3 §5.1 has it in JSON; its challenge is good for five minutes',
  );

const Made = z
  .looseObject({
    id: CredentialId,
    response: z.looseObject({ clientDataJSON: Base64Url(8192), attestationObject: Base64Url(32_768) }),
  })
  .describe('RegistrationResponseJSON (WebAuthn Level 3 §5.1.8.1)');
const Shown = z
  .looseObject({
    id: CredentialId,
    response: z.looseObject({
      clientDataJSON: Base64Url(8192),
      authenticatorData: Base64Url(8192),
      signature: Base64Url(8192),
      userHandle: Base64Url(128),
    }),
  })
  .describe('AuthenticationResponseJSON (WebAuthn Level 3 §5.1.8.2)');

const NO_ADDRESS = { 409: 'The server knows no public address' };
const TOO_MANY = { 429: 'Too many attempts' };
const STALE = { 403: 'Who asks did not sign in within the last ten minutes, or is no person' };
const NO_PROVIDER = {
  404: 'Nobody signs in by an OpenID provider here',
  503: 'The provider does not answer',
};

const passkeyRoutes = {
  passkeyChallenge: {
    method: 'POST',
    path: '/v1/session/passkey/options',
    summary: 'A challenge for a passkey that signs somebody in',
    access: 'read',
    answer: Options,
    refusals: { ...NO_ADDRESS, ...TOO_MANY },
  },
  passkeySignIn: {
    method: 'POST',
    path: '/v1/session/passkey',
    summary: 'Signs in with a passkey; the answer sets a cookie',
    access: 'write',
    maxBytes: MAX_BYTES,
    body: z.strictObject({ passkey: Shown }),
    answer: Me,
    refusals: { 401: 'The passkey is not accepted', ...NO_ADDRESS, ...TOO_MANY },
  },
  passkeys: {
    method: 'GET',
    path: '/v1/me/passkeys',
    summary: 'Passkeys of who asks',
    access: 'read',
    answer: z.strictObject({ passkeys: z.array(Passkey) }),
    refusals: { 403: 'Who asks is no person' },
  },
  newPasskey: {
    method: 'POST',
    path: '/v1/me/passkeys/options',
    summary:
      'What the browser needs to make a passkey for who asks, who signed in within the last ten minutes',
    access: 'read',
    answer: Options,
    refusals: { ...STALE, ...NO_ADDRESS, ...TOO_MANY },
  },
  addPasskey: {
    method: 'POST',
    path: '/v1/me/passkeys',
    summary: 'Keeps a passkey that the browser made',
    access: 'write',
    maxBytes: MAX_BYTES,
    body: z.strictObject({ name: z.string().trim().min(1).max(100), passkey: Made }),
    answer: Passkey,
    refusals: {
      ...STALE,
      409: 'It is here already, or there are too many',
      422: 'It is not accepted',
      ...TOO_MANY,
    },
  },
  removePasskey: {
    method: 'DELETE',
    path: '/v1/me/passkeys/{id}',
    summary: 'Takes a passkey of who asks away',
    access: 'write',
    params: z.strictObject({ id: CredentialId }),
    answer: z.strictObject({}),
    refusals: { ...STALE, 404: 'Who asks has no such passkey' },
  },
} as const satisfies Record<string, Route>;

const oidcRoutes = {
  beginOidc: {
    method: 'POST',
    path: '/v1/session/oidc',
    summary:
      'Where the browser goes to sign in by the OpenID provider; the answer sets a cookie for the way back',
    access: 'read',
    body: z.strictObject({ again: z.boolean().describe('Prove anew who you are, although signed in there') }),
    answer: z.strictObject({ at: z.url() }),
    refusals: { ...NO_PROVIDER, ...NO_ADDRESS, ...TOO_MANY },
  },
  finishOidc: {
    method: 'POST',
    path: '/v1/session/oidc/answer',
    summary: 'Signs in with what the OpenID provider sent the browser back with',
    access: 'write',
    maxBytes: MAX_BYTES,
    body: z.strictObject({
      answer: z.string().min(1).max(16_384).describe('The query of the address, as it is'),
    }),
    answer: Me,
    refusals: {
      ...NO_PROVIDER,
      401: 'The answer is not accepted',
      403: 'It was not begun in this browser, or no role is given',
      ...TOO_MANY,
    },
  },
} as const satisfies Record<string, Route>;

export const signInRoutes = { ...passkeyRoutes, ...oidcRoutes } as const;
