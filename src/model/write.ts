// SPDX-License-Identifier: Apache-2.0
// Model → ensuresec.yaml: the file that `init` and `import` leave behind, for a person to read and to correct.
import type { Dependency, Gap, Model } from './schema.ts';
import { blockOf, inlineOf, isShort } from './yaml-text.ts';

/** Where editors find the schema, from the folder of the model; the package exports it there. */
export const MODEL_SCHEMA_REFERENCE = './node_modules/ensuresec/schema/model.schema.json';

/**
 * The model as commented YAML (1.2.2). Stable: equal models give equal text. Reading it back gives the same model: facts
 * that equal a default of the schema (`how: declared`, `confidence: 1`) are left out. Names in a model come from
 * attackers too (a container image, a host name), so they stand in quotes wherever YAML could take them for something else. Half of a surrogate pair, which no reader lets
 * into a model, is written as U+FFFD.
 */
export function writeModel(model: Model, schemaReference: string = MODEL_SCHEMA_REFERENCE): string {
  const head = [
    `# yaml-language-server: $schema=${schemaReference.replace(/\s/g, '%20')}`,
    ...HEADER,
    `ensuresec: ${model.ensuresec}`,
    `name: ${inlineOf(model.name)}`,
    `pack: ${inlineOf(model.pack)}`,
  ];
  return `${[...head, ...SECTIONS.flatMap((section) => linesOfSection(section, model[section]))].join('\n')}\n`;
}

type Section = Exclude<keyof Model, 'ensuresec' | 'name' | 'pack'>;

const HEADER = [
  '# What `ensuresec check` believes about your operation. Correct it freely: a line without `source` is your own word and',
  '# counts as certain. `source` says which file states a fact; `confidence` below 1 marks a guess that is worth a look.',
];

/** Order of the file: from places to things, to what connects them, to people, to what is open. */
const SECTIONS: readonly Section[] = [
  'zones',
  'assets',
  'flows',
  'barriers',
  'people',
  'identities',
  'roles',
  'credentials',
  'suppliers',
  'dependencies',
  'crews',
  'measures',
  'workflows',
  'attacks',
  'attackers',
  'assumptions',
  'gaps',
];

const EXPLANATIONS: Readonly<Record<Section, string>> = {
  zones: 'Places an attacker can be in: networks, buildings, vehicles. `within` puts one into another.',
  assets:
    'Things that can be attacked. `zone`: where it is. `listens`: what it accepts. `stores`: which data it keeps.',
  workflows: 'Workflows of the pack as they run here: who acts as which party, and which checks are made.',
  flows: 'What moves from one asset or zone to another. `protections`: measures on the way, such as tls.',
  barriers: 'Controls that hold zones apart, but for their exceptions.',
  people: 'People who work here, and where.',
  identities: 'Accounts: whose they are and what they may do.',
  roles: 'Rights that several identities share.',
  credentials: 'What opens an identity, where it is kept and who knows it.',
  suppliers: 'Companies whose failure or breach would reach you.',
  dependencies: 'What each asset needs in order to work.',
  crews: 'How many crews of a kind there are for repairs.',
  measures: 'Measures on several elements at once, installed or available.',
  attacks: 'Attacks in scope, of those of the pack.',
  attackers: 'Attackers in scope, of those of the pack.',
  assumptions: 'Every verdict rests on these. Delete one only together with the fact that it explains.',
  gaps: 'Not known yet. A gap turns SECURE into UNKNOWN where it matters: state the fact above, then delete the gap.',
};

const CLOSE_A_GAP: Readonly<Record<Gap['unknown'], string>> = {
  exposure: 'to close: give the asset its `zone`, and the flows that reach it from elsewhere',
  flows: 'to close: add the missing entries to `flows`',
  listeners: 'to close: list under `listens` what it accepts, and from whom',
  software: 'to close: complete `software`, or set the status of the vulnerability',
  privileges: 'to close: state who may do what there, in `identities`, `properties` or `measures`',
  credentials: 'to close: list in `credentials` what opens it and where that is kept',
  measures: 'to close: list under `measures` what is installed, or accept the risk in `assumptions`',
};

function linesOfSection(section: Section, elements: Model[Section]): string[] {
  if (elements === undefined) return [];
  const title = ['', `# ${EXPLANATIONS[section]}`];
  if (elements.length === 0) return [...title, `${section}: []`];
  return [...title, `${section}:`, ...elements.flatMap((element) => linesOfElement(section, element))];
}

function linesOfElement(section: Section, element: unknown): string[] {
  const value = withoutDefaults(element);
  const comment = commentOn(section, element);
  if (typeof value !== 'object' || isShort(value)) return [...comment, `  - ${inlineOf(value)}`];
  const lines = blockOf(inOrder(value as Readonly<Record<string, unknown>>), '    ');
  return [...comment, `  - ${lines[0]?.trimStart() ?? '{}'}`, ...lines.slice(1)];
}

const INFERRED =
  'inferred: correct `mode`, `fallback` and what it needs, then delete `source`: it counts as your own word then';

function commentOn(section: Section, element: unknown): string[] {
  if (section === 'gaps') return [`  # ${CLOSE_A_GAP[(element as Gap).unknown]}`];
  const isInferred = section === 'dependencies' && (element as Dependency).source?.how === 'inferred';
  return isInferred ? [`  # ${INFERRED}`] : [];
}

/** What a person looks for first, and what they skip. The rest keeps its order. */
const FIRST = ['id', 'name', 'type', 'zone'];
const LAST = ['note', 'source'];

function inOrder(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const rank = (key: string): number =>
    FIRST.includes(key) ? FIRST.indexOf(key) : LAST.includes(key) ? 20 + LAST.indexOf(key) : 10;
  return Object.fromEntries(Object.entries(record).sort(([one], [other]) => rank(one) - rank(other)));
}

/** Without absent keys, and without what the schema of a source fills in. */
function withoutDefaults(value: unknown, key?: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutDefaults(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, part]) =>
      part !== undefined &&
      !(
        key === 'source' &&
        ((name === 'how' && part === 'declared') || (name === 'confidence' && part === 1))
      ),
  );
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutDefaults(part, name)]));
}
