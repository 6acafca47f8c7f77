// SPDX-License-Identifier: Apache-2.0
// The life of an incident as one table: which phase may follow which, and what must hold first.

export const PHASES = [
  'reported',
  'triaged',
  'declared',
  'contained',
  'eradicated',
  'recovering',
  'monitored',
  'closed',
  'false-positive',
  'reopened',
  'merged',
] as const;
export type Phase = (typeof PHASES)[number];

/** Where telling the people hit stands. */
export const PERSONS = ['unknown', 'none', 'identified', 'informing', 'informed'] as const;
export type Persons = (typeof PERSONS)[number];

/** Whether evidence is under hold: while it is, no personal value of it may be erased. */
export const HOLDS = ['off', 'on', 'released'] as const;
export type Hold = (typeof HOLDS)[number];

/** What must hold before an edge may be taken; `guards.ts` says when it does. */
export type Guard = 'clocks-met' | 'persons-settled' | 'restored';

export interface Edge {
  readonly from: Phase;
  readonly to: Phase;
  readonly guards: readonly Guard[];
  /** Subcategory of NIST CSF 2.0 that the edge is work of. */
  readonly csf: string;
}

const edge = (from: Phase, to: Phase, csf: string, ...guards: readonly Guard[]): Edge => ({
  from,
  to,
  guards,
  csf,
});

/** Phases in which there is work to do, and from which an incident may be merged into another. */
export const OPEN_PHASES: readonly Phase[] = [
  'reported',
  'triaged',
  'declared',
  'contained',
  'eradicated',
  'recovering',
  'monitored',
  'reopened',
];

export const EDGES: readonly Edge[] = [
  edge('reported', 'triaged', 'RS.MA-02'),
  edge('triaged', 'declared', 'DE.AE-08'),
  edge('triaged', 'false-positive', 'RS.MA-02'),
  edge('declared', 'contained', 'RS.MI-01'),
  edge('contained', 'eradicated', 'RS.MI-02'),
  edge('eradicated', 'recovering', 'RC.RP-01'),
  edge('recovering', 'monitored', 'RC.RP-05', 'restored'),
  edge('monitored', 'closed', 'RC.RP-06', 'restored', 'clocks-met', 'persons-settled'),
  // The attacker was not gone after all, or came back.
  edge('contained', 'declared', 'RS.MA-01'),
  edge('eradicated', 'declared', 'RS.MA-01'),
  edge('recovering', 'declared', 'RS.MA-01'),
  edge('monitored', 'declared', 'RS.MA-01'),
  edge('closed', 'reopened', 'RS.MA-01'),
  edge('false-positive', 'reopened', 'RS.MA-01'),
  edge('reopened', 'triaged', 'RS.MA-02'),
  ...OPEN_PHASES.map((from) => edge(from, 'merged', 'RS.MA-02')),
];

export const PERSON_EDGES: Readonly<Record<Persons, readonly Persons[]>> = {
  unknown: ['none', 'identified'],
  none: ['identified'],
  // A wider look may find more people, or that it was nobody.
  identified: ['identified', 'informing', 'none'],
  informing: ['identified', 'informed'],
  informed: ['identified'],
};

/** A hold is never simply switched off: who ends it leaves `released` behind. */
export const HOLD_EDGES: Readonly<Record<Hold, readonly Hold[]>> = {
  off: ['on'],
  on: ['released'],
  released: ['on'],
};

export function edgeOf(from: Phase, to: Phase): Edge | undefined {
  return EDGES.find((each) => each.from === from && each.to === to);
}
