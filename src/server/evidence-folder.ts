// SPDX-License-Identifier: Apache-2.0
// A log of evidence in a folder, as `ensuresec evidence --log` reads it: `log.db` and `keys`.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EvidenceStore } from '../core/ports/index.ts';
import {
  ED25519,
  type EvidenceLog,
  generateKey,
  latestKey,
  openLog,
  type Signer,
  signerFrom,
} from '../evidence/index.ts';
import { openEvidenceStore, readKeyFiles, writeKeyFile } from '../platform/index.ts';

export interface EvidenceFolder {
  readonly log: EvidenceLog;
  readonly store: EvidenceStore;
  /** Who signs for it now; undefined when the key is not in the folder any more. */
  signer(): Promise<Signer | undefined>;
  close(): Promise<void>;
}

const DATABASE = 'log.db';

export function hasEvidence(folder: string): boolean {
  return existsSync(join(folder, DATABASE));
}

/** Made when it is not there. @throws Error when it cannot be opened. */
export async function openEvidence(
  folder: string,
  origin: string,
  now: () => number,
): Promise<EvidenceFolder> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keys = join(folder, 'keys');
  const store = await openEvidenceStore(join(folder, DATABASE));
  const signerOf = (vkey: string): Signer | undefined =>
    readKeyFiles(keys)
      .map((pem) => signerFrom(vkey.split('+')[0] ?? origin, ED25519, pem))
      .find((signer) => signer?.verifier.vkey === vkey);
  try {
    const log = await openLog({
      store,
      origin,
      signer: signerOf,
      create: () => {
        const pem = generateKey();
        const signer = signerFrom(origin, ED25519, pem);
        if (signer === undefined) throw new Error('The key that was made is none');
        writeKeyFile(keys, signer.verifier.id, pem);
        return signer;
      },
      now,
      random: randomBytes,
    });
    return {
      log,
      store,
      signer: async () => signerOf(latestKey(await log.own()) ?? ''),
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
