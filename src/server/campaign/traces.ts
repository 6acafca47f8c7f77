// SPDX-License-Identifier: Apache-2.0
// Where in the log something tells of a person, so that all of it can be erased.
import type { NumberedEntry } from '../../evidence/index.ts';

export interface Trace {
  /** Of an entry. */
  readonly index: number;
  /** Of its personal values. */
  readonly names: readonly string[];
}

export interface Traces {
  /** Of whom the entry tells, and where; undefined: of nobody. */
  add(
    entry: NumberedEntry,
    personal: Readonly<Record<string, unknown>>,
  ): { readonly person: string; readonly trace: Trace } | undefined;
  of(campaign: string, person: string): readonly Trace[];
  drop(campaign: string, person: string): void;
  /** Names and addresses of all. */
  contacts(campaign: string): readonly Trace[];
  dropContacts(campaign: string): void;
}

export function createTraces(): Traces {
  const traces = new Map<string, Map<string, Trace[]>>();
  const people = (campaign: string) => {
    const found = traces.get(campaign) ?? new Map<string, Trace[]>();
    traces.set(campaign, found);
    return found;
  };
  const contacts = (campaign: string): Trace[] =>
    [...people(campaign).values()].flat().flatMap(({ index, names }) => {
      const told = names.filter((name) => CONTACTS.includes(name));
      return told.length === 0 ? [] : [{ index, names: told }];
    });
  return {
    add: ({ index, subject = '' }, personal) => {
      const person = (personal['told'] as { person?: unknown } | undefined)?.person ?? personal['person'];
      if (typeof person !== 'string') return undefined;
      // Messages are about `campaign/test/nth`.
      const of = people(subject.split('/')[0] as string);
      const trace = { index, names: Object.keys(personal) };
      of.set(person, [...(of.get(person) ?? []), trace]);
      return { person, trace };
    },
    of: (campaign, person) => people(campaign).get(person) ?? [],
    drop: (campaign, person) => people(campaign).delete(person),
    contacts,
    dropContacts: (campaign) => {
      for (const all of people(campaign).values())
        for (const [at, { index, names }] of all.entries())
          all[at] = { index, names: names.filter((name) => !CONTACTS.includes(name)) };
    },
  };
}

/** What the mail server said has the address in it. */
const CONTACTS = ['contact', 'to', 'reply'];
