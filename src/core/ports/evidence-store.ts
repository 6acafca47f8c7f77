// SPDX-License-Identifier: Apache-2.0
// Where a log of evidence is kept. Whoever keeps it understands nothing of proofs: it gets rows and gives them back.

export interface StoredEntry {
  readonly index: number;
  /** The bytes that the leaf hash is over. */
  readonly data: Uint8Array;
  readonly leaf: Uint8Array;
  /** An entry about the log itself: keys, witnesses, erasures. */
  readonly own: boolean;
}

/** A value that an entry has only the commitment of. It may be erased; the entry may not. */
export interface Secret {
  readonly index: number;
  readonly name: string;
  readonly salt: string;
  /** JSON. */
  readonly value: string;
}

/** Everything becomes durable together, or nothing does. */
export interface EvidenceWrite {
  readonly entries: readonly StoredEntry[];
  /** Roots of the blocks of 256 entries that are complete now. */
  readonly blocks: readonly { readonly number: number; readonly root: Uint8Array }[];
  readonly secrets: readonly Secret[];
  readonly erased: readonly Pick<Secret, 'index' | 'name'>[];
  /** The signed checkpoint over all entries up to these. */
  readonly checkpoint: string;
}

/** What a log needs to go on: a few bytes for each 256 entries. */
export interface StoredHead {
  /** Absent in a new store. */
  readonly checkpoint: string | undefined;
  /** Root of each complete block of 256 entries, 32 bytes each. */
  readonly blocks: Uint8Array;
  /** Leaf hashes of the entries after them, 32 bytes each. */
  readonly tail: Uint8Array;
}

/** @throws EvidenceError from every call. */
export interface EvidenceStore {
  head(): Promise<StoredHead>;
  /** Resolves when the storage has synced. After an error nothing is known: read the head again. */
  commit(write: EvidenceWrite): Promise<void>;
  /** Entries of [from, to), in order. */
  entries(from: number, to: number): Promise<readonly StoredEntry[]>;
  /** Leaf hashes of [from, to), 32 bytes each. */
  leaves(from: number, to: number): Promise<Uint8Array>;
  /** Entries about the log itself, in order. */
  own(): Promise<readonly StoredEntry[]>;
  secrets(index: number): Promise<readonly Secret[]>;
  close(): Promise<void>;
}

export type EvidenceCode = 'io' | 'corrupt' | 'busy' | 'refused';

/** `refused`: what was asked cannot be. `busy`: come again. `io` and `corrupt`: the storage. */
export class EvidenceError extends Error {
  readonly code: EvidenceCode;

  constructor(code: EvidenceCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
