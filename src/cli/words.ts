// SPDX-License-Identifier: Apache-2.0
// Atoms of the rule language in words.
import type { Pack } from '../model/index.ts';

/** What the facts of a model say; `{0}` is the first term. */
const FACTS: Readonly<Record<string, string>> = {
  asset: '{0} is an asset',
  is: '{0} is of type {1}',
  zone: '{0} is a zone',
  'zone-is': '{0} is of type {1}',
  within: '{0} lies within {1}',
  at: '{0} is in {1}',
  listens: '{0} takes calls on {1} from {2}',
  link: 'what is sent from {0} gets to {1} on {2}, for {3}',
  denied: 'a barrier keeps {0} from {1} on {2}',
  flow: 'the flow {0} goes from {1} to {2}',
  'flow-port': 'the flow {0} uses {1}',
  carries: 'the flow {0} carries {1}',
  'zone-flow': 'the flow {0} goes from {1} to {2}',
  stores: '{0} stores {1}',
  'runs-on': '{0} runs on {1}',
  vulnerable: '{0} has the flaw {1}, open to {2}, which gives {3}',
  software: '{0} has the software {1}',
  has: '{0} has the property {1}',
  measure: '{1} is installed on {0}',
  person: '{0} is a person',
  'person-is': '{0} is of type {1}',
  'works-in': '{0} works in {1}',
  'employed-by': '{0} works for {1}',
  owns: '{0} answers for {1}',
  identity: '{0} is an account',
  'identity-class': '{0} is an account of {1}',
  'belongs-to': '{0} is the account of {1}',
  may: '{0} may {2} {1}',
  credential: '{0} is a credential',
  'credential-is': '{0} is of type {1}',
  unlocks: '{0} opens the account {1}',
  'kept-in': '{0} is kept in {1}',
  'known-to': '{1} has {0}',
  supplier: '{0} is a supplier',
  'supplier-is': '{0} is of type {1}',
  provides: '{0} runs or updates {1}',
  depends: '{0} cannot work without {1}',
  gap: 'nobody knows the {1} of {0}',
  attacker: 'the attacker is {0}',
  'takes-part': '{2} acts as {1} in the workflow {0}',
  'workflow-check': '{2} makes the check {1} of the workflow {0}',
  'measured-check': '{2} makes the check {1} of the workflow {0} when {3} is installed on it',
  'check-missing': 'nobody makes the check {1} of the workflow {0}',
  'harm-at': 'when {0} breaks {1}, {3} suffers: {2}',
  weakness: 'the workflow {1} breaks {2} for {3} when {0}',
  'weakness-at': 'the workflow {1} breaks {2} for who gets at {3} when {0}',
  'weakness-by': '{1} can use that {0}',
  'weakness-needs': '{0} needs {1} and {2} to be off',
};

const GAINS: Readonly<Record<string, string>> = {
  present: 'the attacker can act in {0}',
  reaches: 'what the attacker sends gets to {0} on {1}',
  'acts-as': 'the attacker passes as {0}',
  'talks-to': 'the attacker can use {0} on {1}',
  executes: 'the attacker runs code on {0}',
  controls: 'the attacker has full control of {0}',
  exercises: 'the attacker can {1} {0}',
  impersonates: 'the attacker can act with the account {0}',
  'has-credential': 'the attacker has {0}',
  reads: 'the attacker reads {1} at {0}',
  alters: 'the attacker changes {1} at {0}',
  tampers: 'the attacker changes what {0} does or shows',
  disrupts: 'the attacker stops {0}',
  deceives: 'the attacker gets {0} to do as asked',
  touches: 'the attacker has hands on {0}',
  takes: 'the attacker carries {0} away',
  observes: 'the attacker reads the flow {0}',
  forges: 'the attacker changes or invents the flow {0}',
  subverts: 'the attacker acts inside {0}',
};

/** Terms: quoted text, or anything up to a comma or bracket. */
const ATOM = /^\s*([a-z][a-z0-9-]*)\s*\(\s*((?:'(?:[^']|'')*'|[^'()])*)\)\s*$/;
const TERM = /'((?:[^']|'')*)'|[^,\s']+/g;

/** `talks-to(A, P)` → "the attacker can use A on P"; a predicate that only a pack knows is told by the text of the pack. */
export function inWords(atom: string, pack: Pack): string {
  const match = ATOM.exec(atom);
  if (match === null) return atom;
  const predicate = match[1] as string;
  const terms = [...(match[2] as string).matchAll(TERM)].map(
    (term) => term[1]?.replaceAll("''", "'") ?? term[0],
  );
  const template = GAINS[predicate] ?? FACTS[predicate];
  if (template !== undefined)
    return template.replaceAll(/\{(\d)\}/g, (_, index: string) => said(terms[Number(index)], pack));
  const text = pack.predicates.find((each) => each.id === predicate)?.text['en'];
  return text === undefined ? atom : `${text.replace(/\.$/, '')} (${terms.join(', ')})`;
}

/** The name of a word of the pack; variables stay. */
function said(term: string | undefined, pack: Pack): string {
  if (term === undefined || term === '_') return 'any';
  if (/^[A-Z]/.test(term)) return term;
  for (const kind of [
    'measure',
    'data',
    'property',
    'asset',
    'zone',
    'class',
    'person',
    'supplier',
    'credential',
  ] as const) {
    const name = pack.words[kind].get(term)?.name['en'];
    if (name !== undefined) return kind === 'measure' ? name : lower(name);
  }
  return term;
}

function lower(name: string): string {
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
