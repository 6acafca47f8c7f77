// SPDX-License-Identifier: Apache-2.0
// Passkeys (WebAuthn Level 3 §7): a person adds one while signed in, and signs in with it alone. A challenge is ours, used
// once, and good for five minutes; origin and RP ID are those of the public address.
import type { VerifiedRegistrationResponse } from '@simplewebauthn/server';
import { HttpRefusal, type ItemStore } from '../../../platform/index.ts';
import { createPending, type Pending } from '../pending.ts';
import type { Person } from '../people.ts';
import { type Site, siteOf } from '../site.ts';
import { challengeIn } from './client-data.ts';
import { openPasskeyShelf, type Passkey, type PasskeyShelf } from './shelf.ts';

/** RegistrationResponseJSON and AuthenticationResponseJSON (WebAuthn Level 3 §5.1.8), as far as they are used. */
export interface MadePasskey {
  readonly id: string;
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}
export interface ShownPasskey {
  readonly id: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle: string;
  };
}

export interface Passkeys extends Pick<PasskeyShelf, 'of' | 'remove' | 'removeAllOf'> {
  /** PublicKeyCredentialCreationOptionsJSON for the browser. @throws HttpRefusal 409 without a public address. */
  beginAdding(person: Person, session: string): Promise<{ readonly challenge: string }>;
  /** @throws HttpRefusal 403 for a challenge that is none of this session, 409, 422. */
  add(person: Person, session: string, name: string, made: MadePasskey): Promise<Passkey>;
  /** PublicKeyCredentialRequestOptionsJSON for the browser. @throws HttpRefusal 409 without a public address. */
  beginSignIn(): Promise<{ readonly challenge: string }>;
  /** Id of the person whose passkey it is. @throws HttpRefusal 401, 409. */
  signIn(shown: ShownPasskey): Promise<string>;
}

export const CHALLENGE_MS = 5 * 60_000;

/** EdDSA, ES256 and RS256 (RFC 9053 §2, RFC 8812 §2). */
const ALGORITHMS = [-8, -7, -257];

interface Begun {
  /** Absent: somebody signs in, and who is not known yet. */
  readonly adding?: { readonly person: string; readonly session: string };
}

export function openPasskeys(store: ItemStore, now: () => number, site: Site): Passkeys {
  const shelf = openPasskeyShelf(store);
  const begun = createPending<Begun>({ forMs: CHALLENGE_MS, now });
  const { of, remove, removeAllOf } = shelf;
  return {
    of,
    remove,
    removeAllOf,
    beginAdding: async (person, session) => {
      const options = await creationOptions(siteOf(site), person, of(person.id));
      begun.put(options.challenge, { adding: { person: person.id, session } });
      return options;
    },
    add: async (person, session, name, made) => {
      const challenge = taken(
        begun,
        made,
        (value) => value.adding?.person === person.id && value.adding.session === session,
      );
      if (challenge === undefined)
        throw new HttpRefusal(403, 'This passkey was not asked for here, or too long ago: begin again');
      const { id, publicKey, counter } = await registered(siteOf(site), challenge, made);
      const key = Buffer.from(publicKey).toString('base64url');
      return shelf.add({ id, person: person.id, name, publicKey: key, counter, createdAt: now() });
    },
    beginSignIn: async () => {
      const { generateAuthenticationOptions } = await library();
      const options = await generateAuthenticationOptions({
        rpID: siteOf(site).hostname,
        userVerification: 'required',
        timeout: CHALLENGE_MS,
      });
      begun.put(options.challenge, {});
      return options;
    },
    signIn: async (shown) => {
      const challenge = taken(begun, shown, ({ adding }) => adding === undefined);
      const passkey = shelf.get(shown.id);
      // A passkey says whose it is; both must say the same.
      if (
        challenge === undefined ||
        passkey === undefined ||
        shown.response.userHandle !== handleOf(passkey.person)
      )
        throw new HttpRefusal(401, NOT_ACCEPTED);
      const counter = await asserted(siteOf(site), challenge, shown, passkey);
      shelf.used(passkey.id, counter, now());
      return passkey.person;
    },
  };
}

/** One sentence for all reasons: who tries learns nothing. */
const NOT_ACCEPTED = 'This passkey is not accepted';

/** The challenge of an answer, which is used up whether the answer is right or not. */
function taken(
  begun: Pending<Begun>,
  { response }: MadePasskey | ShownPasskey,
  isRight: (value: Begun) => boolean,
): string | undefined {
  const challenge = challengeIn(response.clientDataJSON);
  const value = challenge === undefined ? undefined : begun.take(challenge);
  return value !== undefined && isRight(value) ? challenge : undefined;
}

/** The id of a person is random and no name, as WebAuthn Level 3 §14.6.1 asks of a user handle. */
function handleOf(person: string): string {
  return Buffer.from(person).toString('base64url');
}

/** Loaded with the first passkey: a certificate library comes with it, which nobody needs who has none. */
function library(): Promise<typeof import('@simplewebauthn/server')> {
  return import('@simplewebauthn/server');
}

async function creationOptions(site: URL, person: Person, known: readonly Passkey[]) {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: 'ENSURESEC',
    rpID: site.hostname,
    userName: person.name,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.id)),
    timeout: CHALLENGE_MS,
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

type Credential = NonNullable<VerifiedRegistrationResponse['registrationInfo']>['credential'];

/** WebAuthn Level 3 §7.1. @throws HttpRefusal 422 with what is wrong. */
async function registered(site: URL, challenge: string, { id, response }: MadePasskey): Promise<Credential> {
  const { verifyRegistrationResponse } = await library();
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  try {
    // Other statements bring certificates with addresses that the library would call; nobody needs them here.
    const format = decodeAttestationObject(
      new Uint8Array(Buffer.from(response.attestationObject, 'base64url')),
    );
    if (format.get('fmt') !== 'none') throw new Error('it has an attestation that was not asked for');
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId: id, type: 'public-key', response: { ...response }, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.hostname,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (registrationInfo === undefined) throw new Error('it is not proved');
    if (registrationInfo.credential.id !== id) throw new Error('it has two ids');
    return registrationInfo.credential;
  } catch (error) {
    throw new HttpRefusal(
      422,
      `This passkey is not accepted: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** WebAuthn Level 3 §7.2. @returns the counter. @throws HttpRefusal 401. */
async function asserted(
  site: URL,
  challenge: string,
  shown: ShownPasskey,
  passkey: Passkey,
): Promise<number> {
  const { id, response } = shown;
  const { verifyAuthenticationResponse } = await library();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { id, rawId: id, type: 'public-key', response: { ...response }, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.hostname,
    credential: {
      id: passkey.id,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
    },
    requireUserVerification: true,
  }).catch(() => {
    throw new HttpRefusal(401, NOT_ACCEPTED);
  });
  if (!verified) throw new HttpRefusal(401, NOT_ACCEPTED);
  return authenticationInfo.newCounter;
}
