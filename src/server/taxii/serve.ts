// SPDX-License-Identifier: Apache-2.0
// The TAXII 2.1 server over HTTP.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openSharedStore } from '../../platform/index.ts';
import {
  handleTaxii,
  MAX_CONTENT_BYTES,
  refuseStranger,
  type TaxiiParts,
  taxiiError,
} from '../../respond/index.ts';
import { type PlainListening, requireSafe, servePlain } from '../plain-app.ts';
import { ensureTaxiiClients, readTaxiiClients } from './clients.ts';

export interface TaxiiServerOptions extends PlainListening {
  /** Folder of the store; made when it is not there. */
  readonly data: string;
  /** Who publishes here. */
  readonly title: string;
  readonly now: () => number;
}

export interface TaxiiServer {
  /** Of discovery. */
  readonly url: string;
  readonly clients: string;
  /** Whether the file of clients was made now. */
  readonly isNew: boolean;
  stop(): Promise<void>;
}

export const SHARED_FILE = 'shared.db';
const CLIENTS_FILE = 'taxii-clients.txt';

/** @throws Error when it would be open to strangers, or the store or the clients cannot be read. */
export async function startTaxii(options: TaxiiServerOptions): Promise<TaxiiServer> {
  requireSafe(options);
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const file = join(options.data, CLIENTS_FILE);
  const isNew = ensureTaxiiClients(file);
  const clientOf = readTaxiiClients(file);
  const store = await openSharedStore(join(options.data, SHARED_FILE));
  const parts: TaxiiParts = { store, now: options.now, newId: randomUUID, title: options.title };
  const { url, stop } = await servePlain(
    {
      maxBodyBytes: MAX_CONTENT_BYTES,
      refuse: ({ headers }) => refuseStranger(headers['authorization'], clientOf),
      answer: (request) => handleTaxii(request, parts, clientOf),
      fault: taxiiError,
    },
    options,
    store,
  );
  return { url: `${url}/taxii2/`, clients: file, isNew, stop };
}
