// SPDX-License-Identifier: Apache-2.0
// A Learning Record Store in a folder of its own, asked without a server.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LrsAnswer, LrsParts } from '../../src/awareness/index.ts';
import { handleLrs } from '../../src/awareness/index.ts';
import { openLrsStore } from '../../src/platform/index.ts';

export interface Ask {
  readonly method?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
}

export interface Told {
  readonly status: number;
  readonly headers: LrsAnswer['headers'];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON it answers
  readonly json: any;
}

export interface Records {
  ask(at: string, asked?: Ask): Told;
  /** Opens the store again, as after a restart. */
  reopen(): Promise<void>;
  /** Milliseconds that go by. */
  pass(ms: number): void;
  close(): void;
}

export const FIRST = '1.0.3';
export const SECOND = '2.0.0';

export async function openRecords(given: Partial<LrsParts> = {}): Promise<Records> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ensuresec-lrs-'));
  const open = () => openLrsStore(path.join(folder, 'lrs.db'));
  let store = await open();
  let [now, ids] = [Date.parse('2026-11-26T10:00:00Z'), 0];
  const parts = (): LrsParts => ({
    store,
    now: () => now++,
    newId: () => `00000000-0000-4000-8000-${String(ids++).padStart(12, '0')}`,
    hash: (name, data) => createHash(name).update(data).digest('hex'),
    isSigned: () => true,
    base: '/xapi',
    ...given,
  });
  return {
    ask: (at, { method = 'GET', query = {}, headers = {}, body } = {}) => {
      const isText = typeof body === 'string' || body instanceof Uint8Array;
      const answer = handleLrs(
        {
          method,
          path: at,
          query: new URLSearchParams(
            Object.fromEntries(Object.entries(query).map(([name, value]) => [name, textOf(value)])),
          ),
          headers: {
            authorization: 'Basic anna',
            'x-experience-api-version': SECOND,
            ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
            ...headers,
          },
          body: Buffer.from(isText ? body : body === undefined ? '' : JSON.stringify(body)),
        },
        parts(),
        (authorization) => (authorization === 'Basic anna' ? { mbox: 'mailto:lrs@example.com' } : undefined),
      );
      const text = Buffer.from(answer.body ?? '').toString('latin1');
      const isJson = answer.headers['content-type']?.startsWith('application/json') === true && text !== '';
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        json: isJson ? JSON.parse(Buffer.from(answer.body ?? '').toString()) : undefined,
      };
    },
    reopen: async () => {
      store.close();
      store = await open();
    },
    pass: (ms) => {
      now += ms;
    },
    close: () => {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
