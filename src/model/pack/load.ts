// SPDX-License-Identifier: Apache-2.0
import type { z } from 'zod';
import type { Json } from '../../core/canonical-json.ts';
import { digestJson } from '../../core/digest.ts';
import { hasErrors, type Parsed, type Problem } from '../../core/problem.ts';
import { packProblems } from './checks.ts';
import type { Pack, PackItems, PackSource, Placed, WordKind } from './pack.ts';
import { createPlaces, type Place, type Places } from './places.ts';
import { parseDocument, readFile, readParts } from './read-part.ts';
import { refinedBaselines, refinedPolicies } from './refined.ts';
import { PackManifest, WORD_KINDS, type Word } from './schema.ts';

type Manifest = z.infer<typeof PackManifest>;

const MANIFEST = 'pack.yaml';

const SECTIONS = [
  'words',
  'hints',
  'predicates',
  'rules',
  'attacks',
  'attackers',
  'hypotheses',
  'failures',
  'threats',
  'sources',
  'formats',
  'events',
  'mappings',
  'senders',
  'detections',
  'derivations',
  'policies',
  'baselines',
  'invariants',
  'workflows',
  'recoveries',
  'effects',
  'inferences',
  'scenarios',
  'contradictions',
  'observations',
  'refinements',
  'incidentFields',
  'obligations',
  'drills',
  'drillWords',
  'games',
  'gameItems',
  'gameWords',
  'notices',
  'statusPages',
  'reportForms',
  'pageFields',
  'pageHosts',
  'pageFindings',
  'brandWords',
  'brandSigns',
  'responders',
  'playbooks',
  'playbookTexts',
  'titles',
] as const;

/**
 * Makes a pack of its files (`pack.yaml`, and every other `*.yaml`) and the packs it uses, already loaded. Reports all
 * that is wrong at once: shapes, ids used twice, words that are not defined. What rules mean is checked by the compiler.
 */
export function loadPack(
  files: readonly PackSource[],
  used: readonly Pack[],
  places: Places = createPlaces(),
): Parsed<Pack> {
  const problems: Problem[] = [];
  const manifest = readManifest(files, problems);
  const id = manifest?.id ?? '';
  const own = readItems(files, { pack: id, places }, problems);
  const inherited = used.map(itemsOf);
  const all = together([...inherited, own]);
  problems.push(...packProblems(all, own, id));
  if (manifest === undefined || hasErrors(problems)) return { problems };
  return { value: createPack(manifest, all, own, used), problems };
}

function readManifest(files: readonly PackSource[], problems: Problem[]): Manifest | undefined {
  const file = files.find(({ path }) => baseName(path) === MANIFEST);
  if (file === undefined) {
    problems.push({
      code: 'PACK_NO_MANIFEST',
      severity: 'error',
      message: 'Cannot find `pack.yaml`: expected it in the folder of the pack',
      at: { file: MANIFEST, line: 1, column: 1 },
    });
    return undefined;
  }
  const [document] = readFile(file, problems);
  return document === undefined ? undefined : parseDocument(PackManifest, document, problems);
}

/** Paths may be shown relative to the project, so only the last part says which file it is. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

interface Reading {
  readonly pack: string;
  readonly places: Places;
}

function readItems(files: readonly PackSource[], { pack, places }: Reading, problems: Problem[]): PackItems {
  const items: Record<(typeof SECTIONS)[number], unknown[]> = {
    words: [],
    hints: [],
    predicates: [],
    rules: [],
    attacks: [],
    attackers: [],
    hypotheses: [],
    failures: [],
    threats: [],
    sources: [],
    formats: [],
    events: [],
    mappings: [],
    senders: [],
    detections: [],
    derivations: [],
    policies: [],
    baselines: [],
    invariants: [],
    workflows: [],
    recoveries: [],
    effects: [],
    inferences: [],
    scenarios: [],
    contradictions: [],
    observations: [],
    refinements: [],
    incidentFields: [],
    obligations: [],
    drills: [],
    drillWords: [],
    games: [],
    gameItems: [],
    gameWords: [],
    notices: [],
    statusPages: [],
    reportForms: [],
    pageFields: [],
    pageHosts: [],
    pageFindings: [],
    brandWords: [],
    brandSigns: [],
    responders: [],
    playbooks: [],
    playbookTexts: [],
    titles: [],
  };
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (baseName(file.path) === MANIFEST || !/\.ya?ml$/.test(file.path)) continue;
    for (const { content, written } of readParts(file, problems))
      for (const section of SECTIONS)
        content[section]?.forEach((item, index) => {
          items[section].push(placed(item, pack, places.of(written, [section, index])));
        });
  }
  // Each list was filled from the section of the same name, which `PackFile` has checked.
  return items as unknown as PackItems;
}

function placed<T extends object>(item: T, pack: string, place: Place): Placed<T> {
  return deepFreeze({ ...item, pack, ...place });
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !Object.isFrozen(inner)) deepFreeze(inner);
  }
  return Object.freeze(value);
}

function itemsOf(pack: Pack): PackItems {
  const words = WORD_KINDS.flatMap((kind) => [...pack.words[kind].values()]);
  return {
    words,
    hints: pack.hints,
    predicates: pack.predicates,
    rules: pack.rules,
    attacks: pack.attacks,
    attackers: pack.attackers,
    hypotheses: pack.hypotheses,
    failures: pack.failures,
    threats: pack.threats,
    sources: pack.sources,
    formats: pack.formats,
    events: pack.events,
    mappings: pack.mappings,
    senders: pack.senders,
    detections: pack.detections,
    derivations: pack.derivations,
    policies: pack.policies,
    baselines: pack.baselines,
    invariants: pack.invariants,
    workflows: pack.workflows,
    recoveries: pack.recoveries,
    effects: pack.effects,
    inferences: pack.inferences,
    scenarios: pack.scenarios,
    contradictions: pack.contradictions,
    observations: pack.observations,
    // They are in its policies and baselines already.
    refinements: [],
    incidentFields: pack.incidentFields,
    obligations: pack.obligations,
    drills: pack.drills,
    drillWords: pack.drillWords,
    games: pack.games,
    gameItems: pack.gameItems,
    gameWords: pack.gameWords,
    notices: pack.notices,
    statusPages: pack.statusPages,
    reportForms: pack.reportForms,
    pageFields: pack.pageFields,
    pageHosts: pack.pageHosts,
    pageFindings: pack.pageFindings,
    brandWords: pack.brandWords,
    brandSigns: pack.brandSigns,
    responders: pack.responders,
    playbooks: pack.playbooks,
    playbookTexts: pack.playbookTexts,
    titles: pack.titles,
  };
}

/** Two packs may use the same third one; its items are then the same objects. */
function together(parts: readonly PackItems[]): PackItems {
  const merged = SECTIONS.map((section) => [
    section,
    [...new Set(parts.flatMap((part) => part[section] as readonly unknown[]))],
  ]);
  return Object.fromEntries(merged) as unknown as PackItems;
}

