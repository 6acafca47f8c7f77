// SPDX-License-Identifier: Apache-2.0
// Tokens for programs: shown once, kept as a digest, told apart by their first characters.
import { HttpRefusal, type ItemStore } from '../../platform/index.ts';
import type { Role, Scope } from './roles.ts';
import { digestOf, newId, newSecret } from './secret.ts';
import { openShelf } from './shelf.ts';

export type Grant =
  | { readonly for: 'api'; readonly role: Role; readonly scopes: readonly Scope[] }
  /** Sends events as one source, and does nothing else. */
  | { readonly for: 'source'; readonly source: string };

export interface Token {
  readonly id: string;
  readonly name: string;
  /** What the token begins with, to find it again where it was written down. */
  readonly prefix: string;
  readonly grant: Grant;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Id of the person who made it; it ends with them. */
  readonly by: string;
}

interface Kept extends Token {
  readonly digest: string;
}

/** Scanners for secrets find it by this. */
const MARK = 'ensuresec_';
const MAX_TOKENS = 1000;

export interface Tokens {
  all(): readonly Token[];
  /** @param days until it ends. @returns the token whole: it cannot be shown again. */
  issue(
    grant: Grant,
    name: string,
    by: string,
    days: number,
  ): { readonly token: Token; readonly secret: string };
  /** @throws HttpRefusal 404. */
  revoke(id: string): void;
  revokeAllOf(person: string): void;
  find(shown: string): Token | undefined;
  isValid(id: string): boolean;
  /** A source has a token, so nobody sends without one. */
  hasSource(source: string): boolean;
}

export function openTokens(store: ItemStore, now: () => number): Tokens {
  const shelf = openShelf<Kept>(store, 'token');
  return {
    all: () => shelf.all().map(({ digest: _, ...token }) => token),
    issue: (grant, name, by, days) => {
      if (shelf.all().length >= MAX_TOKENS)
        throw new HttpRefusal(409, `There are ${MAX_TOKENS} tokens already: take some away`);
      const id = newId();
      const prefix = `${MARK}${id}`;
      const secret = `${prefix}_${newSecret()}`;
      const expiresAt = now() + days * 86_400_000;
      const token = { id, name, prefix, grant, createdAt: now(), expiresAt, by };
      store.write([shelf.change(id, { ...token, digest: digestOf(secret) })]);
      return { token, secret };
    },
    revoke: (id) => {
      if (shelf.get(id) === undefined) throw new HttpRefusal(404, 'There is no such token');
      store.write([shelf.change(id, undefined)]);
    },
    revokeAllOf: (person) => {
      const theirs = shelf.all().filter(({ by }) => by === person);
      store.write(theirs.map(({ id }) => shelf.change(id, undefined)));
    },
    find: (shown) => {
      const id = shown.startsWith(MARK) ? shown.slice(MARK.length, shown.indexOf('_', MARK.length)) : '';
      const token = shelf.get(id);
      if (token === undefined || token.expiresAt <= now() || token.digest !== digestOf(shown))
        return undefined;
      const { digest: _, ...found } = token;
      return found;
    },
    isValid: (id) => (shelf.get(id)?.expiresAt ?? 0) > now(),
    // One that ended still closes the source: it does not fall open by the calendar.
    hasSource: (source) => shelf.all().some(({ grant }) => grant.for === 'source' && grant.source === source),
  };
}
