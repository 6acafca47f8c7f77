// SPDX-License-Identifier: Apache-2.0
// Badges signed with a key of the data folder that is for nothing else (RFC 8037: EdDSA with Ed25519).
import { createHash, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { badgeFaults, badgeOf, type Campaign, type Member } from '../../awareness/index.ts';
import { generateKey } from '../../evidence/index.ts';
import type { Pack } from '../../model/index.ts';
import { HttpRefusal, writeWhole } from '../../platform/index.ts';
import { wordsOf } from './bank.ts';

const KEY_FILE = 'badge.key';

export interface PublicKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
}

export interface Badges {
  /** Public, as a JWK (RFC 8037 §2). */
  readonly key: () => PublicKey;
  /** A VC-JWT (Open Badges 3.0 §8.2). @throws HttpRefusal 409 while a test is to be done. */
  readonly give: (
    campaign: Campaign,
    member: Member,
    issuer: { id: string; name: string },
  ) => Promise<string>;
}

/** @param folder where the key is; made, and the key in it, when there is none. */
export function openBadges(folder: string, pack: Pack): Badges {
  const file = join(folder, KEY_FILE);
  const pem = (): string => {
    if (!existsSync(file)) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeWhole(file, generateKey(), true);
    }
    return readFileSync(file, 'utf8');
  };
  const publicKey = (): PublicKey => {
    const { x } = createPublicKey(pem()).export({ format: 'jwk' });
    return { kty: 'OKP', crv: 'Ed25519', x: x as string };
  };
  return {
    key: publicKey,
    give: async (campaign, member, issuer) => {
      const say = wordsOf(pack, member.language);
      const claims = badgeOf(campaign, member, {
        issuer,
        sha256: (text) => createHash('sha256').update(text).digest('hex'),
        salt: randomBytes(16).toString('hex'),
        texts: {
          name: say('badge-name', campaign.plan.title),
          description: say('badge-text', campaign.plan.days.length),
          criteria: say('badge-criteria', campaign.plan.days.length, campaign.plan.items),
        },
      });
      if (claims === undefined) throw new HttpRefusal(409, 'A badge is given when all tests are done');
      const { CompactSign } = await import('jose');
      return new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', jwk: publicKey() })
        .sign(createPrivateKey(pem()));
    },
  };
}

export interface BadgeCheck {
  readonly faults: readonly string[];
  readonly key?: string;
  readonly claims?: unknown;
}

/** @param trusted `x` of the key that must have signed it; undefined: any, which shows only that nobody changed it. */
export async function checkBadge(jwt: string, trusted: string | undefined, now: number): Promise<BadgeCheck> {
  const { compactVerify, importJWK } = await import('jose');
  try {
    let key = '';
    const { payload } = await compactVerify(
      jwt.trim(),
      ({ jwk }) => {
        key = jwk?.x ?? '';
        if (jwk?.crv !== 'Ed25519') throw new Error('its header has no public Ed25519 key');
        return importJWK({ kty: 'OKP', crv: 'Ed25519', x: key }, 'EdDSA');
      },
      { algorithms: ['EdDSA'] },
    );
    const claims = JSON.parse(new TextDecoder().decode(payload)) as unknown;
    const foreign = trusted !== undefined && trusted !== key ? ['It was signed with another key'] : [];
    return { faults: [...foreign, ...badgeFaults(claims, now)], key, claims };
  } catch (error) {
    return {
      faults: [`The signature does not hold: ${error instanceof Error ? error.message : String(error)}`],
    };
  }
}
