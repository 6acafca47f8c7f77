// SPDX-License-Identifier: Apache-2.0
// A request of TAXII 2.1 and its answer, without the server that carries them.
import type { SharedStore } from '../../../core/ports/index.ts';

export const TAXII_TYPE = 'application/taxii+json;version=2.1';
export const STIX_TYPE = 'application/stix+json;version=2.1';
/** Of one request. */
export const MAX_CONTENT_BYTES = 10 * 1024 * 1024;

export interface TaxiiRequest {
  readonly method: string;
  /** As it was sent, without the query: `/sharing/collections/`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface TaxiiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Somebody who showed credentials. */
export interface TaxiiClient {
  readonly name: string;
  /** Index in `TLP` of what this client may see at most. */
  readonly ceiling: number;
  readonly mayWrite: boolean;
}

export interface TaxiiParts {
  readonly store: SharedStore;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Who publishes here. */
  readonly title: string;
}

/** An answer that says what is wrong (TAXII 2.1 §3.6.1). */
export class TaxiiRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function taxiiJson(
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): TaxiiAnswer {
  return { status, headers: { 'content-type': TAXII_TYPE, ...headers }, body: JSON.stringify(value) };
}
