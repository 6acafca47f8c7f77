// SPDX-License-Identifier: Apache-2.0
// What the browser does about passkeys. Loaded when somebody uses one.
import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { Answer, Body } from '../../../src/server/api/contract/index.ts';

type Options<F extends (options: { optionsJSON: never }) => unknown> = Parameters<F>[0]['optionsJSON'];

/** @throws Error of the browser when it was cancelled, or the device has one already. */
export async function makePasskey(options: Answer<'newPasskey'>): Promise<Body<'addPasskey'>['passkey']> {
  // The server speaks the JSON of WebAuthn Level 3; the contract does not repeat all of it.
  const optionsJSON = options as unknown as Options<typeof startRegistration>;
  const { id, response } = await startRegistration({ optionsJSON });
  return { id, response: { ...response } };
}

/** @throws Error of the browser when it was cancelled, or there is none for this address. */
export async function showPasskey(
  options: Answer<'passkeyChallenge'>,
): Promise<Body<'passkeySignIn'>['passkey']> {
  const optionsJSON = options as unknown as Options<typeof startAuthentication>;
  const { id, response } = await startAuthentication({ optionsJSON });
  return { id, response: { ...response, userHandle: response.userHandle ?? '' } };
}
