// SPDX-License-Identifier: Apache-2.0
// Who there is, and what a token may be made for.

/**
 * owner: everything, people and tokens too · analyst: model, verdict, incidents · responder: incidents, playbooks · auditor:
 * reads all, changes nothing · trainer: campaigns and games · player: plays.
 */
export const ROLES = ['owner', 'analyst', 'responder', 'auditor', 'trainer', 'player'] as const;
export type Role = (typeof ROLES)[number];

/** Parts of the API that a token may be made for. People and tokens are not among them: no token makes another one. */
export const SCOPES = [
  'status:read',
  'verdict:read',
  'model:read',
  'model:write',
  'incidents:read',
  'events:read',
  'campaigns:read',
] as const;
export type Scope = (typeof SCOPES)[number];

export type Principal =
  | {
      readonly kind: 'person';
      readonly id: string;
      readonly name: string;
      readonly role: Role;
      readonly session: SessionView;
    }
  | {
      readonly kind: 'token';
      readonly id: string;
      readonly name: string;
      readonly role: Role;
      readonly scopes: readonly Scope[];
    }
  /** Whoever can read the data folder, which holds all that is kept. */
  | { readonly kind: 'machine'; readonly id: 'machine'; readonly name: string; readonly role: 'owner' };

export interface SessionView {
  /** Not the secret of the cookie: its digest. */
  readonly id: string;
  /** To be shown with everything that changes something. */
  readonly csrf: string;
  /** When it ends whatever happens, in milliseconds since 1970. */
  readonly endsAt: number;
  /** Until when whoever uses it proved recently who they are; ways to sign in are changed only before that. */
  readonly freshUntil: number;
  /** It was begun by the OpenID provider. */
  readonly byOidc: boolean;
}
