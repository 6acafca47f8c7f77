// SPDX-License-Identifier: Apache-2.0
// The Learning Record Store over HTTP, under `/xapi`.
import { createHash, randomUUID, verify, X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { handleLrs, type LrsParts, refuseUnknown, type SignedText } from '../../awareness/index.ts';
import { openLrsStore } from '../../platform/index.ts';
import {
  type PlainAnswer,
  type PlainHead,
  type PlainListening,
  requireSafe,
  servePlain,
} from '../plain-app.ts';
import { ensureClients, type LrsClients, readClients } from './clients.ts';

export interface LrsServerOptions extends PlainListening {
  /** Folder of the store; made when it is not there. */
  readonly data: string;
  /** File with keys and secrets; one with a first pair is made in the folder when undefined. */
  readonly clients?: string;
  readonly now: () => number;
}

export interface LrsServer {
  /** Base of the resources. */
  readonly url: string;
  readonly clients: string;
  /** Whether the file was made now. */
  readonly isNew: boolean;
  stop(): Promise<void>;
}

const BASE = '/xapi';
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** @throws Error when it would be open to strangers, or the store or the clients cannot be read. */
export async function startLrs(options: LrsServerOptions): Promise<LrsServer> {
  requireSafe(options);
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  const file = options.clients ?? join(options.data, 'lrs-clients.txt');
  const isNew = options.clients === undefined && ensureClients(file);
  const clients = readClients(file);
  const store = await openLrsStore(join(options.data, 'lrs.db'));
  const parts: LrsParts = {
    store,
    now: options.now,
    newId: randomUUID,
    hash: (name, data) => createHash(name).update(data).digest('hex'),
    isSigned,
    base: BASE,
  };
  const { url, stop } = await servePlain(
    {
      maxBodyBytes: MAX_BODY_BYTES,
      refuse: (head) =>
        head.path.startsWith(`${BASE}/`)
          ? refuseUnknown(below(head), parts, authorityIn(head, clients))
          : fault(404, 'There is nothing at this address'),
      answer: (request) => handleLrs(below(request), parts, authorityIn(request, clients)),
      fault,
    },
    options,
    store,
  );
  return { url: `${url}${BASE}`, clients: file, isNew, stop };
}

function fault(status: number, error: string): PlainAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ error }) };
}

function below<T extends PlainHead>(request: T): T {
  return { ...request, path: request.path.slice(BASE.length).replace(/(?<=.)\/$/, '') };
}

function authorityIn({ headers }: PlainHead, clients: LrsClients) {
  return (authorization: string | undefined): object | undefined => {
    const key = clients.keyOf(authorization);
    return key === undefined
      ? undefined
      : {
          objectType: 'Agent',
          account: { homePage: `http://${headers['host'] ?? ''}${BASE}`, name: key },
        };
  };
}

const DIGESTS = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' } as const;

function isSigned({ algorithm, text, signature, certificate }: SignedText): boolean {
  try {
    const { publicKey } = new X509Certificate(certificate);
    return (
      publicKey.asymmetricKeyType === 'rsa' &&
      verify(DIGESTS[algorithm], Buffer.from(text), publicKey, signature)
    );
  } catch {
    return false;
  }
}
