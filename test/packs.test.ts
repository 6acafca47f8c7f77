// SPDX-License-Identifier: Apache-2.0
// The contract of a pack: it loads, its rules may be used, and every rule does what its hit and miss say.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CompiledRules,
  compileRules,
  deriveAll,
  type InputFact,
  inputFacts,
  type Rule,
} from '../src/analyse/index.ts';
import {
  GAP_KINDS,
  loadModel,
  type Pack,
  type Placed,
  type RuleSource,
  resolvePack,
  type WordKind,
} from '../src/model/index.ts';
import { packIds, packReader } from '../src/platform/files.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'packs');
const corpora = process.env['ENSURESEC_CORPORA'] ?? join(root, '../shared/corpora');
const TODAY = '2026-01-01';

type Fragment = Readonly<Record<string, unknown>>;

for (const id of packIds(folder)) {
  const { value: pack, problems } = resolvePack(id, packReader(folder));
  describe(`pack ${id}`, () => {
    it('loads without problems', () => {
      expect(problems).toEqual([]);
    });
    if (pack !== undefined) packContract(pack);
  });
}

function packContract(pack: Pack): void {
  const compiled = compileRules(pack);
  const rules = pack.rules.filter((rule) => rule.pack === pack.id);
  it('has rules that the compiler takes', () => {
    expect(compiled.problems).toEqual([]);
  });
  it('uses words in rules that it defines', () => {
    expect(
      unknownConstants(compiled.value?.rules ?? [], compiled.value?.predicates ?? new Map(), pack),
    ).toEqual([]);
  });
  it('cites techniques that exist', (context) => {
    const known = knownTechniques();
    if (known === undefined) context.skip('skipped: no corpora');
    expect(
      citedTechniques(pack).filter((technique) => isCheckable(technique) && !known?.has(technique)),
    ).toEqual([]);
  });
  it('tells the person what every act is', () => {
    expect(rules.filter((rule) => rule.structural !== true).flatMap(missingTexts)).toEqual([]);
  });
  it('describes every word', () => {
    const bare = Object.values(pack.words).flatMap((words) =>
      [...words.values()].filter((word) => word.text === undefined),
    );
    expect(bare.map((word) => `${word.kind} ${word.id}`)).toEqual([]);
    const measures = [...pack.words.measure.values()];
    expect(
      measures
        .filter((word) => word.cost === undefined || (word.references ?? []).length === 0)
        .map((word) => word.id),
    ).toEqual([]);
  });
  if (compiled.value === undefined) return;
  describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) =>
    ruleContract(pack, rule, compiled.value as CompiledRules),
  );
}

function ruleContract(pack: Pack, rule: Placed<RuleSource>, compiled: CompiledRules): void {
  const alone = { ...compiled, rules: compiled.rules.filter(({ id }) => id === rule.id) };
  const derives = (fragment: Fragment, given: readonly string[]) => {
    const facts = factsOf(fragment, pack);
    return deriveAll(alone, facts, [...given, ...gapsIn(facts)]).has(rule.hit.expect);
  };
  const model = rule.hit.model ?? {};
  const given = rule.hit.given ?? [];
  it('derives its hit', () => {
    expect(given).not.toContain(rule.hit.expect);
    expect(derives(model, given)).toBe(true);
  });
  if (rule.when.some((atom) => atom.startsWith('gap('))) {
    it('is not known without its gap', () => {
      expect(deriveAll(alone, factsOf(model, pack), given).has(rule.hit.expect)).toBe(false);
    });
  }
  it('does not derive its miss', () => {
    expect(rule.miss.model ?? rule.miss.given ?? rule.miss.install).toBeDefined();
    const other = (rule.miss.install ?? []).reduce(
      (changed: Fragment, { measure, on }) => install(changed, measure, [on]),
      rule.miss.model ?? model,
    );
    expect(derives(other, rule.miss.given ?? given)).toBe(false);
  });
  const measures = (rule.unless ?? []).flatMap((atom) => /^measure\(\w+, ([\w.-]+)\)$/.exec(atom)?.[1] ?? []);
  it.each(measures)('is stopped by %s', (measure) => {
    expect(derives(install(model, measure, elementsOf(model)), given)).toBe(false);
  });
}

