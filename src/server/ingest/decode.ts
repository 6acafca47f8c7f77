// SPDX-License-Identifier: Apache-2.0
// From what a listener hands on to events, by what the packs know.
import { createHash } from 'node:crypto';
import type { Decoded, Decoder, Received } from '../../core/ports/index.ts';
import type { ChainEvent } from '../../model/index.ts';
import { type IngestKnowledge, type InputFormat, ingest } from '../../monitor/index.ts';

/**
 * @param formats What the configuration says of a source.
 * @param desks Sources whose messages prove who sends them.
 */
export function createDecoder(
  knowledge: IngestKnowledge,
  formats: ReadonlyMap<string, InputFormat>,
  desks: ReadonlyMap<string, Decoder<ChainEvent>>,
): Decoder<ChainEvent> {
  let count = 0;
  return (received) => {
    const desk = desks.get(received.source);
    if (desk !== undefined) return desk(received);
    const { source, bytes, headers, contentType, receivedAt } = received;
    const format = formats.get(source) ?? (received.transport === 'syslog' ? 'syslog' : undefined);
    const { events, refused } = ingest(knowledge, {
      source,
      bytes,
      headers,
      receivedAt,
      trust: received.authenticated ? 'token' : 'unsigned',
      ...(contentType === undefined ? {} : { contentType }),
      ...(format === undefined ? {} : { format }),
      ...sequenceOf(received, () => count++),
    });
    return { events, unread: unreadOf(received, events.length, refused) };
  };
}

/**
 * What tells a message from another one with the same bytes. A line of a file is told by where it stands, so reading it
 * again gives the same event. Messages of syslog may repeat and mean it. A request or a message of a broker that comes
 * again with the same bytes is a repetition.
 */
function sequenceOf(received: Received, next: () => number): { readonly sequence?: string } {
  if (received.position !== undefined) return { sequence: sha256(received.position.value) };
  return received.transport === 'syslog'
    ? { sequence: `${received.receivedAt}-${received.origin}-${next()}` }
    : {};
}

export type Refused = ReturnType<typeof ingest>['refused'][number];

/** Of a message that is one record all of it is kept, of others the record as far as the reader kept it. */
export function unreadOf(
  { bytes }: Received,
  events: number,
  refused: readonly Refused[],
): Decoded<ChainEvent>['unread'] {
  const isWhole = events === 0 && refused.length === 1;
  return refused.map(({ code, reason, line, text }) => ({
    reason: `${code}: ${reason}`,
    record: line,
    bytes: isWhole ? bytes : new TextEncoder().encode(text),
  }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
