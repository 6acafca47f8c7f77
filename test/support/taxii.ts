// SPDX-License-Identifier: Apache-2.0
// A TAXII server in a folder of its own, asked without a network.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SharedStore } from '../../src/core/ports/index.ts';
import { openSharedStore } from '../../src/platform/index.ts';
import { handleTaxii, type TaxiiAnswer, type TaxiiClient } from '../../src/respond/index.ts';

export interface TaxiiAsk {
  readonly method?: string;
  readonly as?: TaxiiClient | null;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  /** Bytes that the store says it has, instead of those that it has. */
  readonly size?: number;
}

export interface Taxii {
  readonly store: SharedStore;
  ask(
    at: string,
    asked?: TaxiiAsk,
  ): { readonly status: number; readonly headers: TaxiiAnswer['headers']; readonly json: Told };
  reopen(): Promise<void>;
  close(): void;
}

export interface Told {
  readonly objects?: readonly Readonly<Record<string, unknown>>[];
  readonly more?: boolean;
  readonly next?: string;
  readonly [key: string]: unknown;
}

export const CLEAR: TaxiiClient = { name: 'clear', ceiling: 0, mayWrite: false };
/** Sees little and hands in: whoever is no friend of RED. */
export const OTHER: TaxiiClient = { name: 'other', ceiling: 0, mayWrite: true };
export const RED: TaxiiClient = { name: 'red', ceiling: 4, mayWrite: true };
const TYPE = 'application/taxii+json;version=2.1';

export async function openTaxii(): Promise<Taxii> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-taxii-'));
  const open = () => openSharedStore(path.join(folder, 'shared.db'));
  const held = { store: await open(), ids: 0 };
  return {
    get store() {
      return held.store;
    },
    ask: (at, { method = 'GET', as = RED, headers = {}, body, size } = {}) => {
      const url = new URL(at, 'http://taxii.example');
      const answer = handleTaxii(
        {
          method,
          path: url.pathname,
          query: url.searchParams,
          headers: { accept: TYPE, ...(body === undefined ? {} : { 'content-type': TYPE }), ...headers },
          body: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body ?? '')),
        },
        {
          store: size === undefined ? held.store : { ...held.store, size: () => size },
          now: () => 1_767_225_600_000,
          newId: () => `status-${held.ids++}`,
          title: 'Crafts',
        },
        () => as ?? undefined,
      );
      return { status: answer.status, headers: answer.headers, json: JSON.parse(answer.body) as Told };
    },
    reopen: async () => {
      held.store.close();
      held.store = await open();
    },
    close: () => {
      held.store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
