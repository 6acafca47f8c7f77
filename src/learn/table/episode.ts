// SPDX-License-Identifier: Apache-2.0
// A stretch of history whose events are known to be usual, or part of an attack.
import type { ChainEvent } from '../../model/index.ts';

export interface Episode {
  /** In the order of time. */
  readonly events: readonly ChainEvent[];
  /** By id of the event: the attack that it is part of. Events that are not named are usual. */
  readonly attackOf: ReadonlyMap<string, string>;
  /** By type, where older events were too many to keep: the time from which on all are there. */
  readonly since?: ReadonlyMap<string, number>;
}
