// SPDX-License-Identifier: Apache-2.0
// Where a Learning Record Store keeps what it was told. One contract for every adapter.

/** A statement as it is kept, with what it is found by. Keys of agents are texts made of their identifier. */
export interface KeptStatement {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly stored: number;
  readonly verb: string;
  readonly registration: string | undefined;
  /** The statement that its object refers to. */
  readonly target: string | undefined;
  readonly isVoiding: boolean;
  readonly agents: readonly string[];
  /** With those of context, authority and sub-statement. */
  readonly relatedAgents: readonly string[];
  readonly activities: readonly string[];
  readonly relatedActivities: readonly string[];
  /** Hashes of its attachments. */
  readonly attachments: readonly string[];
  /** JSON. */
  readonly body: string;
}

export interface KeptAttachment {
  readonly sha2: string;
  readonly contentType: string;
  readonly data: Uint8Array;
}

/** What one request adds. */
export interface LrsBatch {
  readonly statements: readonly KeptStatement[];
  readonly attachments: readonly KeptAttachment[];
  /** JSON of definitions, and names of agents, that statements told. */
  readonly definitions: readonly { readonly activity: string; readonly definition: string }[];
  readonly names: readonly { readonly agent: string; readonly name: string }[];
}

export interface LrsQuery {
  readonly agent?: string;
  readonly verb?: string;
  readonly activity?: string;
  readonly registration?: string;
  readonly relatedAgents: boolean;
  readonly relatedActivities: boolean;
  /** Milliseconds: later than the first, not later than the second. */
  readonly since?: number;
  readonly until?: number;
  readonly ascending: boolean;
  readonly limit: number;
  /** Go on after this place in the order that was asked for. */
  readonly after?: number;
}

export interface FoundStatement {
  readonly place: number;
  readonly body: string;
  readonly attachments: readonly string[];
}

export interface LrsFound {
  readonly statements: readonly FoundStatement[];
  /** Whether there are more after the last of them. */
  readonly more: boolean;
}

/** Documents of one owner: an agent's state in an activity, the profile of an agent or of an activity. */
export interface DocumentOwner {
  readonly kind: 'state' | 'agent' | 'activity';
  readonly activity: string;
  readonly agent: string;
  readonly registration: string;
}

export interface KeptDocument {
  readonly contentType: string;
  readonly data: Uint8Array;
  /** Milliseconds since 1970. */
  readonly updated: number;
}

/** All writes are on disk when they return. @throws LrsStoreError */
export interface LrsStore {
  /** All of it or nothing. A statement that is already kept is left as it is; its id is given back. */
  add(batch: LrsBatch): readonly string[];
  statement(id: string): (FoundStatement & { readonly isVoided: boolean }) | undefined;
  find(query: LrsQuery): LrsFound;
  attachment(sha2: string): KeptAttachment | undefined;
  definitions(activity: string): readonly string[];
  names(agent: string): readonly string[];
  document(owner: DocumentOwner, id: string): KeptDocument | undefined;
  putDocument(owner: DocumentOwner, id: string, document: KeptDocument): void;
  /** Without an id: all of the owner; with no registration in a state, those of every registration. */
  deleteDocuments(owner: DocumentOwner, id: string | undefined): void;
  documentIds(owner: DocumentOwner, since: number | undefined): readonly string[];
  close(): void;
}
