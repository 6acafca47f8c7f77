// SPDX-License-Identifier: Apache-2.0
// Keeps schedules: does what is due, and writes into a log of evidence of its own what was done and what was missed. All
// that it knows it reads from there, so a restart goes on where it was: what was missed meanwhile is told, and nothing is
// done twice.
import { join } from 'node:path';
import type { Json } from '../../core/canonical-json.ts';
import type { Intake } from '../../core/ports/index.ts';
import { type NumberedEntry, readEntries } from '../../evidence/index.ts';
import { type ChainEvent, cloudEvent } from '../../model/index.ts';
import { type EvidenceFolder, openEvidence } from '../evidence-folder.ts';
import type { Counters, Sample } from '../metrics.ts';
import { type Done, dueOf, isDue, missedOf, type Round } from './round.ts';
import { openUnsent, type Unsent } from './unsent.ts';

export interface RoundsOptions {
  /** Folder of the log, as `ensuresec evidence --log` reads it. */
  readonly folder: string;
  /** Asked anew each time: what is to be done may change. @throws Error when that cannot be read. */
  readonly rounds: () => readonly Round[];
  readonly intake: Intake;
  readonly counters: Counters;
  readonly now: () => number;
  readonly onNotice: (text: string) => void;
}

export interface Rounds {
  /** Does what is due, one after the other. */
  tick(): Promise<void>;
  /** For /metrics: seconds until each is too late, below 0 from then on. */
  samples(): readonly Sample[];
  /** Ends what is being done. */
  close(): Promise<void>;
}

const ORIGIN = 'ensuresec.local/rounds';
/** Since when it is judged, and how often it is to be done: written again when that changes or it comes back. */
const BEGUN = 'round.begun';
/** It is not to be done any more. */
const ENDED = 'round.ended';
const RUN = 'round.run';
const MISSED = 'round.missed';
const SOURCE = 'rounds';

/** What the log says of one round; times in milliseconds since 1970. */
interface Kept {
  readonly begun: number;
  readonly everyMs: number;
  isEnded: boolean;
  /** Digests of what was done and is recorded. */
  readonly recorded: Set<string>;
  missedUpTo: number;
  /** Of this process: also of what could not even be tried. */
  tried: number;
  due: number;
}

/** @throws Error when the log cannot be opened. */
export async function openRounds(options: RoundsOptions): Promise<Rounds> {
  const { now, onNotice } = options;
  const evidence = await openEvidence(options.folder, ORIGIN, now);
  const kept = new Map<string, Kept>();
  for (const entry of await readEntries(evidence.store, evidence.log.head().size)) fold(kept, entry);
  const unsent = openUnsent(join(options.folder, 'unsent'));
  const ending = new AbortController();
  const { signal } = ending;
  const keeper: Keeper = { ...options, evidence, kept, unsent, signal };
  /** In this tick and in the one before. */
  let [told, toldBefore] = [new Set<string>(), new Set<string>()];
  const tell = (error: unknown): void => {
    const text = error instanceof Error ? error.message : String(error);
    if (!told.has(text) && !toldBefore.has(text) && !signal.aborted) onNotice(`The schedule waits: ${text}`);
    told.add(text);
  };
  let working: Promise<void> = Promise.resolve();
  const tick = async (): Promise<void> => {
    if (signal.aborted) return;
    [told, toldBefore] = [new Set(), told];
    // What is found is kept, so the schedule goes on when nothing can be sent.
    await sendUnsent(keeper).catch(tell);
    const rounds = options.rounds();
    await endThoseNotIn(keeper, new Set(rounds.map(({ id }) => id)));
    for (const round of rounds) {
      if (signal.aborted) return;
      await keep(keeper, round).catch(tell);
    }
  };
  return {
    tick: () => {
      working = working.then(tick).catch(tell);
      return working;
    },
    samples: () =>
      [...kept]
        .filter(([, { isEnded }]) => !isEnded)
        .map(([round, { due }]) => ({
          name: 'ensuresec_round_due_seconds',
          labels: { round },
          value: (due - now()) / 1000,
        })),
    close: async () => {
      ending.abort();
      await working;
      await evidence.close();
    },
  };
}

interface Keeper extends RoundsOptions {
  readonly evidence: EvidenceFolder;
  readonly kept: Map<string, Kept>;
  readonly unsent: Unsent;
  readonly signal: AbortSignal;
}

async function keep(keeper: Keeper, round: Round): Promise<void> {
  const before = round.done();
  const state = await stateOf(keeper, round, before);
  await recordDone(keeper, round, state, before);
  await tellMissed(keeper, round, state, before);
  state.due = dueOf(round, before, state.begun);
  if (isDue(round, before, state.begun, state.tried, keeper.now())) await doOnce(keeper, round, state);
  await sendUnsent(keeper);
}

async function doOnce(keeper: Keeper, round: Round, state: Kept): Promise<void> {
  state.tried = keeper.now();
  await round.run((events) => keepUnsent(keeper, events), keeper.signal);
  const after = round.done();
  await recordDone(keeper, round, state, after);
  state.due = dueOf(round, after, state.begun);
  const last = after.at(-1);
  if (last?.counts === false) keeper.onNotice(`${round.id} was tried and does not count: ${last.outcome}`);
}

