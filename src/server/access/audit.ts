// SPDX-License-Identifier: Apache-2.0
// Who changed what and who read of persons, in a log of evidence of its own, so that nobody changes it unseen.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../core/canonical-json.ts';
import { ED25519, generateKey, openLog, signerFrom } from '../../evidence/index.ts';
import { openEvidenceStore, readKeyFiles, writeKeyFile } from '../../platform/index.ts';

export interface Deed {
  /** `person:ada`, `token:ci`, `machine`, `nobody`. */
  readonly actor: string;
  readonly kind: 'api.read' | 'api.write' | 'api.written';
  /** Operation of the API. */
  readonly subject: string;
  readonly body: Readonly<Record<string, Json>>;
  /** Kept apart, so that it can be erased: addresses, what was searched for. */
  readonly personal: Readonly<Record<string, Json>>;
}

export interface Audit {
  /** On disk when it resolves. @throws Error when it cannot be. */
  record(deed: Deed): Promise<void>;
  close(): Promise<void>;
}

const ORIGIN = 'ensuresec.local/audit';

/** @param folder as `ensuresec evidence --log` reads it; made when it is not there. */
export async function openAudit(folder: string, now: () => number): Promise<Audit> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keys = join(folder, 'keys');
  const store = await openEvidenceStore(join(folder, 'log.db'));
  try {
    const log = await openLog({
      store,
      origin: ORIGIN,
      signer: (vkey) =>
        readKeyFiles(keys)
          .map((pem) => signerFrom(ORIGIN, ED25519, pem))
          .find((signer) => signer?.verifier.vkey === vkey),
      create: () => {
        const pem = generateKey();
        const signer = signerFrom(ORIGIN, ED25519, pem);
        if (signer === undefined) throw new Error('The key that was made is none');
        writeKeyFile(keys, signer.verifier.id, pem);
        return signer;
      },
      now,
      random: randomBytes,
    });
    return {
      record: async (deed) => {
        await log.append([deed]);
      },
      close: async () => {
        await log.drained();
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
