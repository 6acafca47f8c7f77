// SPDX-License-Identifier: Apache-2.0
// What a writer holds in memory between commits, and how it comes back after a restart.
import { EvidenceError, type EvidenceStore, type EvidenceWrite } from '../../core/ports/index.ts';
import type { Frontier } from '../merkle/frontier.ts';
import { type Checkpoint, checkpointText, parseCheckpoint } from '../note/checkpoint.ts';
import { parseVerifier, type Signer } from '../note/key.ts';
import { parseNote, signersOf, signNote } from '../note/note.ts';
import { type Draft, draftsOf } from './draft.ts';
import { CREATED, latestKey, ownEntries } from './keys.ts';
import { BLOCK_LEVEL, frontierOf, type UpperNodes } from './tree.ts';

export interface LogOptions {
  readonly store: EvidenceStore;
  /** Name of a new log; one that exists keeps its name. */
  readonly origin: string;
  /** The private key for a verifier key, or undefined when it is not here: then the log can be read only. */
  readonly signer: (vkey: string) => Signer | undefined;
  /** The key of a new log; absent: a log that does not exist is refused. */
  readonly create?: () => Signer;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

export interface State {
  readonly frontier: Frontier;
  readonly upper: UpperNodes;
  readonly note: string;
  readonly head: Checkpoint;
  readonly signer: Signer | undefined;
}

/** Reads the head, and refuses one that does not fit its own entries. Makes a new log when that is wanted. */
export async function load(options: LogOptions): Promise<State> {
  const { store, create, origin } = options;
  let stored = await store.head();
  if (stored.checkpoint === undefined) {
    if (create === undefined) throw new EvidenceError('refused', 'There is no log here yet');
    const signer = create();
    const body = { origin, key: signer.verifier.vkey };
    const empty = frontierOf(stored);
    const drafts = draftsOf({ own: { kind: CREATED, body, actor: 'ensuresec' } }, 0, options);
    const { write } = plan({ ...empty, head: { origin } }, drafts, [signer]);
    await store.commit(write);
    stored = await store.head();
  }
  const { frontier, upper } = frontierOf(stored);
  const note = parseNote(stored.checkpoint ?? '');
  const head = note && parseCheckpoint(note.text);
  const vkey = latestKey(ownEntries(await store.own()));
  const verifier = vkey === undefined ? undefined : parseVerifier(vkey);
  if (note === undefined || head === undefined || verifier === undefined)
    throw new EvidenceError('corrupt', 'The checkpoint or the key of the log cannot be read');
  if (signersOf(note, [verifier])?.length !== 1)
    throw new EvidenceError(
      'corrupt',
      `The checkpoint is not signed by the key of the log, ${verifier.vkey}`,
    );
  if (head.size !== frontier.size || !Buffer.from(head.root).equals(frontier.root()))
    throw new EvidenceError(
      'corrupt',
      `The ${frontier.size} stored entries are not the ${head.size} of the signed checkpoint; \`evidence verify\` says where`,
    );
  return { frontier, upper, note: stored.checkpoint ?? '', head, signer: options.signer(verifier.vkey) };
}

export interface Plan {
  readonly write: EvidenceWrite;
  readonly frontier: Frontier;
  readonly head: Checkpoint;
}

/** What a commit writes, and the frontier after it. */
export function plan(
  at: { readonly frontier: Frontier; readonly head: Pick<Checkpoint, 'origin'> },
  drafts: readonly Draft[],
  signers: readonly Signer[],
): Plan {
  const frontier = at.frontier.copy();
  const blocks: { number: number; root: Uint8Array }[] = [];
  for (const { entry } of drafts)
    frontier.add(entry.leaf, (level, root) => {
      if (level === BLOCK_LEVEL) blocks.push({ number: Math.floor(frontier.size / 2 ** BLOCK_LEVEL), root });
    });
  const head = { origin: at.head.origin, size: frontier.size, root: frontier.root() };
  const secrets = drafts.flatMap((draft) => draft.secrets);
  const checkpoint = signNote(checkpointText(head), signers);
  const entries = drafts.map(({ entry }) => entry);
  return { write: { entries, blocks, secrets, erased: [], checkpoint }, frontier, head };
}
