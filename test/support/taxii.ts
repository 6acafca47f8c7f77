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
    ask: (at, { method = 'GET', as = RED, headers = {}, body } = {}) => {
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
          store: held.store,
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
