// SPDX-License-Identifier: Apache-2.0
// An Open Badges 3.0 credential (1EdTech Open Badges 3.0, §B.1) as the claims of a VC-JWT (§8.2). Who signs it is asked elsewhere.
import { z } from 'zod';
import { uuid5 } from '../../core/uuid5.ts';
import type { Campaign, Member } from './campaign.ts';
import { isFinished } from './round.ts';
import { timesOfWave } from './schedule.ts';

const CONTEXT = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
];

const OB_CONTEXT = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(?:-3\.\d\.\d)*\.json$/;

/** Kinds of identifiers (IdentifierTypeEnum of the JSON Schema); others begin with `ext:`. */
const IDENTITY_TYPES = [
  ...['name', 'sourcedId', 'systemId', 'productId', 'userName', 'accountId', 'emailAddress', 'identifier'],
  ...['nationalIdentityNumber', 'isbn', 'issn', 'lisSourcedId', 'oneRosterSourcedId', 'sisSourcedId'],
  ...['ltiContextId', 'ltiDeploymentId', 'ltiToolId', 'ltiPlatformId', 'ltiUserId'],
];
const identityType = z
  .string()
  .refine((text) => IDENTITY_TYPES.includes(text) || /^ext:[\w.|-]+$/.test(text), 'a kind of identifier');

const uri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/i, 'a URI');
const type = (name: string) =>
  z.array(z.string()).refine((all) => all.includes(name), `expected ${name} in it`);

/** What MUST be there (required by the JSON Schema of AchievementCredential, and §8.2.4.2 for the claims). */
export const BadgeClaims = z.object({
  '@context': z
    .array(z.string())
    .refine(
      (all) => all[0] === CONTEXT[0] && OB_CONTEXT.test(all[1] ?? ''),
      'expected those of VC 2.0 and Open Badges 3.0',
    ),
  id: uri,
  name: z.string().min(1),
  type: type('VerifiableCredential').refine((all) =>
    all.some((each) => /^(?:OpenBadge|Achievement)Credential$/.test(each)),
  ),
  issuer: z.object({ id: uri, type: type('Profile'), name: z.string().exactOptional() }),
  validFrom: z.iso.datetime({ offset: true }),
  credentialSubject: z.object({
    id: uri,
    type: type('AchievementSubject'),
    identifier: z
      .array(
        z.strictObject({
          type: z.literal('IdentityObject'),
          hashed: z.boolean(),
          identityHash: z.string(),
          identityType,
          salt: z.string().exactOptional(),
        }),
      )
      .exactOptional(),
    achievement: z.object({
      id: uri,
      type: type('Achievement'),
      name: z.string().min(1),
      description: z.string().min(1),
      criteria: z.object({ narrative: z.string().min(1) }),
    }),
  }),
  iss: uri,
  jti: uri,
  nbf: z.int(),
  sub: uri,
});
export type BadgeClaims = z.infer<typeof BadgeClaims>;

export interface BadgeParts {
  /** Name and URI of who gives it. */
  readonly issuer: { readonly id: string; readonly name: string };
  /** SHA-256 in hexadecimal. */
  readonly sha256: (text: string) => string;
  /** Random; with it the holder shows whose it is, without it nobody guesses. */
  readonly salt: string;
  readonly texts: { readonly name: string; readonly description: string; readonly criteria: string };
}

/**
 * From when a badge is valid: the opening of the last test, the same for all, as the moment of somebody's own would find their
 * answers among the statements, which have it too. Undefined before all tests of the campaign were finished.
 */
export function completedAt({ plan }: Campaign, member: Member): number | undefined {
  const all = plan.days.every((_, wave) => isFinished(member, wave, 'test'));
  return all ? timesOfWave(plan, plan.days.length - 1).opens : undefined;
}

/**
 * The badge of somebody who took all tests. It says that they took part, not how well: results are of groups. Its subject is a
 * pseudonym, and their identity a salted hash of it (§ IdentityObject). Undefined before they are done.
 */
export function badgeOf(
  campaign: Campaign,
  member: Member,
  { issuer, sha256, salt, texts }: BadgeParts,
): BadgeClaims | undefined {
  const at = completedAt(campaign, member);
  if (at === undefined) return undefined;
  const { id } = campaign.plan;
  const nbf = Math.floor(at / 1000);
  // Not of the account of the statements: whoever gives badges to names is not to find answers by them.
  const jti = `urn:uuid:${uuid5(NAMESPACE, `badge ${id} ${member.person}`)}`;
  const subject = `urn:uuid:${uuid5(NAMESPACE, `person ${id} ${member.person}`)}`;
  return {
    '@context': CONTEXT,
    id: jti,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    // Optional in the final data model, required by its drafts: wallets show it.
    name: texts.name,
    issuer: { id: issuer.id, type: ['Profile'], name: issuer.name },
    validFrom: `${new Date(nbf * 1000).toISOString().slice(0, 19)}Z`,
    credentialSubject: {
      id: subject,
      type: ['AchievementSubject'],
      identifier: [
        {
          type: 'IdentityObject',
          hashed: true,
          identityHash: `sha256$${sha256(`${member.person}${salt}`)}`,
          identityType: 'systemId',
          salt,
        },
      ],
      achievement: {
        id: `urn:uuid:${uuid5(NAMESPACE, `achievement ${id}`)}`,
        type: ['Achievement'],
        name: texts.name,
        description: texts.description,
        criteria: { narrative: texts.criteria },
      },
    },
    iss: issuer.id,
    jti,
    nbf,
    sub: subject,
  };
}

/** Namespace of our badges (RFC 9562 §5.5); random. */
const NAMESPACE = '2f0f7d5e-6c9b-4b0e-9a63-6c0d9fd7c1a4';

/** All that is wrong with claims besides the signature (§8.2.6.1); empty when nothing is. */
export function badgeFaults(claims: unknown, now: number): string[] {
  const read = BadgeClaims.safeParse(claims);
  if (!read.success)
    return read.error.issues.map(({ path, message }) => `/${path.map(String).join('/')}: ${message}`);
  const { iss, jti, nbf, sub, issuer, id, validFrom, credentialSubject } = read.data;
  const rules: readonly (readonly [boolean, string])[] = [
    [iss === issuer.id, '`iss` is not the id of the issuer'],
    [jti === id, '`jti` is not the id of the credential'],
    [sub === credentialSubject.id, '`sub` is not the id of the subject'],
    [nbf === Math.floor(Date.parse(validFrom) / 1000), '`nbf` is not `validFrom`'],
    [nbf * 1000 <= now, 'It is not valid yet'],
  ];
  return rules.flatMap(([holds, message]) => (holds ? [] : [message]));
}
