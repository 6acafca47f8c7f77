// SPDX-License-Identifier: Apache-2.0
// An event of the ecosystem: a CloudEvents 1.0 envelope, the keys that join it to others, and how far it can be trusted.

/** How an event got here, the most trustworthy first. Rules and proofs may ask for it. */
export const TRUST = ['signed-fresh', 'signed', 'token', 'unsigned', 'polled'] as const;
export type Trust = (typeof TRUST)[number];

export interface ChainEvent {
  /** Unique together with `source` (CloudEvents 1.0 §3.1.1). */
  readonly id: string;
  readonly source: string;
  /** An event type of the pack, such as `badge.event`. */
  readonly type: string;
  /** When it happened, in milliseconds since 1970. */
  readonly time: number;
  readonly subject?: string;
  /** Words of kind `key` of the pack, and the value that joins events; on the wire extension attributes of that name. */
  readonly keys: Readonly<Record<string, string>>;
  readonly trust: Trust;
  /** When it reached us, in milliseconds since 1970. */
  readonly observed?: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The event as flat fields, which rules ask for by name: those of the data, the keys, then those of the envelope. */
export function eventFields(event: ChainEvent): Readonly<Record<string, unknown>> {
  const { keys, data, ...envelope } = event;
  return { ...data, ...keys, ...envelope };
}

/** The event as CloudEvents 1.0 JSON: keys, trust and observed become extension attributes (JSON format §2, §3.1). */
export function cloudEvent(event: ChainEvent): Readonly<Record<string, unknown>> {
  const { id, source, type, time, subject, keys, trust, observed, data } = event;
  return {
    specversion: '1.0',
    id,
    source,
    type,
    time: new Date(time).toISOString(),
    ...(subject === undefined ? {} : { subject }),
    datacontenttype: 'application/json',
    ...keys,
    trust,
    ...(observed === undefined ? {} : { observed: new Date(observed).toISOString() }),
    data,
  };
}