/** The facts of a model that has only these sections. */
function factsOf(fragment: Fragment, pack: Pack) {
  const text = JSON.stringify({ ensuresec: 1, name: 'Fragment', pack: pack.id, ...fragment });
  const { value, problems } = loadModel(new TextEncoder().encode(text), 'fragment.json', pack);
  if (value === undefined) throw new TypeError(problems.map(({ message }) => message).join('; '));
  return inputFacts(value, pack, TODAY);
}

/** What is unknown, taken for possible: an analysis switches it on for a hypothetical proof only. */
function gapsIn(facts: readonly InputFact[]): readonly string[] {
  return facts.filter(({ predicate }) => predicate === 'gap').map(({ args }) => `gap(${args.join(', ')})`);
}

function install(fragment: Fragment, measure: string, on: readonly string[]): Fragment {
  const before = (fragment['measures'] ?? []) as readonly unknown[];
  return { ...fragment, measures: [...before, { id: `installed/${measure}`, measure, on }] };
}

const SECTIONS = ['zones', 'assets', 'flows', 'barriers', 'people', 'identities', 'credentials', 'suppliers'];

function elementsOf(fragment: Fragment): readonly string[] {
  return SECTIONS.flatMap((section) =>
    ((fragment[section] ?? []) as { readonly id?: string }[]).flatMap(({ id }) => id ?? []),
  );
}

/** The kind of word that a place of a predicate takes; types depend on the predicate. */
const KIND_OF_SORT: Readonly<Record<string, WordKind>> = {
  class: 'class',
  data: 'data',
  property: 'property',
  measure: 'measure',
  right: 'right',
};
const KIND_OF_TYPE: Readonly<Record<string, WordKind>> = {
  is: 'asset',
  'zone-is': 'zone',
  'person-is': 'person',
  'supplier-is': 'supplier',
  'credential-is': 'credential',
};

function unknownConstants(
  rules: readonly Rule[],
  predicates: CompiledRules['predicates'],
  pack: Pack,
): readonly string[] {
  return rules.flatMap((rule) =>
    [rule.then, ...rule.when, ...rule.unless].flatMap((atom) =>
      atom.terms.flatMap((term, place) => {
        if (term.kind === 'variable') return [];
        if (atom.predicate === 'gap' && place === 1)
          return (GAP_KINDS as readonly string[]).includes(term.value) ? [] : [`${rule.id}: ${term.value}`];
        const sort = predicates.get(atom.predicate)?.sorts[place] ?? '';
        const kind = KIND_OF_TYPE[atom.predicate] ?? KIND_OF_SORT[sort];
        return kind === undefined || pack.words[kind].has(term.value)
          ? []
          : [`${rule.id}: ${kind} ${term.value}`];
      }),
    ),
  );
}

