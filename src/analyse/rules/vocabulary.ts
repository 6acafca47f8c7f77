// SPDX-License-Identifier: Apache-2.0
// The base predicates: what facts/ makes of a model. Rules may negate these and only these.

/** What a place of a predicate ranges over. `element` is any id of the model. */
export type Sort = string;

export interface Predicate {
  readonly id: string;
  readonly sorts: readonly Sort[];
  readonly base: boolean;
  /** Atoms of it say that traffic or steps may pass: they must not join one asset with another. */
  readonly reachability: boolean;
  /** A sentence for one fact, with {1}, {2} … for its places. */
  readonly narrate?: string;
  /** What a fact of it harms at its first place. */
  readonly channel?: 'availability' | 'integrity' | 'confidentiality';
}

const base = (id: string, ...sorts: Sort[]): Predicate => ({ id, sorts, base: true, reachability: false });

/** Base predicates, sorted by theme; the meaning of each is in docs/explanation/rules.md. */
export const BASE_PREDICATES: readonly Predicate[] = [
  base('asset', 'asset'),
  base('is', 'asset', 'type'),
  base('zone', 'zone'),
  base('zone-is', 'zone', 'type'),
  base('within', 'zone', 'zone'),
  { ...base('at', 'asset', 'zone'), reachability: true },
  { ...base('listens', 'asset', 'port', 'class'), reachability: true },
  { ...base('link', 'zone', 'zone', 'port', 'class'), reachability: true },
  { ...base('denied', 'zone', 'zone', 'port'), reachability: true },
  base('flow', 'flow', 'asset', 'asset'),
  base('flow-port', 'flow', 'port'),
  base('carries', 'flow', 'data'),
  base('zone-flow', 'flow', 'zone', 'zone'),
  base('stores', 'asset', 'data'),
  base('runs-on', 'asset', 'asset'),
  base('vulnerable', 'asset', 'vulnerability', 'word', 'word'),
  base('software', 'asset', 'word'),
  base('has', 'element', 'property'),
  base('measure', 'element', 'measure'),
  base('person', 'person'),
  base('person-is', 'person', 'type'),
  base('works-in', 'person', 'zone'),
  base('employed-by', 'person', 'supplier'),
  base('owns', 'element', 'asset'),
  base('identity', 'identity'),
  base('identity-class', 'identity', 'class'),
  base('belongs-to', 'identity', 'element'),
  base('may', 'identity', 'asset', 'right'),
  base('credential', 'credential'),
  base('credential-is', 'credential', 'type'),
  base('unlocks', 'credential', 'identity'),
  base('kept-in', 'credential', 'asset'),
  base('known-to', 'credential', 'person'),
  base('supplier', 'supplier'),
  base('supplier-is', 'supplier', 'type'),
  base('provides', 'supplier', 'asset'),
  base('depends', 'asset', 'asset'),
  base('gap', 'element', 'word'),
  base('attacker', 'attacker'),
  base('takes-part', 'workflow', 'word', 'asset'),
  base('workflow-check', 'workflow', 'word', 'asset'),
  base('measured-check', 'workflow', 'word', 'asset', 'measure'),
  base('check-missing', 'workflow', 'word'),
  base('harm-at', 'workflow', 'word', 'word', 'asset'),
  base('weakness', 'word', 'workflow', 'word', 'class'),
  base('weakness-at', 'word', 'workflow', 'word', 'asset'),
  base('weakness-by', 'word', 'class'),
  base('weakness-needs', 'word', 'word', 'word'),
];

/** Sorts that a predicate of a pack may use. */
export const SORTS: readonly Sort[] = [
  'asset',
  'zone',
  'flow',
  'person',
  'identity',
  'credential',
  'supplier',
  'barrier',
  'element',
  'type',
  'port',
  'class',
  'data',
  'property',
  'measure',
  'right',
  'vulnerability',
  'word',
  'attack',
  'attacker',
  'workflow',
];
