// SPDX-License-Identifier: Apache-2.0
// Passkeys that are kept: public keys, whose they are, and how often each was used.
import { type Change, HttpRefusal, type ItemStore } from '../../../platform/index.ts';
import { openShelf } from '../shelf.ts';

export interface Passkey {
  /** Of the credential, in base64url; chosen by the authenticator. */
  readonly id: string;
  readonly person: string;
  /** What its owner calls it. */
  readonly name: string;
  /** COSE_Key (RFC 9052 §7) in base64url. */
  readonly publicKey: string;
  /** Signature counter (WebAuthn Level 3 §6.1.1); 0 while an authenticator counts nothing. */
  readonly counter: number;
  readonly createdAt: number;
  readonly usedAt?: number;
}

/** Of one person. */
const MAX_PASSKEYS = 20;

export interface PasskeyShelf {
  of(person: string): readonly Passkey[];
  get(id: string): Passkey | undefined;
  /** @throws HttpRefusal 409 for one that is known, or one too many. */
  add(passkey: Passkey): Passkey;
  /** @throws HttpRefusal 401 when its counter does not grow: there is a copy of it, or it was shown twice. */
  used(id: string, counter: number, at: number): void;
  /** @throws HttpRefusal 404 for one that is not theirs. */
  remove(person: string, id: string): void;
  removeAllOf(person: string): void;
}

export function openPasskeyShelf(store: ItemStore): PasskeyShelf {
  const shelf = openShelf<Passkey>(store, 'passkey');
  const of = (person: string): readonly Passkey[] => shelf.all().filter((each) => each.person === person);
  const take = (gone: readonly Passkey[]): void => {
    if (gone.length > 0) store.write(gone.map(({ id }): Change => shelf.change(id, undefined)));
  };
  return {
    of,
    get: shelf.get,
    add: (passkey) => {
      if (shelf.get(passkey.id) !== undefined) throw new HttpRefusal(409, 'This passkey is here already');
      if (of(passkey.person).length >= MAX_PASSKEYS)
        throw new HttpRefusal(409, `There are ${MAX_PASSKEYS} passkeys already: take one away`);
      store.write([shelf.change(passkey.id, passkey)]);
      return passkey;
    },
    used: (id, counter, at) => {
      const passkey = shelf.get(id);
      if (passkey === undefined || ((counter > 0 || passkey.counter > 0) && counter <= passkey.counter))
        throw new HttpRefusal(401, 'This passkey is not accepted');
      store.write([shelf.change(id, { ...passkey, counter, usedAt: at })]);
    },
    remove: (person, id) => {
      const passkey = shelf.get(id);
      if (passkey?.person !== person) throw new HttpRefusal(404, 'You have no such passkey');
      take([passkey]);
    },
    removeAllOf: (person) => take(of(person)),
  };
}
