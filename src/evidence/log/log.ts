// SPDX-License-Identifier: Apache-2.0
// The log: one writer, one store. What is appended is hashed, signed and stored in one transaction, and acknowledged when
// that is on disk.
import { EvidenceError } from '../../core/ports/index.ts';
import { consistencyProof, inclusionProof } from '../merkle/tree.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import type { Signer } from '../note/key.ts';
import type { WitnessBody } from '../note/witness.ts';
import { ERASED, KEY_CHANGED, type OwnEntry, ownEntries, WITNESSED } from './keys.ts';
import type { NewRecord } from './record.ts';
import type { LogOptions } from './state.ts';
import { nodesFor } from './tree.ts';
import { createWriter, type Receipt } from './writer.ts';

export interface InclusionProof {
  readonly index: number;
  readonly data: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: string;
}

/** @throws EvidenceError from every call; what was not acknowledged may be there or not. */
export interface EvidenceLog {
  /** Resolves when the records and a checkpoint over them are on disk. Callers that wait at the same time share one sync. */
  append(records: readonly NewRecord[]): Promise<Receipt>;
  /** Deletes personal values of an entry for good and records that it was done. */
  erase(index: number, names: readonly string[], actor: string, reason: string): Promise<Receipt>;
  /** Signs with another key from here on. Keep the private key before calling. */
  changeKey(next: Signer, actor: string): Promise<Receipt>;
  /** Records that somebody outside vouches for the log. */
  witnessed(body: WitnessBody, actor: string): Promise<Receipt>;
  prove(index: number): Promise<InclusionProof>;
  proveConsistency(size: number): Promise<readonly Uint8Array[]>;
  /** The signed note over all entries. */
  checkpoint(): string;
  head(): Checkpoint;
  own(): Promise<readonly OwnEntry[]>;
  /** Resolves when nothing waits any more. The store is closed by who opened it. */
  drained(): Promise<void>;
}

export async function openLog(options: LogOptions): Promise<EvidenceLog> {
  const { store } = options;
  const writer = await createWriter(options);
  const size = (): number => writer.state().head.size;
  return {
    append: (records) => writer.push({ records }),
    erase: async (index, names, actor, reason) => {
      const held = (await store.secrets(index)).map(({ name }) => name);
      const missing = names.filter((name) => !held.includes(name));
      if (missing.length > 0)
        throw new EvidenceError(
          'refused',
          `Entry ${index} holds no personal value ${missing.map((name) => `\`${name}\``).join(', ')}: ${held.length === 0 ? 'it has none, or they are erased already' : `expected ${held.join(', ')}`}`,
        );
      const erased = names.map((name) => ({ index, name }));
      return writer.push(
        { own: { kind: ERASED, body: { index, names: [...names], reason }, actor } },
        { erased },
      );
    },
    changeKey: (next, actor) =>
      writer.push(
        { own: { kind: KEY_CHANGED, body: { key: next.verifier.vkey }, actor } },
        { nextSigner: next },
      ),
    witnessed: (body, actor) => writer.push({ own: { kind: WITNESSED, body, actor } }),
    prove: async (index) => {
      const { upper, note } = writer.state();
      const total = size();
      if (!(Number.isSafeInteger(index) && index >= 0 && index < total))
        throw new EvidenceError('refused', `Cannot prove entry ${index}: the log has ${total}, from 0 on`);
      const nodeAt = await nodesFor(store, upper, total, [index, total - 1]);
      const [entry] = await store.entries(index, index + 1);
      if (entry === undefined) throw new EvidenceError('corrupt', `Entry ${index} is missing in the store`);
      return { index, data: entry.data, proof: inclusionProof(index, total, nodeAt), checkpoint: note };
    },
    proveConsistency: async (from) => {
      const { upper } = writer.state();
      const total = size();
      if (!(Number.isSafeInteger(from) && from > 0 && from <= total))
        throw new EvidenceError('refused', `Cannot prove from size ${from}: expected 1 up to ${total}`);
      return consistencyProof(from, total, await nodesFor(store, upper, total, [from - 1, total - 1]));
    },
    checkpoint: () => writer.state().note,
    head: () => writer.state().head,
    own: async () => ownEntries(await store.own()),
    drained: () => writer.drained(),
  };
}
