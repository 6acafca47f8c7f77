// SPDX-License-Identifier: Apache-2.0
// One-time links by which somebody sets their password.
import { type Change, HttpRefusal, type ItemStore } from '../../platform/index.ts';
import { digestOf, newSecret } from './secret.ts';
import { openShelf } from './shelf.ts';

interface Link {
  /** Digest of its secret. */
  readonly id: string;
  readonly expiresAt: number;
  /** Whose password it sets; absent: it makes an owner. */
  readonly person?: string;
}

export interface GivenLink {
  readonly secret: string;
  readonly expiresAt: number;
}

export interface Links {
  /** A link that makes an owner, or sets the password of a person; the one before it is void. */
  give(person?: string): GivenLink;
  /** Whose it is. @throws HttpRefusal 403 for one that was used, replaced, or is too old. */
  check(secret: string): { readonly person: string | undefined };
  /** The change that uses it up. */
  used(secret: string): Change;
  /** The changes that void all links of a person, or all that make an owner. */
  voidAll(person?: string): readonly Change[];
}

/** Of the link of the first start, and of links that an owner gives to others. */
const SETUP_MS = 15 * 60_000;
const INVITATION_MS = 24 * 3_600_000;

export function openLinks(store: ItemStore, now: () => number): Links {
  const shelf = openShelf<Link>(store, 'link');
  return {
    give: (person) => {
      const secret = newSecret();
      const expiresAt = now() + (person === undefined ? SETUP_MS : INVITATION_MS);
      const old = shelf.all().filter((each) => each.person === person || each.expiresAt <= now());
      const link: Link = { id: digestOf(secret), expiresAt, ...(person === undefined ? {} : { person }) };
      store.write([...old.map(({ id }) => shelf.change(id, undefined)), shelf.change(link.id, link)]);
      return { secret, expiresAt };
    },
    check: (secret) => {
      const link = shelf.get(digestOf(secret));
      if (link === undefined || link.expiresAt <= now())
        throw new HttpRefusal(403, 'This link was used, replaced, or is too old: ask for another one');
      return { person: link.person };
    },
    used: (secret) => shelf.change(digestOf(secret), undefined),
    voidAll: (person) =>
      shelf
        .all()
        .filter((each) => each.person === person)
        .map(({ id }) => shelf.change(id, undefined)),
  };
}
