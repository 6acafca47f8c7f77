// SPDX-License-Identifier: Apache-2.0
// Objects of STIX that are given to others, or came from them, in collections (TAXII 2.1 §5).

/** Microseconds since 1970. */
export type Micros = number;

export interface SharedObject {
  readonly id: string;
  readonly type: string;
  /** Of STIX: 2.0 or 2.1. */
  readonly spec: string;
  /** `modified`, else `created`; undefined for objects that have neither. */
  readonly version?: Micros;
  /** How far it may go: 0 to everybody, 4 to nobody else. */
  readonly level: number;
  /** JSON, as it came. */
  readonly body: string;
}

export interface KeptObject extends SharedObject {
  readonly version: Micros;
  /** When it was added: no two objects of a store have the same. */
  readonly added: Micros;
}

/** Who gives what no client handed in: no client has an empty name. */
export const BY_OPERATOR = '';

export type VersionMatch = 'first' | 'last' | 'all' | Micros;

export interface SharedQuery {
  readonly collection: string;
  /** Only objects of this level or below exist for who asks. */
  readonly ceiling: number;
  readonly after?: Micros;
  readonly ids?: readonly string[];
  readonly types?: readonly string[];
  /** Undefined: of each object the latest. */
  readonly specs?: readonly string[];
  readonly versions: readonly VersionMatch[];
  /** What somebody gave is compared with what the same one gave: each giver has a last one of an id. */
  readonly eachGiver?: boolean;
  readonly limit: number;
}

export interface SharedStore {
  /**
   * Adds what is not there yet of the same giver; on disk when it returns.
   *
   * @param now Microseconds; objects that were added are later than all before.
   * @param by Name of the client who gives them, or `BY_OPERATOR`.
   * @returns for each object how it is kept.
   */
  add(collection: string, objects: readonly SharedObject[], now: Micros, by: string): readonly KeptObject[];
  /** In the order in which they were added. */
  find(query: SharedQuery): { readonly objects: readonly KeptObject[]; readonly more: boolean };
  /**
   * Removes what a query finds of what one giver added, whatever its limit; on disk when it returns. What others added is to
   * the query as if it were not there.
   *
   * @param by As of `add`.
   */
  remove(query: SharedQuery, by: string): number;
  /** Bytes that are used for objects and statuses. */
  size(): number;
  /** The oldest give way to new ones. */
  keepStatus(id: string, body: string): void;
  status(id: string): string | undefined;
  close(): void;
}
