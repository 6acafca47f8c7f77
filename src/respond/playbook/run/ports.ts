// SPDX-License-Identifier: Apache-2.0
// What a run asks of its surroundings.
import type { EventLog } from '../../../core/ports/index.ts';
import type { Signer } from '../trust.ts';
import type { Adapter } from './adapter.ts';
import type { RunPolicy } from './policy.ts';

/** The process is to end now: no adapter may turn it into an answer. */
export class Stopped extends Error {}

export interface RunClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves with true at that time, or with false when it is too far away to wait for: the run then goes on another time. */
  until(due: number): Promise<boolean>;
  /** Aborts at that time. `end` lets go of the timer. */
  alarm(due: number | undefined): { readonly signal: AbortSignal; end(): void };
}

/** Secrets of the operator. They are named in playbooks and events, and are put in only where a request goes out. */
export interface Secrets {
  has(name: string): boolean;
  /** @throws Error when it cannot be read. */
  take(name: string): string;
  /** The text without any secret that was taken. */
  redact(text: string): string;
}

export const NO_SECRETS: Secrets = {
  has: () => false,
  take: (name) => {
    throw new Error(`There is no secret ${name}`);
  },
  redact: (text) => text,
};

export interface RunPorts {
  readonly log: EventLog;
  readonly clock: RunClock;
  readonly adapters: readonly Adapter[];
  readonly policy: RunPolicy;
  readonly secrets: Secrets;
  /** Whose playbooks may begin in earnest; all where there is none. Asked for at that beginning alone. @throws RunError. */
  readonly signers: () => readonly Signer[];
  /** Who makes the run go on. */
  readonly actor: string;
  /** Somebody stops the run: what is begun comes to its end, and nothing else begins. */
  readonly isStopped?: () => boolean;
}
