// SPDX-License-Identifier: Apache-2.0
// People who sign in.
import { type Change, HttpRefusal, type ItemStore } from '../../platform/index.ts';
import { type GivenLink, openLinks } from './links.ts';
import type { Arrival } from './oidc/arrival.ts';
import { type Passwords, weakness } from './password.ts';
import type { Role } from './roles.ts';
import { newId } from './secret.ts';
import { openShelf } from './shelf.ts';

export interface Person {
  readonly id: string;
  /** What is typed to sign in; no two are equal in lower case. */
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly disabled: boolean;
  /** A PHC string of Argon2id; absent before the link was used. */
  readonly password?: string;
  /** Who they are at the OpenID provider: the pair that never changes (OpenID Connect Core 1.0 §5.7). */
  readonly oidc?: { readonly iss: string; readonly sub: string };
}

const MAX_PEOPLE = 1000;

export interface People {
  all(): readonly Person[];
  get(id: string): Person | undefined;
  /** Nobody can sign in yet. */
  isNew(): boolean;
  /** A link that makes an owner; those before it are void. */
  setupLink(): GivenLink;
  /** @throws HttpRefusal 409 for a name that is taken. */
  invite(name: string, role: Role): { readonly person: Person; readonly link: GivenLink };
  /** A new link for somebody. @throws HttpRefusal 404. */
  linkFor(id: string): GivenLink;
  /** Uses a link up. @param name of the new owner. @throws HttpRefusal 403, 409, 422. */
  redeem(secret: string, name: string | undefined, password: string): Promise<Person>;
  /** Whoever has this name and password; undefined otherwise. */
  identify(name: string, password: string): Promise<Person | undefined>;
  /**
   * Whom the OpenID provider sent, with the role that it gives; made when they come for the first time.
   *
   * @throws HttpRefusal 403 for somebody shut out, 409 when no owner would be left.
   */
  welcome(arrival: Arrival): { readonly person: Person; readonly isChanged: boolean };
  /** @throws HttpRefusal 403 when `current` is wrong, 422 when `next` is weak. */
  changePassword(id: string, current: string, next: string): Promise<void>;
  /** @throws HttpRefusal 404; 409 when no owner would be left. */
  update(id: string, change: { readonly role?: Role; readonly disabled?: boolean }): Person;
  /** @throws HttpRefusal 404; 409 when no owner would be left. */
  remove(id: string): void;
}

export function openPeople(store: ItemStore, passwords: Passwords, now: () => number): People {
  const links = openLinks(store, now);
  const roll = openRoll(store, now);
  const { known, create } = roll;
  const isNew = (): boolean => !roll.all().some(isActiveOwner);
  // The link of the first start is for the first owner, however they come in.
  const save = (person: Person, beside: readonly Change[] = []): Person =>
    roll.save(person, [...beside, ...(isNew() && isActiveOwner(person) ? links.voidAll() : [])]);
  return {
    all: roll.all,
    get: roll.get,
    isNew,
    setupLink: () => links.give(),
    invite: (name, role) => {
      const person = save(create(name, role));
      return { person, link: links.give(person.id) };
    },
    linkFor: (id) => links.give(known(id).id),
    redeem: async (secret, name, password) => {
      const of = (): Person => {
        const { person } = links.check(secret);
        if (person !== undefined) return known(person);
        if (name === undefined) throw new HttpRefusal(422, 'The new owner needs a `name`');
        return create(name, 'owner');
      };
      const before = of();
      if (before.disabled) throw new HttpRefusal(403, 'Whom this link is for is shut out');
      strong(password, before.name);
      const hashed = await passwords.hash(password);
      // Whoever came second while the first one was hashed finds it used.
      return save({ ...of(), password: hashed }, [links.used(secret)]);
    },
    identify: async (name, password) => {
      const person = roll.named(name);
      const usable = person?.disabled === false ? person : undefined;
      if (!(await passwords.verify(usable?.password, password)) || usable === undefined) return undefined;
      const after = roll.get(usable.id);
      return after?.password === usable.password && !after?.disabled ? after : undefined;
    },
    welcome: ({ iss, sub, name, role }) => {
      const known = roll.all().find(({ oidc }) => oidc?.iss === iss && oidc.sub === sub);
      if (known === undefined) {
        const free = roll.named(name) === undefined ? name : `${name}-${newId().slice(0, 6)}`;
        return { person: save({ ...create(free, role), oidc: { iss, sub } }), isChanged: false };
      }
      if (known.disabled) throw new HttpRefusal(403, 'You are shut out');
      if (known.role === role) return { person: known, isChanged: false };
      if (role !== 'owner') roll.keepAnOwner(known.id);
      return { person: save({ ...known, role }), isChanged: true };
    },
    changePassword: async (id, current, next) => {
      const person = known(id);
      if (!(await passwords.verify(person.password, current)))
        throw new HttpRefusal(403, 'The present password is another one');
      strong(next, person.name);
      const hashed = await passwords.hash(next);
      if (known(id).password !== person.password)
        throw new HttpRefusal(403, 'The present password is another one');
      save({ ...known(id), password: hashed });
    },
    update: (id, change) => {
      const after = { ...known(id), ...change };
      if (!isActiveOwner(after)) roll.keepAnOwner(id);
      return save(after);
    },
    remove: (id) => {
      known(id);
      roll.keepAnOwner(id);
      roll.take(id, links.voidAll(id));
    },
  };
}

interface Roll {
  all(): readonly Person[];
  get(id: string): Person | undefined;
  /** @throws HttpRefusal 404. */
  known(id: string): Person;
  named(name: string): Person | undefined;
  /** Not yet saved. @throws HttpRefusal 409. */
  create(name: string, role: Role): Person;
  save(person: Person, beside?: readonly Change[]): Person;
  take(id: string, beside: readonly Change[]): void;
  /** @throws HttpRefusal 409 when there is no owner without this one. */
  keepAnOwner(id: string): void;
}

function openRoll(store: ItemStore, now: () => number): Roll {
  const shelf = openShelf<Person>(store, 'person');
  const named = (name: string): Person | undefined =>
    shelf.all().find((each) => each.name.toLowerCase() === name.toLowerCase());
  return {
    all: shelf.all,
    get: shelf.get,
    known: (id) => {
      const person = shelf.get(id);
      if (person === undefined) throw new HttpRefusal(404, 'There is no such person');
      return person;
    },
    named,
    create: (name, role) => {
      if (named(name) !== undefined) throw new HttpRefusal(409, 'Somebody has this name already');
      if (shelf.all().length >= MAX_PEOPLE)
        throw new HttpRefusal(409, `There are ${MAX_PEOPLE} people already`);
      return { id: newId(), name, role, createdAt: now(), disabled: false };
    },
    save: (person, beside = []) => {
      store.write([...beside, shelf.change(person.id, person)]);
      return person;
    },
    take: (id, beside) => store.write([...beside, shelf.change(id, undefined)]),
    keepAnOwner: (id) => {
      const owners = shelf.all().filter(isActiveOwner);
      if (owners.some((each) => each.id === id) && owners.length === 1)
        throw new HttpRefusal(409, 'Nobody else is an owner: make somebody one first');
    },
  };
}

function strong(password: string, name: string): void {
  const why = weakness(password, name);
  if (why !== undefined) throw new HttpRefusal(422, why);
}

/** Has a way to sign in; passkeys come only after one. */
export function isReady({ password, oidc }: Person): boolean {
  return password !== undefined || oidc !== undefined;
}

function isActiveOwner(person: Person): boolean {
  return person.role === 'owner' && !person.disabled && isReady(person);
}
