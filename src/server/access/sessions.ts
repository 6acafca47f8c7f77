// SPDX-License-Identifier: Apache-2.0
// Sessions (OWASP ASVS 5.0 V7): a random secret in a cookie, its digest here; they end by logout, idleness, age and change of
// password, and are never taken over from before a login.
import { createHash } from 'node:crypto';
import type { ItemStore } from '../../platform/index.ts';
import type { SessionView } from './roles.ts';
import { digestOf, newSecret } from './secret.ts';
import { openShelf } from './shelf.ts';

export const IDLE_MS = 30 * 60_000;
export const ABSOLUTE_MS = 12 * 3_600_000;
/** How long after somebody proved who they are they may change how they sign in (ASVS 5.0 V7.5.1). */
export const FRESH_MS = 10 * 60_000;
/** How much later than it happened the last use is on disk: a restart takes at most that from an idle session. */
const SEEN_STEP_MS = 60_000;
/** Of one person; the oldest ends when there are more. */
const MAX_SESSIONS = 20;

interface Session {
  readonly id: string;
  readonly person: string;
  readonly startedAt: number;
  readonly seenAt: number;
  /** Absent: not known. */
  readonly provenAt?: number;
  readonly by?: 'oidc';
}

export interface Beginning {
  /** When they proved who they are; undefined: nobody says. */
  readonly provenAt?: number | undefined;
  readonly by?: 'oidc';
}

export interface Sessions {
  /** @returns the secret for the cookie, which is kept nowhere, and what may be known of it. */
  start(person: string, beginning?: Beginning): { readonly secret: string; readonly view: SessionView };
  /** The session of a secret, which is used now; undefined when there is none or it is over. */
  use(secret: string): { readonly person: string; readonly view: SessionView } | undefined;
  /** True while it has not ended; does not count as use. */
  alive(id: string): boolean;
  /** Whoever began it proved recently who they are. */
  isFresh(id: string): boolean;
  end(id: string): void;
  endAllOf(person: string): void;
}

export function openSessions(store: ItemStore, now: () => number): Sessions {
  const shelf = openShelf<Session>(store, 'session');
  const seen = new Map<string, number>();
  const seenAt = (session: Session): number => seen.get(session.id) ?? session.seenAt;
  const isOver = (session: Session): boolean =>
    now() - seenAt(session) >= IDLE_MS || now() - session.startedAt >= ABSOLUTE_MS;
  const remove = (ended: readonly Session[]): void => {
    if (ended.length > 0) store.write(ended.map(({ id }) => shelf.change(id, undefined)));
    for (const { id } of ended) seen.delete(id);
  };
  const sweep = (): void => remove(shelf.all().filter(isOver));
  sweep();
  return {
    start: (person, beginning = { provenAt: now() }) => {
      sweep();
      const others = shelf.all().filter((each) => each.person === person);
      others.sort((a, b) => a.startedAt - b.startedAt);
      remove(others.slice(0, Math.max(0, others.length - MAX_SESSIONS + 1)));
      const secret = newSecret();
      const session: Session = {
        ...{ id: digestOf(secret), person, startedAt: now(), seenAt: now() },
        ...provenIn(beginning),
      };
      store.write([shelf.change(session.id, session)]);
      return { secret, view: viewOf(session, secret) };
    },
    use: (secret) => {
      const session = shelf.get(digestOf(secret));
      if (session === undefined) return undefined;
      if (isOver(session)) {
        remove([session]);
        return undefined;
      }
      seen.set(session.id, now());
      if (now() - session.seenAt >= SEEN_STEP_MS)
        store.write([shelf.change(session.id, { ...session, seenAt: now() })]);
      return { person: session.person, view: viewOf(session, secret) };
    },
    alive: (id) => {
      const session = shelf.get(id);
      return session !== undefined && !isOver(session);
    },
    isFresh: (id) => {
      const proven = shelf.get(id)?.provenAt;
      return proven !== undefined && now() - proven < FRESH_MS;
    },
    end: (id) => remove(shelf.all().filter((each) => each.id === id)),
    endAllOf: (person) => remove(shelf.all().filter((each) => each.person === person)),
  };
}

/** The token against forged requests is made of the secret, so that only who holds the session can have it. */
function viewOf({ id, startedAt, provenAt = -FRESH_MS, by }: Session, secret: string): SessionView {
  const csrf = createHash('sha256').update(`csrf ${secret}`).digest('base64url');
  return {
    id,
    csrf,
    endsAt: startedAt + ABSOLUTE_MS,
    freshUntil: provenAt + FRESH_MS,
    byOidc: by === 'oidc',
  };
}

function provenIn({ provenAt, by }: Beginning): Pick<Session, 'provenAt' | 'by'> {
  return { ...(provenAt === undefined ? {} : { provenAt }), ...(by === undefined ? {} : { by }) };
}
