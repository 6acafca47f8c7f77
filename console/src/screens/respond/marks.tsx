// SPDX-License-Identifier: Apache-2.0
// How far something is: a shape, a word, and only then a colour.
import type { ReactNode } from 'react';

export type Progress =
  | 'asked'
  | 'parked'
  | 'begun'
  | 'done'
  | 'failed'
  | 'open'
  | 'success'
  | 'failure'
  | 'waiting';

const TICK = <path d="m1 6 4 4 6-8" fill="none" stroke="currentColor" strokeWidth="2.500" />;
const CROSS = <path d="m1 1 10 10M11 1 1 11" stroke="currentColor" strokeWidth="2.500" />;
const HAND = <path d="M6 0 12 6 6 12 0 6Z" fill="currentColor" />;
const RING = <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="2" />;
const BEGUN = (
  <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3 2.200" />
);

export const SHAPES: Readonly<Record<Progress, ReactNode>> = {
  asked: HAND,
  parked: HAND,
  waiting: HAND,
  begun: BEGUN,
  open: RING,
  done: TICK,
  success: TICK,
  failed: CROSS,
  failure: CROSS,
};

const TONE: Readonly<Record<Progress, string>> = {
  asked: 'high',
  parked: 'high',
  waiting: 'high',
  begun: 'unknown',
  open: 'unknown',
  done: 'secure',
  success: 'secure',
  failed: 'insecure',
  failure: 'insecure',
};

export function Mark({ state, children }: { readonly state: Progress; readonly children: ReactNode }) {
  return (
    <span className={`state ${TONE[state]}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {SHAPES[state]}
      </svg>
      {children}
    </span>
  );
}

export function toneOf(state: Progress): string {
  return TONE[state];
}
