// SPDX-License-Identifier: Apache-2.0
// An authenticator as WebAuthn Level 3 §6 describes one, whose every part can be made wrong.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { SITE } from './api.fixture.ts';

export interface Wrong {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly challenge?: string;
  readonly crossOrigin?: boolean;
  /** Bits of §6.1: 1 user present, 4 user verified. */
  readonly flags?: number;
  readonly counter?: number;
  readonly format?: string;
  readonly statement?: ReadonlyMap<string, string | number | Uint8Array>;
  readonly userHandle?: string;
  readonly id?: string;
  readonly key?: KeyObject;
}

export type Authenticator = ReturnType<typeof createAuthenticator>;

const PRESENT_AND_VERIFIED = 5;
const HAS_CREDENTIAL = 64;

export function createAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  let [handle, counter] = ['', 0];
  const clientData = (type: string, challenge: string, wrong: Wrong): string =>
    base64url(
      JSON.stringify({
        type: wrong.type ?? type,
        challenge: wrong.challenge ?? challenge,
        origin: wrong.origin ?? SITE,
        crossOrigin: wrong.crossOrigin ?? false,
      }),
    );
  const authData = (wrong: Wrong, flags: number, more = Buffer.alloc(0)): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(wrong.counter ?? counter);
    const relyingParty = sha256(wrong.rpId ?? new URL(SITE).hostname);
    return Buffer.concat([
      relyingParty,
      Buffer.of((wrong.flags ?? PRESENT_AND_VERIFIED) | flags),
      count,
      more,
    ]);
  };
  return {
    id: base64url(id),
    /** §6.3.2. @param options PublicKeyCredentialCreationOptionsJSON. */
    make: (options: object, wrong: Wrong = {}) => {
      const { challenge, user } = options as { challenge: string; user: { id: string } };
      handle ||= user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const attestation = new Map<string, unknown>([
        ['fmt', wrong.format ?? 'none'],
        ['attStmt', wrong.statement ?? new Map()],
        ['authData', new Uint8Array(authData(wrong, HAS_CREDENTIAL, credential))],
      ]);
      return {
        ...{ id: wrong.id ?? base64url(id), rawId: base64url(id), type: 'public-key' },
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, wrong),
          attestationObject: base64url(isoCBOR.encode(attestation as never)),
          transports: ['internal'],
        },
        clientExtensionResults: {},
      };
    },
    /** §6.3.3. @param options PublicKeyCredentialRequestOptionsJSON. */
    show: (options: object, wrong: Wrong = {}) => {
      counter++;
      const { challenge } = options as { challenge: string };
      const clientDataJSON = clientData('webauthn.get', challenge, wrong);
      const data = authData(wrong, 0);
      const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
      return {
        ...{ id: wrong.id ?? base64url(id), rawId: base64url(id), type: 'public-key' },
        response: {
          clientDataJSON,
          authenticatorData: base64url(data),
          signature: base64url(sign('sha256', signed, wrong.key ?? privateKey)),
          userHandle: wrong.userHandle ?? handle,
        },
        clientExtensionResults: {},
      };
    },
  };
}

/** COSE_Key of ES256 (RFC 9053 §7.1.1). */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const parts = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
  ]);
  return Buffer.from(isoCBOR.encode(parts as never));
}

function base64url(bytes: Uint8Array | string): string {
  return Buffer.from(bytes as Uint8Array).toString('base64url');
}

function sha256(bytes: Uint8Array | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}
