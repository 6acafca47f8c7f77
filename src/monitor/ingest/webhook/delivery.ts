// SPDX-License-Identifier: Apache-2.0
// A delivery of a webhook, and what the operator has set up for its sender.
import type { Sender, Trust } from '../../../model/index.ts';
import type { RefusalCode } from '../received.ts';

export interface Delivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it came, byte for byte. */
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
}

/** What the operator got from the sender, or pinned of it. */
export interface SenderKeys {
  /** Secrets, certificates or public keys in PEM; several while one is replaced by the next. */
  readonly keys: readonly string[];
  /** Values that are part of what is signed, such as the id of the webhook. */
  readonly settings?: Readonly<Record<string, string>>;
}

export type SenderRules = Pick<
  Sender,
  'id' | 'body' | 'scheme' | 'items' | 'item' | 'delivery' | 'unsigned' | 'context'
>;

export type Verified =
  | {
      readonly ok: true;
      readonly trust: Trust;
      /** Seconds since it was signed, where the sender tells. */
      readonly age?: number;
      /** What was signed: the same bytes twice are a replay. */
      readonly signed: Uint8Array;
    }
  | { readonly ok: false; readonly code: RefusalCode; readonly reason: string };

export const refusal = (code: RefusalCode, reason: string): Verified => ({ ok: false, code, reason });