function missingTexts(rule: RuleSource): readonly string[] {
  const narration = rule.narrate?.['en'] ?? '';
  const missing = [
    /^[A-Z{].*\.$/.test(narration) ? '' : 'a sentence as narration',
    rule.explain?.['en'] === undefined ? 'an explanation' : '',
    rule.prior === undefined ? 'the basis of its days' : '',
  ];
  return missing.filter((what) => what !== '').map((what) => `${rule.id} lacks ${what}`);
}

/** ATT&CK for ICS and F3 are in the corpora as a whole; of ATT&CK for enterprise there is only what F3 shares. */
function isCheckable(technique: string): boolean {
  return /^(T0|F)/.test(technique);
}

function citedTechniques(pack: Pack): readonly string[] {
  return [...pack.rules, ...pack.threats].flatMap((item) => item.techniques ?? []);
}

function knownTechniques(): ReadonlySet<string> | undefined {
  const files = ['ics-attack.json', 'f3-stix-v1.1.json'].map((name) => join(corpora, 'ids', name));
  if (!files.every((file) => existsSync(file))) return undefined;
  const bundles = files.map(
    (file) =>
      JSON.parse(readFileSync(file, 'utf8')) as {
        objects: { external_references?: { external_id?: string }[] }[];
      },
  );
  return new Set(
    bundles.flatMap(({ objects }) =>
      objects.flatMap((object) => object.external_references?.[0]?.external_id ?? []),
    ),
  );
}

describe.runIf(packIds(folder).includes('common'))('pack common', () => {
  const pack = resolvePack('common', packReader(folder)).value as Pack;
  it('offers measures and acts in every group', () => {
    expect(pack.words.measure.size).toBeGreaterThanOrEqual(45);
    const acts = pack.rules.filter((rule) => rule.structural !== true);
    expect(acts.length).toBeGreaterThanOrEqual(65);
    expect(new Set(acts.map((rule) => rule.group))).toEqual(
      new Set([
        'network',
        'identity',
        'container',
        'cloud',
        'web',
        'host',
        'physical',
        'human',
        'supplier',
        'ot',
        'wireless',
      ]),
    );
  });
  it('has a rule for every kind of gap', () => {
    const text = pack.rules.flatMap((rule) => rule.when).join(' ');
    expect(GAP_KINDS.filter((kind) => !new RegExp(`gap\\(\\w+, ${kind}\\)`).test(text))).toEqual([]);
  });
});

/** A small organisation that holds: nothing vulnerable, people and doors guarded. Cases below take one guard away. */
const GUARDED = {
  zones: [
    { id: 'internet', type: 'internet' },
    { id: 'dmz', type: 'network' },
    { id: 'inner', type: 'network' },
    { id: 'street', type: 'street' },
    { id: 'office', type: 'building', measures: ['intrusion-alarm', 'reception'] },
    { id: 'server-room', type: 'room', measures: ['intrusion-alarm', 'reception'] },
  ],
  assets: [
    { id: 'web', type: 'web-application', zone: 'dmz', listens: [443], runsOn: 'box' },
    { id: 'box', type: 'container-host', zone: 'inner' },
    {
      id: 'console',
      type: 'web-application',
      zone: 'dmz',
      listens: [{ port: 8443, accepts: 'administrator' }],
    },
    {
      id: 'db',
      type: 'database',
      zone: ['inner', 'server-room'],
      listens: [5432],
      stores: ['personal-data'],
    },
    { id: 'plc', type: 'controller', zone: ['inner', 'server-room'], listens: [502] },
    { id: 'desk', type: 'workstation', zone: ['inner', 'office'], owner: 'alice', measures: ['screen-lock'] },
  ],
  people: [
    {
      id: 'alice',
      type: 'administrator',
      zone: 'office',
      measures: ['mail-protection', 'visitor-verification'],
    },
  ],
  identities: [
    {
      id: 'alice-account',
      class: 'administrator',
      of: 'alice',
      measures: ['mfa'],
      grants: [
        { on: 'console', right: 'administer' },
        { on: 'db', right: 'read' },
      ],
    },
    { id: 'alice-badge', class: 'administrator', of: 'alice' },
  ],
  credentials: [
    { id: 'password', type: 'password', unlocks: ['alice-account'], knownTo: ['alice'] },
    {
      id: 'badge',
      type: 'badge',
      unlocks: ['alice-badge'],
      knownTo: ['alice'],
      measures: ['encrypted-badge'],
    },
  ],
  suppliers: [{ id: 'maker', type: 'software-vendor', provides: ['web'] }],
  flows: [
    { from: 'internet', to: 'web', port: 443 },
    { from: 'internet', to: 'console', port: 8443 },
    { id: 'queries', from: 'web', to: 'db', port: 5432 },
    { from: 'street', to: 'office', port: 'door', requires: 'staff' },
    { from: 'office', to: 'server-room', port: 'door', requires: 'administrator' },
  ],
};

type Changes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Each case: what is changed (element id → keys), who attacks, what then follows or does not. */
const COMPOSITIONS: readonly (readonly [string, Changes, string, string, boolean])[] = [
  ['leaves nothing to a stranger', {}, 'internet-stranger', 'reads(db, personal-data)', false],
  ['does not give a reachable service away', {}, 'internet-stranger', 'executes(web)', false],
  ['keeps a thief in the street', {}, 'thief-on-site', 'present(office)', false],
  [
    'leads from a flaw over the connection to the data',
    { web: { vulnerabilities: [{ id: 'cve-2021-44228' }] } },
    'internet-stranger',
    'reads(db, personal-data)',
    true,
  ],
  [
    'stops at data that its owner encrypted',
    { web: { vulnerabilities: [{ id: 'cve-2021-44228' }] }, db: { measures: ['data-encryption'] } },
    'internet-stranger',
    'exercises(db, read)',
    false,
  ],
  [
    'leads from a flaw through the daemon socket to the host and its network',
    { web: { vulnerabilities: [{ id: 'cve-2021-44228' }], properties: ['docker-socket'] } },
    'internet-stranger',
    'reaches(inner, 502/tcp)',
    true,
  ],
  [
    'leads from there to an open controller',
    {
      web: { vulnerabilities: [{ id: 'cve-2021-44228' }], properties: ['docker-socket'] },
      plc: { properties: ['no-authentication'] },
    },
    'internet-stranger',
    'tampers(plc)',
    true,
  ],
  [
    'leads from a message past a code to the data',
    { alice: { measures: [] } },
    'internet-stranger',
    'reads(db, personal-data)',
    true,
  ],
  [
    'stops at a passkey and a watched workstation',
    {
      alice: { measures: [] },
      'alice-account': { measures: ['phishing-resistant-mfa'] },
      desk: { measures: ['screen-lock', 'endpoint-protection'] },
    },
    'internet-stranger',
    'exercises(db, read)',
    false,
  ],
  [
    'leads from a copied badge to the room and the controller',
    { badge: { measures: [] } },
    'thief-on-site',
    'controls(plc)',
    true,
  ],
  [
    'stops at a badge with a PIN',
    { badge: { measures: ['badge-pin'] } },
    'thief-on-site',
    'present(office)',
    false,
  ],
  ['leads from an update to the data', {}, 'supplier', 'reads(db, personal-data)', true],
  [
    'stops at delayed and tried updates',
    { web: { measures: ['staged-updates'] } },
    'supplier',
    'executes(web)',
    false,
  ],
  ['gives an insider what the account may', {}, 'insider', 'reads(db, personal-data)', true],
  ['gives an assumed breach nothing by itself', {}, 'assume-breach', 'present(internet)', false],
];

function changed(model: Fragment, changes: Changes): Fragment {
  const change = (element: Readonly<Record<string, unknown>>) => ({
    ...element,
    ...changes[String(element['id'])],
  });
  return Object.fromEntries(
    Object.entries(model).map(([section, list]) => [
      section,
      (list as Readonly<Record<string, unknown>>[]).map(change),
    ]),
  );
}

describe.runIf(packIds(folder).includes('common'))('a proof of pack common', () => {
  const pack = resolvePack('common', packReader(folder)).value as Pack;
  const compiled = compileRules(pack).value as CompiledRules;
  it.each(COMPOSITIONS)('%s', (_title, changes, attacker, atom, expected) => {
    const facts = factsOf(changed(GUARDED, changes), pack);
    expect(deriveAll(compiled, facts, [`attacker(common/attacker/${attacker})`]).has(atom)).toBe(expected);
  });
});

describe.runIf(packIds(folder).includes('e-commerce'))('pack e-commerce', () => {
  const pack = resolvePack('e-commerce', packReader(folder)).value;
  it('covers the catalogue', () => {
    expect(pack?.threats.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 70 }, (_, index) => index + 1),
    );
    expect(pack?.rules.filter((rule) => rule.structural !== true).length).toBeGreaterThanOrEqual(90);
    expect(pack?.attacks.length).toBeGreaterThanOrEqual(25);
    expect(pack?.attackers.length).toBeGreaterThanOrEqual(6);
  });
});
