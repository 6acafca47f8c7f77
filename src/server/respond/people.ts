// SPDX-License-Identifier: Apache-2.0
// Who was hit: a query over the stored events, in two passes and constant memory but for the answer.
import { createHash } from 'node:crypto';
import type { EventLog } from '../../core/ports/index.ts';
import type { ChainEvent } from '../../model/index.ts';
import { type Affected, type AffectedQuery, createAffected } from '../../respond/index.ts';

const PAGE = 1000;

/** @returns what was found, and the SHA-256 of the events that were asked. */
export async function affectedIn(
  log: Pick<EventLog, 'read' | 'status'>,
  query: AffectedQuery,
): Promise<Affected & { readonly events: string }> {
  const affected = createAffected(query);
  const digest = createHash('sha256');
  // What comes while it is asked is not asked for: both passes see the same events.
  const { next } = await log.status();
  for await (const { body, event } of eventsIn(log, next)) {
    digest.update(body).update('\n');
    affected.look(event);
  }
  for await (const { event } of eventsIn(log, next)) affected.join(event);
  return { ...affected.end(), events: `sha256:${digest.digest('hex')}` };
}

async function* eventsIn(
  log: Pick<EventLog, 'read'>,
  to: number,
): AsyncGenerator<{ readonly body: string; readonly event: ChainEvent }> {
  for (let from = 0; from < to; ) {
    const records = await log.read({ from, limit: PAGE });
    for (const { offset, body } of records) {
      if (offset >= to) return;
      const event = eventOf(body);
      if (event !== undefined) yield { body, event };
    }
    const last = records.at(-1);
    if (last === undefined) return;
    from = last.offset + 1;
  }
}

/** Undefined for a record that is no event of ours. */
function eventOf(body: string): ChainEvent | undefined {
  try {
    const value = JSON.parse(body) as Partial<ChainEvent> | null;
    const isEvent = typeof value?.type === 'string' && typeof value.keys === 'object' && value.keys !== null;
    return isEvent ? ({ data: {}, time: 0, ...value } as ChainEvent) : undefined;
  } catch {
    return undefined;
  }
}
