// SPDX-License-Identifier: Apache-2.0
// What the claims of an ID token (OpenID Connect Core 1.0 §2, §5.1) make of somebody here. Whoever has no role stays out.
import { HttpRefusal } from '../../../platform/index.ts';
import type { OidcSettings } from '../../config/access-file.ts';
import type { Role } from '../roles.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Who comes: proved by the issuer. */
export interface Arrival {
  /** The pair alone says who it is; names and e-mail addresses are given to others later (§5.7). */
  readonly iss: string;
  readonly sub: string;
  readonly role: Role;
  /** What an account that is made for them is called, if nobody has the name. */
  readonly name: string;
  /** When they proved who they are, in milliseconds; undefined: the issuer does not say. */
  readonly provenAt: number | undefined;
}

/** @throws HttpRefusal 403 when no role is theirs, or their domain is not among those allowed. */
export function arrivalOf(claims: Claims, { claim, roles, domains }: OidcSettings): Arrival {
  const { iss, sub, auth_time: proven } = claims;
  if (typeof iss !== 'string' || typeof sub !== 'string' || sub === '')
    throw new HttpRefusal(401, 'The sign-in service does not say who you are');
  const mail = verifiedMail(claims);
  if (domains !== undefined && !domains.includes(mail?.split('@').at(-1)?.toLowerCase() ?? ''))
    throw new HttpRefusal(
      403,
      'The sign-in service names no verified e-mail address of an allowed domain for you',
    );
  const values = valuesOf(claims, claim);
  const given = roles.find(({ value }) => values.includes(value));
  if (given === undefined)
    throw new HttpRefusal(
      403,
      'The sign-in service knows you, and nothing that it says of you gives you a role here',
    );
  return {
    ...{ iss, sub, role: given.role, name: nameOf(claims, mail) },
    provenAt: typeof proven === 'number' ? proven * 1000 : undefined,
  };
}

function verifiedMail({ email, email_verified: verified }: Claims): string | undefined {
  return typeof email === 'string' && verified === true ? email : undefined;
}

/** Texts of a claim: of that name, or found by going into objects at each dot. */
function valuesOf(claims: Claims, claim: string): readonly string[] {
  if (claim === 'email') return [verifiedMail(claims) ?? []].flat();
  const found = Object.hasOwn(claims, claim)
    ? claims[claim]
    : claim
        .split('.')
        .reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), claims);
  return [found].flat().filter((each): each is string => typeof each === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Longest base of a name, so that something can be added to it when it is taken. */
const LONGEST = 55;

function nameOf({ preferred_username: preferred, name }: Claims, mail: string | undefined): string {
  const text =
    [mail, preferred, name].find((each): each is string => typeof each === 'string' && each !== '') ?? '';
  const plain = text
    .replaceAll(/\s+/g, '.')
    .replaceAll(/[^\p{L}\p{N}._@+-]/gu, '')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return [...plain].slice(0, LONGEST).join('') || 'person';
}
