// SPDX-License-Identifier: Apache-2.0
// Where a walk through a playbook is, and how a branch of it ends.
import type { RunPorts } from './ports.ts';
import type { Recorder } from './recorder.ts';
import type { Frame } from './variables.ts';

export type End = 'success' | 'failure' | 'waiting';

export interface Walk {
  readonly recorder: Recorder;
  readonly ports: RunPorts;
}

/** Where a walk is. */
export interface Place {
  readonly frame: Frame;
  /** Of the steps of this branch. */
  readonly prefix: string;
  /** Nothing begins after it; of the steps around. */
  readonly deadline: number | undefined;
  /** Branches around it. */
  readonly depth: number;
}
