// SPDX-License-Identifier: Apache-2.0
// Group commit: all who wait share one transaction, one signature and one sync.
import { EvidenceError, type EvidenceWrite } from '../../core/ports/index.ts';
import type { Signer } from '../note/key.ts';
import { type Draft, type DraftSource, draftsOf } from './draft.ts';
import { KEY_CHANGED, KEY_CONFIRMED, ownEntries } from './keys.ts';
import { type LogOptions, load, plan, type State } from './state.ts';

export interface Receipt {
  /** First entry of those that were appended, and how many. */
  readonly first: number;
  readonly count: number;
  readonly checkpoint: string;
}

/** What goes into the same transaction. */
export interface Beside {
  readonly erased?: EvidenceWrite['erased'];
  /** Signs together with the present key, and alone from then on. */
  readonly nextSigner?: Signer;
}

interface Waiting {
  readonly source: DraftSource;
  readonly beside: Beside;
  readonly done: (receipt: Receipt) => void;
  readonly failed: (error: unknown) => void;
}

/** Records that one commit takes, and that may wait. */
const MAX_GROUP = 4096;
const MAX_WAITING = 100_000;

export interface Writer {
  state(): State;
  push(source: DraftSource, beside?: Beside): Promise<Receipt>;
  drained(): Promise<void>;
}

export async function createWriter(options: LogOptions): Promise<Writer> {
  let state = await load(options);
  let waiting: Waiting[] = [];
  let records = 0;
  // After a commit that failed nobody knows what is on disk: the head is read again before the next one.
  let isStale = false;
  let running: Promise<void> | undefined;

  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      if (isStale) state = await load(options);
      isStale = false;
      const { signer } = state;
      if (signer === undefined) throw new EvidenceError('refused', 'The private key of the log is not here');
      const { accepted, drafts } = draftAll(group, state.head.size, options);
      const next = accepted[0]?.beside.nextSigner;
      if (drafts.length === 0) return answer(accepted, state);
      const { write, frontier, head } = plan(state, drafts, next === undefined ? [signer] : [signer, next]);
      isStale = true;
      await options.store.commit({ ...write, erased: accepted.flatMap(({ beside }) => beside.erased ?? []) });
      isStale = false;
      for (const { root } of write.blocks) state.upper.add(root);
      const before = state;
      state = { ...state, frontier, head, note: write.checkpoint, signer: next ?? signer };
      answer(accepted, before, write.checkpoint);
      // The checkpoint of both keys must be kept before another one takes its place.
      if (next !== undefined) waiting = [confirmation(write.checkpoint), ...waiting];
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  };
  const run = async (): Promise<void> => {
    // Everything that asks in this turn of the event loop shares the sync.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const group = nextGroup(waiting);
      waiting = waiting.slice(group.length);
      await commit(group);
      records -= group.reduce((sum, { source }) => sum + sizeOf(source), 0);
    }
    running = undefined;
  };
  const push: Writer['push'] = (source, beside = {}) =>
    new Promise((done, failed) => {
      if (records >= MAX_WAITING)
        return failed(new EvidenceError('busy', `${records} records wait to be written: come again`));
      records += sizeOf(source);
      waiting.push({ source, beside, done, failed });
      running ??= run();
    });
  const last = ownEntries(await options.store.own()).at(-1);
  if (last?.kind === KEY_CHANGED && last.index === state.head.size - 1 && state.signer !== undefined)
    await push(confirmationOf(state.note));
  return { state: () => state, push, drained: async () => running };
}

function confirmationOf(checkpoint: string): DraftSource {
  return { own: { kind: KEY_CONFIRMED, body: { checkpoint }, actor: 'ensuresec' } };
}

/** Nobody waits for it; when it fails, opening the log again makes up for it. */
function confirmation(checkpoint: string): Waiting {
  const ignore = (): void => undefined;
  return { source: confirmationOf(checkpoint), beside: {}, done: ignore, failed: ignore };
}

/** A record that cannot be an entry fails its own call only. */
function draftAll(
  group: readonly Waiting[],
  start: number,
  options: LogOptions,
): { readonly accepted: readonly Waiting[]; readonly drafts: readonly Draft[] } {
  const accepted: Waiting[] = [];
  const drafts: Draft[] = [];
  for (const each of group)
    try {
      for (const draft of draftsOf(each.source, start + drafts.length, options)) drafts.push(draft);
      accepted.push(each);
    } catch (error) {
      each.failed(error);
    }
  return { accepted, drafts };
}

function answer(accepted: readonly Waiting[], before: State, checkpoint = before.note): void {
  let first = before.head.size;
  for (const { source, done } of accepted) {
    const count = sizeOf(source);
    done({ first, count, checkpoint });
    first += count;
  }
}

function sizeOf(source: DraftSource): number {
  return 'records' in source ? source.records.length : 1;
}

/** Those who wait, up to a bound; a change of keys is a commit of its own. */
function nextGroup(waiting: readonly Waiting[]): readonly Waiting[] {
  const isAlone = ({ beside }: Waiting): boolean => beside.nextSigner !== undefined;
  if (waiting[0] !== undefined && isAlone(waiting[0])) return waiting.slice(0, 1);
  let count = 0;
  const end = waiting.findIndex((each, at) => {
    count += sizeOf(each.source);
    return at > 0 && (count > MAX_GROUP || isAlone(each));
  });
  return end < 0 ? waiting : waiting.slice(0, end);
}
