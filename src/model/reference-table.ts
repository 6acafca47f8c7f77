// SPDX-License-Identifier: Apache-2.0
// Which words of a model stand for which things: the one list behind the reference check.
import type { WordKind } from './pack/pack.ts';

/** Sections whose elements have ids, with the noun of one element. All ids share one namespace. */
export const ELEMENT_SECTIONS = {
  zones: 'zone',
  assets: 'asset',
  flows: 'flow',
  barriers: 'barrier',
  people: 'person',
  identities: 'identity',
  roles: 'role',
  credentials: 'credential',
  suppliers: 'supplier',
  dependencies: 'dependency',
  measures: 'measure',
  workflows: 'workflow',
  assumptions: 'assumption',
  gaps: 'gap',
} as const;

export type Section = keyof typeof ELEMENT_SECTIONS;
export type ElementKind = (typeof ELEMENT_SECTIONS)[Section];

/** What a measure may be installed on, or a gap be about. */
const ELEMENTS: readonly ElementKind[] = [
  'zone',
  'asset',
  'flow',
  'barrier',
  'person',
  'identity',
  'credential',
  'supplier',
];
const NAMED: readonly ElementKind[] = [...ELEMENTS, 'role', 'dependency', 'measure'];

/** A place in every element of a section: keys joined by `.`, `[]` after a list of sections. A list of words needs no mark. */
export interface IdRow {
  readonly section: Section | 'attacks';
  readonly place: string;
  readonly kinds: readonly ElementKind[];
  /** `all` stands for every zone. */
  readonly all?: true;
}

export const ID_ROWS: readonly IdRow[] = [
  { section: 'zones', place: 'within', kinds: ['zone'] },
  { section: 'assets', place: 'zone', kinds: ['zone'] },
  { section: 'assets', place: 'owner', kinds: ['person', 'supplier'] },
  { section: 'assets', place: 'runsOn', kinds: ['asset'] },
  { section: 'flows', place: 'from', kinds: ['asset', 'zone'] },
  { section: 'flows', place: 'to', kinds: ['asset', 'zone'] },
  { section: 'barriers', place: 'from', kinds: ['zone'], all: true },
  { section: 'barriers', place: 'to', kinds: ['zone'], all: true },
  { section: 'barriers', place: 'except[].from', kinds: ['zone'], all: true },
  { section: 'barriers', place: 'except[].to', kinds: ['zone'], all: true },
  { section: 'people', place: 'zone', kinds: ['zone'] },
  { section: 'people', place: 'employer', kinds: ['supplier'] },
  { section: 'identities', place: 'of', kinds: ['person', 'supplier', 'asset'] },
  { section: 'identities', place: 'roles', kinds: ['role'] },
  { section: 'identities', place: 'grants[].on', kinds: ['asset'] },
  { section: 'roles', place: 'grants[].on', kinds: ['asset'] },
  { section: 'credentials', place: 'unlocks', kinds: ['identity'] },
  { section: 'credentials', place: 'keptIn', kinds: ['asset'] },
  { section: 'credentials', place: 'knownTo', kinds: ['person'] },
  { section: 'suppliers', place: 'provides', kinds: ['asset'] },
  { section: 'dependencies', place: 'of', kinds: ['asset'] },
  { section: 'dependencies', place: 'needs', kinds: ['asset'] },
  { section: 'measures', place: 'on', kinds: ELEMENTS },
  { section: 'attacks', place: 'targets', kinds: ELEMENTS },
  { section: 'assumptions', place: 'about', kinds: NAMED },
  { section: 'gaps', place: 'about', kinds: NAMED },
];

/** A place that holds a word of the pack. */
export interface WordRow {
  readonly section: Section | 'attacks' | 'attackers';
  readonly place: string;
  readonly kind: WordKind | 'attack' | 'attacker' | 'workflow';
}

const describedBy = (section: Section): readonly WordRow[] => [
  { section, place: 'properties', kind: 'property' },
  { section, place: 'measures', kind: 'measure' },
];

export const WORD_ROWS: readonly WordRow[] = [
  { section: 'zones', place: 'type', kind: 'zone' },
  ...describedBy('zones'),
  { section: 'assets', place: 'type', kind: 'asset' },
  { section: 'assets', place: 'stores', kind: 'data' },
  { section: 'assets', place: 'listens[].accepts', kind: 'class' },
  { section: 'assets', place: 'listens[].measures', kind: 'measure' },
  ...describedBy('assets'),
  { section: 'assets', place: 'records[].data', kind: 'data' },
  { section: 'dependencies', place: 'passes', kind: 'data' },
  { section: 'flows', place: 'requires', kind: 'class' },
  { section: 'flows', place: 'carries', kind: 'data' },
  { section: 'flows', place: 'protections', kind: 'measure' },
  { section: 'barriers', place: 'type', kind: 'barrier' },
  { section: 'people', place: 'type', kind: 'person' },
  ...describedBy('people'),
  { section: 'identities', place: 'class', kind: 'class' },
  { section: 'identities', place: 'grants[].right', kind: 'right' },
  ...describedBy('identities'),
  { section: 'roles', place: 'grants[].right', kind: 'right' },
  { section: 'credentials', place: 'type', kind: 'credential' },
  ...describedBy('credentials'),
  { section: 'suppliers', place: 'type', kind: 'supplier' },
  ...describedBy('suppliers'),
  { section: 'measures', place: 'measure', kind: 'measure' },
  { section: 'workflows', place: 'workflow', kind: 'workflow' },
  { section: 'attacks', place: '', kind: 'attack' },
  { section: 'attacks', place: 'attackers', kind: 'attacker' },
  { section: 'attackers', place: '', kind: 'attacker' },
];