function createPack(manifest: Manifest, all: PackItems, own: PackItems, used: readonly Pack[]): Pack {
  const words = Object.fromEntries(
    WORD_KINDS.map((kind) => [kind, new Map<string, Placed<Word>>()]),
  ) as Record<WordKind, Map<string, Placed<Word>>>;
  for (const word of all.words) words[word.kind].set(word.id, word);
  return Object.freeze({
    id: manifest.id,
    version: manifest.version,
    name: Object.freeze(manifest.name),
    text: Object.freeze(manifest.text),
    sha256: digest(manifest, own, used),
    packs: Object.freeze([...new Set([...used.flatMap(({ packs }) => packs), manifest.id])]),
    words: Object.freeze(words),
    ancestors: ancestorsIn(words),
    hints: Object.freeze(all.hints),
    predicates: Object.freeze(all.predicates),
    rules: Object.freeze(all.rules),
    attacks: Object.freeze(all.attacks),
    attackers: Object.freeze(all.attackers),
    hypotheses: Object.freeze(all.hypotheses),
    failures: Object.freeze(all.failures),
    threats: Object.freeze(all.threats),
    sources: Object.freeze(all.sources),
    formats: Object.freeze(all.formats),
    events: Object.freeze(all.events),
    mappings: Object.freeze(all.mappings),
    senders: Object.freeze(all.senders),
    detections: Object.freeze(all.detections),
    derivations: Object.freeze(all.derivations),
    policies: Object.freeze(refinedPolicies(all.policies, all.refinements)),
    baselines: Object.freeze(refinedBaselines(all.baselines, all.refinements)),
    invariants: Object.freeze(all.invariants),
    workflows: Object.freeze(all.workflows),
    recoveries: Object.freeze(all.recoveries),
    effects: Object.freeze(all.effects),
    inferences: Object.freeze(all.inferences),
    scenarios: Object.freeze(all.scenarios),
    contradictions: Object.freeze(all.contradictions),
    observations: Object.freeze(all.observations),
    incidentFields: Object.freeze(all.incidentFields),
    obligations: Object.freeze(all.obligations),
    drills: Object.freeze(all.drills),
    drillWords: Object.freeze(all.drillWords),
    games: Object.freeze(all.games),
    gameItems: Object.freeze(all.gameItems),
    gameWords: Object.freeze(all.gameWords),
    notices: Object.freeze(all.notices),
    statusPages: Object.freeze(all.statusPages),
    reportForms: Object.freeze(all.reportForms),
    pageFields: Object.freeze(all.pageFields),
    pageHosts: Object.freeze(all.pageHosts),
    pageFindings: Object.freeze(all.pageFindings),
    brandWords: Object.freeze(all.brandWords),
    brandSigns: Object.freeze(all.brandSigns),
    responders: Object.freeze(all.responders),
    playbooks: Object.freeze(all.playbooks),
    playbookTexts: Object.freeze(all.playbookTexts),
    titles: Object.freeze(all.titles),
  });
}

function digest(manifest: Manifest, own: PackItems, used: readonly Pack[]): string {
  const content = SECTIONS.map((section) => [section, own[section].map(withoutPlace)]);
  const uses = used.map(({ id, sha256 }) => [id, sha256]);
  return digestJson({ manifest, content: Object.fromEntries(content), uses } as unknown as Json);
}

function withoutPlace(item: Placed<object>): object {
  const { pack: _pack, at: _at, locate: _locate, ...content } = item;
  return content;
}

function ancestorsIn(words: Pack['words']): Pack['ancestors'] {
  const known = new Map<string, readonly string[]>();
  return (kind, id) => {
    const name = `${kind} ${id}`;
    let found = known.get(name);
    if (found === undefined) {
      const seen = new Set([id]);
      // A set keeps its order and grows while it is walked: nearest words come first.
      for (const word of seen) for (const general of words[kind].get(word)?.is ?? []) seen.add(general);
      found = Object.freeze([...seen]);
      known.set(name, found);
    }
    return found;
  };
}