/** What came before another interval is judged by the one of then; what came while it was not to be done is not judged. */
async function stateOf(keeper: Keeper, round: Round, done: readonly Done[]): Promise<Kept> {
  const { kept, now } = keeper;
  const state = kept.get(round.id);
  if (state?.isEnded === false) {
    if (state.everyMs === round.everyMs) return state;
    const then = { ...round, everyMs: state.everyMs };
    await recordDone(keeper, then, state, done);
    await tellMissed(keeper, then, state, done);
  }
  const begun = fresh(now(), round.everyMs, state?.recorded);
  const body = { every: round.everyMs / 1000, at: iso(begun.begun) };
  await record(keeper, [{ kind: BEGUN, round, body }]);
  kept.set(round.id, begun);
  return begun;
}

async function endThoseNotIn(keeper: Keeper, wanted: ReadonlySet<string>): Promise<void> {
  for (const [id, state] of keeper.kept) {
    if (state.isEnded || wanted.has(id)) continue;
    await record(keeper, [{ kind: ENDED, round: { id }, body: { at: iso(keeper.now()) } }]);
    state.isEnded = true;
    keeper.onNotice(`${id} is not on the schedule any more`);
  }
}

/** What was done elsewhere too: the schedule is kept, whoever keeps it. */
async function recordDone(keeper: Keeper, round: Round, state: Kept, done: readonly Done[]): Promise<void> {
  const open = done.filter(({ digest, at }) => at >= state.begun && !state.recorded.has(digest));
  if (open.length === 0) return;
  await record(
    keeper,
    open.map(({ at, outcome, counts, digest }) => ({
      ...{ kind: RUN, round, body: { at: iso(at), outcome, counts, record: digest } },
    })),
  );
  for (const { digest, outcome } of open) {
    state.recorded.add(digest);
    keeper.counters.add('ensuresec_rounds_total', 1, { round: round.id, outcome });
  }
}

/** The event first: its id is the same when it is kept again. */
async function tellMissed(keeper: Keeper, round: Round, state: Kept, done: readonly Done[]): Promise<void> {
  const missed = missedOf(round, done, state.begun, state.missedUpTo, keeper.now());
  const last = missed.at(-1);
  if (last === undefined) return;
  keepUnsent(keeper, missed.map(round.missed));
  await record(
    keeper,
    missed.map((due) => ({ kind: MISSED, round, body: { due: iso(due) } })),
  );
  state.missedUpTo = last;
  keeper.counters.add('ensuresec_rounds_missed_total', missed.length, { round: round.id });
  keeper.onNotice(`${round.id} was not done in time: due ${iso(last)}`);
}

interface Said {
  readonly kind: string;
  readonly round: Pick<Round, 'id'>;
  readonly body: Readonly<Record<string, Json>>;
}

async function record({ evidence }: Keeper, said: readonly Said[]): Promise<void> {
  await evidence.log.append(
    said.map(({ kind, round, body }) => ({ actor: 'machine', kind, subject: round.id, body })),
  );
}

/** @throws Error when they cannot be stored: they come again with the next tick. */
async function send({ intake, now }: Keeper, text: string): Promise<void> {
  const taken = await intake({
    ...{ source: SOURCE, transport: 'http', contentType: 'application/x-ndjson', headers: {} },
    ...{ origin: SOURCE, bytes: new TextEncoder().encode(text), receivedAt: now(), authenticated: true },
  });
  if (taken.status !== 'stored') throw new Error(taken.reason);
}

async function sendUnsent(keeper: Keeper): Promise<void> {
  await keeper.unsent.send((lines) => send(keeper, lines));
}

function keepUnsent({ unsent, now }: Keeper, events: readonly ChainEvent[]): void {
  const lines = events.map((event) => `${JSON.stringify(cloudEvent(event))}\n`).join('');
  if (lines !== '') unsent.add(lines, now());
}

function fresh(begun: number, everyMs: number, recorded = new Set<string>()): Kept {
  const tried = Number.NEGATIVE_INFINITY;
  return { begun, everyMs, isEnded: false, recorded, missedUpTo: begun, tried, due: begun + everyMs };
}

function fold(kept: Map<string, Kept>, { kind, subject, body }: NumberedEntry): void {
  if (subject === undefined) return;
  const said = body as Readonly<Partial<Record<'at' | 'due' | 'record', string>>> & {
    readonly every?: number;
  };
  const at = Date.parse(said.at ?? said.due ?? '');
  const everyMs = Math.round((said.every ?? 0) * 1000);
  if (kind === BEGUN) kept.set(subject, fresh(at, everyMs, kept.get(subject)?.recorded));
  const state = kept.get(subject);
  if (kind === ENDED && state !== undefined) state.isEnded = true;
  if (kind === RUN && said.record !== undefined) state?.recorded.add(said.record);
  if (kind === MISSED && state !== undefined) state.missedUpTo = Math.max(state.missedUpTo, at);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
