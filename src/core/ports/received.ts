// SPDX-License-Identifier: Apache-2.0
// What a listener hands on: bytes as they came, and what the listener knows about them. What they mean is decided elsewhere.

export type Transport = 'http' | 'syslog' | 'mqtt' | 'file';

export interface Received {
  /** Name of the source in the configuration. */
  readonly source: string;
  readonly transport: Transport;
  /** Media type in lower case, without parameters; absent when the transport tells none. */
  readonly contentType?: string;
  /** Header fields by lower-case name, values as they were sent; only HTTP has some. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where exactly it came from: path of a file, topic, address of the sender. Chosen by others, so escape it. */
  readonly origin: string;
  /** One HTTP body, one syslog message, one MQTT message, or whole lines of a file; unpacked, never cut inside a record. */
  readonly bytes: Uint8Array;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** The sender showed the token of the source. */
  readonly authenticated: boolean;
  /** Stored in one step with what the bytes become, so that a reader goes on exactly behind them. */
  readonly position?: Mark;
}

/** How far a reader of something outside has come. */
export interface Mark {
  readonly name: string;
  readonly value: string;
}

/** A record that could not be understood. It is kept with the reason and can be read again after a fix. */
export interface Unread {
  /** In one sentence, for a person. */
  readonly reason: string;
  readonly bytes: Uint8Array;
  /** 1-based number of the record within what was received. */
  readonly record: number;
}

/** What bytes became. `Event` is the caller's own type, such as `ChainEvent`. */
export interface Decoded<Event> {
  readonly events: readonly Event[];
  readonly unread: readonly Unread[];
  /** Messages that were taken before; there is nothing to store of them. */
  readonly repeated?: number;
  /** Why the sender is not who it says; it is told so. Its message is no dead letter: anybody can send such. */
  readonly denied?: string;
  /** To be called when all of it is on disk. */
  readonly remember?: () => void;
}

/** Never throws on what somebody sent; bounded in time and memory by the length of the bytes. */
export type Decoder<Event> = (received: Received) => Decoded<Event>;

/** What became of something received; only `stored` may be acknowledged to the sender. */
export type Taken =
  | {
      readonly status: 'stored';
      readonly stored: number;
      readonly duplicates: number;
      readonly unread: readonly Unread[];
      readonly denied?: string;
    }
  /** Nothing was kept; the sender shall come again. */
  | { readonly status: 'busy' | 'failed'; readonly reason: string; readonly retryAfterMs: number };

/** Resolves when everything is on disk, or refuses. */
export type Intake = (received: Received) => Promise<Taken>;
