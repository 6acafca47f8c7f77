// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { ROLES, SCOPES } from '../../access/roles.ts';
import { Instant } from './parts.ts';
import type { Route } from './route.ts';

const Role = z.enum(ROLES);
const Scope = z.enum(SCOPES);
const Name = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u, 'letters, digits, dots, dashes and @, at most 64');
const Label = z.string().trim().min(1).max(100);
const Password = z.string().min(1).max(1000);
const Secret = z.string().min(1).max(200);
const Id = z.strictObject({ id: z.string().min(1).max(200) });
const Done = z.strictObject({});

export const Me = z
  .strictObject({
    kind: z.enum(['person', 'token', 'machine']),
    id: z.string(),
    name: z.string(),
    role: Role,
    may: z.array(z.string()).describe('Operations of this document that are allowed'),
    csrf: z
      .string()
      .exactOptional()
      .describe('Of a session: to be sent as X-CSRF-Token with all that is not GET'),
    endsAt: Instant.exactOptional().describe('When the session ends whatever happens'),
    freshUntil: Instant.exactOptional().describe(
      'Until when passkeys may be added and taken away: ten minutes after they proved who they are',
    ),
  })
  .describe('Who asks, and what they may.');

const User = z
  .strictObject({
    id: z.string(),
    name: Name,
    role: Role,
    createdAt: Instant,
    disabled: z.boolean(),
    ready: z.boolean().describe('Has a way to sign in'),
    passkeys: z.int().min(0),
    oidc: z.boolean().describe('Comes by the OpenID provider, which gives the role at each sign-in'),
  })
  .describe('Somebody who signs in.');

const Link = z
  .strictObject({
    secret: Secret.describe('The address is /setup#SECRET of the console; it is shown once'),
    expiresAt: Instant,
  })
  .describe('A one-time link by which somebody sets their password.');

const Grant = z.discriminatedUnion('for', [
  z.strictObject({ for: z.literal('api'), role: Role, scopes: z.array(Scope).min(1).max(SCOPES.length) }),
  z.strictObject({ for: z.literal('source'), source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/) }),
]);

const Token = z
  .strictObject({
    id: z.string(),
    name: Label,
    prefix: z.string().describe('What the token begins with'),
    grant: Grant,
    createdAt: Instant,
    expiresAt: Instant,
    by: z.string().describe('Id of the person who made it; it ends with them'),
  })
  .describe('A token of a program or of a source.');

const TOO_MANY = { 429: 'Too many attempts' };
const WEAK = { 422: 'The password is too weak; `error` says why' };
const NO_PERSON = { 404: 'There is no such person' };
const LAST_OWNER = { 409: 'No owner would be left' };

const sessionRoutes = {
  setup: {
    method: 'GET',
    path: '/v1/setup',
    summary: 'Whether the server still waits for its first owner',
    access: 'read',
    answer: z.strictObject({
      isNew: z.boolean(),
      demo: z.boolean(),
      address: z.string().exactOptional().describe('Where passkeys and the OpenID provider lead to'),
      oidc: z.boolean().describe('Somebody may sign in by an OpenID provider'),
    }),
  },
  redeem: {
    method: 'POST',
    path: '/v1/setup',
    summary: 'Uses a one-time link: sets the password and signs in',
    access: 'write',
    body: z.strictObject({
      link: Secret,
      name: Name.exactOptional().describe('Of the first owner; an invitation has one'),
      password: Password.exactOptional().describe('Not needed in a demo'),
    }),
    answer: Me,
    refusals: { 403: 'The link is used up or too old', 409: 'The name is taken', ...WEAK, ...TOO_MANY },
  },
  signIn: {
    method: 'POST',
    path: '/v1/session',
    summary: 'Signs in; the answer sets a cookie',
    access: 'write',
    body: z.strictObject({ name: Name, password: Password }),
    answer: Me,
    refusals: { 401: 'Nobody has this name and password', ...TOO_MANY },
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/session',
    summary: 'Ends the session',
    access: 'write',
    answer: z.strictObject({
      at: z.url().exactOptional().describe('Where the browser ends the session of the OpenID provider too'),
    }),
  },
  me: { method: 'GET', path: '/v1/me', summary: 'Who asks, and what they may', access: 'read', answer: Me },
  changePassword: {
    method: 'PUT',
    path: '/v1/me/password',
    summary: 'Changes the password of who asks; all their sessions end, and a new one begins',
    access: 'write',
    body: z.strictObject({ current: Password, next: Password }),
    answer: Me,
    refusals: { 403: 'The present password is another one', ...WEAK, ...TOO_MANY },
  },
} as const satisfies Record<string, Route>;

const userRoutes = {
  users: {
    method: 'GET',
    path: '/v1/users',
    summary: 'People who sign in',
    access: 'read',
    answer: z.strictObject({ users: z.array(User) }),
  },
  invite: {
    method: 'POST',
    path: '/v1/users',
    summary: 'Adds somebody; the answer has the link by which they set their password',
    access: 'write',
    body: z.strictObject({ name: Name, role: Role }),
    answer: z.strictObject({ user: User, link: Link }),
    refusals: { 409: 'The name is taken' },
  },
  changeUser: {
    method: 'PUT',
    path: '/v1/users/{id}',
    summary: 'Changes a role, or shuts somebody out; their sessions end, and their tokens too',
    access: 'write',
    params: Id,
    body: z.strictObject({ role: Role, disabled: z.boolean() }),
    answer: User,
    refusals: { ...NO_PERSON, ...LAST_OWNER },
  },
  linkUser: {
    method: 'POST',
    path: '/v1/users/{id}/link',
    summary:
      'A new link by which somebody sets their password; their sessions end, and their passkeys are gone',
    access: 'write',
    params: Id,
    answer: Link,
    refusals: NO_PERSON,
  },
  removeUser: {
    method: 'DELETE',
    path: '/v1/users/{id}',
    summary: 'Takes somebody away, with their sessions and tokens',
    access: 'write',
    params: Id,
    answer: Done,
    refusals: { ...NO_PERSON, ...LAST_OWNER },
  },
} as const satisfies Record<string, Route>;

const tokenRoutes = {
  tokens: {
    method: 'GET',
    path: '/v1/tokens',
    summary: 'Tokens of programs and sources, without their secrets',
    access: 'read',
    answer: z.strictObject({ tokens: z.array(Token) }),
  },
  issueToken: {
    method: 'POST',
    path: '/v1/tokens',
    summary: 'Makes a token, which is shown once',
    access: 'write',
    body: z.strictObject({ name: Label, grant: Grant, days: z.int().min(1).max(3660) }),
    answer: z.strictObject({ token: Token, secret: Secret }),
    refusals: { 422: 'The role may not do what the scopes say, or there is no such source' },
  },
  revokeToken: {
    method: 'DELETE',
    path: '/v1/tokens/{id}',
    summary: 'Takes a token away',
    access: 'write',
    params: Id,
    answer: Done,
    refusals: { 404: 'There is no such token' },
  },
} as const satisfies Record<string, Route>;

export const accessRoutes = { ...sessionRoutes, ...userRoutes, ...tokenRoutes } as const;
