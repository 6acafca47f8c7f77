// SPDX-License-Identifier: Apache-2.0
// What every way to sign in ends with.
import { HttpRefusal } from '../../../platform/index.ts';
import type { Access } from '../../access/access.ts';
import type { Person } from '../../access/people.ts';
import type { Principal } from '../../access/roles.ts';
import type { Beginning } from '../../access/sessions.ts';
import type { Session } from '../bind.ts';
import { type Answer, CONTRACT, type RouteName } from '../contract/index.ts';
import { type Caller, mayAsk } from '../gate.ts';

/** A session that is never the one from before: that one ends. */
export function beginSession(
  { sessions }: Access,
  person: Person,
  { caller, session }: { readonly caller: Caller; readonly session: Session },
  beginning?: Beginning,
): Answer<'me'> {
  if (caller.principal?.kind === 'person') sessions.end(caller.principal.session.id);
  const { secret, view } = sessions.start(person.id, beginning);
  session.set(secret);
  const { id, name, role } = person;
  return meOf({ kind: 'person', id, name, role, session: view });
}

export function meOf(principal: Principal): Answer<'me'> {
  const { kind, id, name, role } = principal;
  const may = (Object.keys(CONTRACT) as RouteName[]).filter((route) => mayAsk(principal, route));
  if (principal.kind !== 'person') return { kind, id, name, role, may };
  const { csrf, endsAt, freshUntil } = principal.session;
  return { kind, id, name, role, may, csrf, endsAt: instant(endsAt), freshUntil: instant(freshUntil) };
}

/** @throws HttpRefusal 401. */
export function known({ principal }: Caller): Principal {
  if (principal === undefined) throw new HttpRefusal(401, 'Sign in first');
  return principal;
}

/** UTC, of milliseconds since 1970. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
