// SPDX-License-Identifier: Apache-2.0
// Received → events → the log. Nothing is acknowledged before the log has said that it is on disk.
import {
  type Batch,
  type Decoded,
  type Decoder,
  type EventLog,
  type Intake,
  MAX_BODY_CHARS,
  type NewDeadLetter,
  type NewRecord,
  type Received,
  type Taken,
  type Unread,
} from '../../core/ports/index.ts';
import type { ChainEvent } from '../../model/index.ts';
import type { Counters } from '../metrics.ts';
import type { Health } from '../report.ts';

export interface IntakeOptions {
  readonly log: EventLog;
  readonly decode: Decoder<ChainEvent>;
  readonly counters: Counters;
  readonly health: Health;
  /** Told of every source that sent something that was stored. */
  readonly seen: (source: string, at: number) => void;
  /** Told that there is something to read in the log. */
  readonly wake: () => void;
}

export function createIntake({ log, decode, counters, health, seen, wake }: IntakeOptions): Intake {
  return async (received) => {
    const { source } = received;
    counters.add('ensuresec_received_bytes_total', received.bytes.length, { source });
    const { batch, unread, repeated = 0, denied, remember } = toBatch(received, decode);
    const appended = await log.append(batch);
    if (appended.status !== 'busy')
      health.set('storage', appended.status === 'failed' ? appended.reason : undefined);
    if (appended.status !== 'stored') {
      counters.add('ensuresec_refused_total', 1, { source, why: appended.status });
      return appended;
    }
    remember?.();
    const { stored } = appended;
    const duplicates = appended.duplicates + repeated;
    if (denied !== undefined) counters.add('ensuresec_denied_total', 1, { source });
    counters.add('ensuresec_events_stored_total', stored, { source });
    counters.add('ensuresec_duplicates_total', duplicates, { source });
    counters.add('ensuresec_unread_total', unread.length, { source });
    if (received.bytes.length > 0 && denied === undefined) seen(source, received.receivedAt);
    if (stored > 0) wake();
    const taken: Taken = { status: 'stored', stored, duplicates, unread };
    return denied === undefined ? taken : { ...taken, denied };
  };
}

interface Read extends Omit<Decoded<ChainEvent>, 'events'> {
  readonly batch: Batch;
}

function toBatch(received: Received, decode: Decoder<ChainEvent>): Read {
  const { events, unread, ...rest } = received.bytes.length === 0 ? NOTHING : decoded(received, decode);
  const records: NewRecord[] = [];
  const refused: Unread[] = [...unread];
  for (const [at, event] of events.entries()) {
    const body = JSON.stringify(event);
    if (body.length > MAX_BODY_CHARS) refused.push(tooLong(received, at + 1));
    else records.push({ source: event.source, id: event.id, key: keyOf(event), body });
  }
  const batch = {
    records,
    dead: refused.map((each) => deadLetter(received, each)),
    ...(received.position === undefined ? {} : { mark: received.position }),
  };
  return { ...rest, batch, unread: refused };
}

const NOTHING: Decoded<ChainEvent> = { events: [], unread: [] };

/** A fault of a reader is one of ours: what it was given is kept like anything that cannot be read, and the rest goes on. */
function decoded(received: Received, decode: Decoder<ChainEvent>): Decoded<ChainEvent> {
  try {
    return decode(received);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      events: [],
      unread: [{ reason: `The reader failed: ${why}`, bytes: received.bytes, record: 1 }],
    };
  }
}

function tooLong({ bytes }: Received, record: number): Unread {
  return { reason: `The event is longer than ${MAX_BODY_CHARS} characters`, bytes, record };
}

/** What orders events: what they are about, else the first key, else where they come from. */
function keyOf({ subject, keys, source }: ChainEvent): string {
  return subject ?? Object.values(keys)[0] ?? source;
}

function deadLetter({ bytes: _, position: __, ...context }: Received, unread: Unread): NewDeadLetter {
  return {
    source: context.source,
    reason: unread.reason,
    // A copy: a view would carry all of the body with it into the thread of the log.
    bytes: Uint8Array.from(unread.bytes),
    context: JSON.stringify(context),
  };
}

export interface Replayed {
  readonly mended: number;
  readonly left: number;
}

/** Reads every dead letter again, after a fix. What is understood now goes into the log and is a dead letter no longer. */
export async function replayDeadLetters(log: EventLog, decode: Decoder<ChainEvent>): Promise<Replayed> {
  let mended = 0;
  let left = 0;
  for (let from = 0; ; ) {
    const letters = await log.deadLetters({ from, limit: 100 });
    for (const { offset, context, bytes } of letters) {
      const received = { ...(JSON.parse(context) as Omit<Received, 'bytes'>), bytes };
      const { batch, unread } = toBatch(received, decode);
      if (unread.length > 0) left++;
      else if ((await log.append({ ...batch, mended: [offset] })).status === 'stored') mended++;
      else left++;
      from = offset + 1;
    }
    if (letters.length === 0) return { mended, left };
  }
}
