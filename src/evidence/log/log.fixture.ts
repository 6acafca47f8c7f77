// SPDX-License-Identifier: Apache-2.0
// A log in memory, with a store whose disk can fail.
import type { EvidenceStore, Secret, StoredEntry } from '../../core/ports/index.ts';
import { EvidenceError } from '../../core/ports/index.ts';
import { ED25519, generateKey, type Signer, signerFrom } from '../note/key.ts';
import { type EvidenceLog, openLog } from './log.ts';
import type { NewRecord } from './record.ts';

export const key = generateKey;

export function note(text: string): NewRecord {
  return { actor: 'tester', kind: 'note', body: { text } };
}

export interface MemoryStore extends EvidenceStore {
  readonly rows: StoredEntry[];
  commits(): number;
  /** The commit `on` from here, counted from 1, fails before or after it is stored. */
  fail(when: 'before' | 'after', on?: number): void;
}

export function createMemoryStore(): MemoryStore {
  const rows: StoredEntry[] = [];
  const blocks: Uint8Array[] = [];
  let secrets: Secret[] = [];
  let checkpoint: string | undefined;
  let commits = 0;
  let failing: { when: 'before' | 'after'; at: number } | undefined;
  return {
    rows,
    commits: () => commits,
    fail: (when, on = 1) => {
      failing = { when, at: commits + on };
    },
    head: async () => ({
      checkpoint,
      blocks: Buffer.concat(blocks),
      tail: Buffer.concat(rows.slice(blocks.length * 256).map(({ leaf }) => leaf)),
    }),
    commit: async (write) => {
      commits++;
      const isFailing = failing?.at === commits;
      if (isFailing && failing?.when === 'before') throw new EvidenceError('io', 'The disk fails');
      rows.push(...write.entries);
      blocks.push(...write.blocks.map(({ root }) => root));
      secrets.push(...write.secrets);
      secrets = secrets.filter(
        ({ index, name }) => !write.erased.some((each) => each.index === index && each.name === name),
      );
      checkpoint = write.checkpoint;
      if (isFailing) throw new EvidenceError('io', 'The disk fails');
    },
    entries: async (from, to) => rows.filter(({ index }) => index >= from && index < to),
    leaves: async (from, to) => Buffer.concat(rows.slice(from, to).map(({ leaf }) => leaf)),
    own: async () => rows.filter(({ own }) => own),
    secrets: async (index) => secrets.filter((each) => each.index === index),
    close: async () => undefined,
  };
}

export interface Fixture {
  readonly store: MemoryStore;
  readonly keys: Map<string, Signer>;
  open(): Promise<EvidenceLog>;
}

export function createLog(origin = 'test.example/log'): Fixture {
  const store = createMemoryStore();
  const keys = new Map<string, Signer>();
  let time = Date.UTC(2026, 0, 1);
  let seed = 1;
  return {
    store,
    keys,
    open: () =>
      openLog({
        store,
        origin,
        signer: (vkey) => keys.get(vkey),
        create: () => {
          const signer = signerFrom(origin, ED25519, generateKey()) as Signer;
          keys.set(signer.verifier.vkey, signer);
          return signer;
        },
        now: () => time++,
        random: (bytes) => Buffer.alloc(bytes, seed++),
      }),
  };
}
