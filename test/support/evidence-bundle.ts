// SPDX-License-Identifier: Apache-2.0
// A log with two keys and a witness, and a bundle of it, the same in every run but for keys and salts.
import {
  COSIGNATURE,
  cosign,
  ED25519,
  fromCosignature,
  generateKey,
  openLog,
  type Signer,
  signerFrom,
  type WitnessBody,
  writeBundle,
} from '../../src/evidence/index.ts';
import { createMemoryStore } from '../../src/evidence/log/log.fixture.ts';

const ORIGIN = 'test.example/log';

const signerOf = (name: string, type: typeof ED25519 | typeof COSIGNATURE): Signer =>
  signerFrom(name, type, generateKey()) as Signer;

export interface MadeBundle {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly key: string;
  readonly signer: Signer;
}

/** `size` is at least 6. */
export async function makeBundle(size: number, shown: readonly number[]): Promise<MadeBundle> {
  const store = createMemoryStore();
  const first = signerOf(ORIGIN, ED25519);
  const next = signerOf(ORIGIN, ED25519);
  const signers = [first, next];
  let time = Date.UTC(2026, 0, 1);
  const log = await openLog({
    store,
    origin: ORIGIN,
    signer: (vkey) => signers.find(({ verifier }) => verifier.vkey === vkey),
    create: () => first,
    now: () => time++,
    random: (bytes) => Buffer.alloc(bytes, time),
  });
  const record = (at: number) => ({
    actor: 'a',
    kind: 'note',
    body: { text: `record ${at} – ü` },
    personal: { name: `person ${at}` },
  });
  await log.append(Array.from({ length: Math.floor(size / 2) - 1 }, (_, at) => record(at)));
  const witness = signerOf('witness.example/w', COSIGNATURE);
  const cosigned = cosign(log.checkpoint(), witness, 1_767_000_000);
  await log.witnessed(fromCosignature(cosigned, witness.verifier.vkey) as WitnessBody, 'a');
  await log.changeKey(next, 'a');
  await log.drained();
  const rest = size - log.head().size;
  await log.append(Array.from({ length: rest }, (_, at) => record(1000 + at)));
  const bytes = await writeBundle({
    store,
    checkpoint: log.checkpoint(),
    signer: next,
    entries: shown,
    fields: shown.slice(0, 1).map((index) => ({ index, name: 'name' })),
    beside: [{ path: 'README.txt', data: Buffer.from('Read me\n') }],
  });
  return { bytes, size: log.head().size, key: first.verifier.vkey, signer: next };
}
