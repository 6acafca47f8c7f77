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
  type Rule,
} from '../src/analyse/index.ts';
import {
  type DetectionSource,
  type EventField,
  GAP_KINDS,
  PAGE_FINDINGS,
  type Pack,
  type Placed,
  type RuleSource,
  resolvePack,
  type WordKind,
} from '../src/model/index.ts';
import {
  compileDerivations,
  compileFormats,
  compilePages,
  compileSources,
  packRules,
} from '../src/monitor/index.ts';
import { rowOf } from '../src/monitor/sigma/match/row.ts';
import { packIds, packReader } from '../src/platform/index.ts';
import { firedBy, undeclared } from './support/chain-events.ts';
import { type Fragment, factsOf } from './support/fragment.ts';
import { mapped } from './support/mapped.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'packs');
const corpora = process.env['ENSURESEC_CORPORA'] ?? join(root, '../shared/corpora');

/** Attacks that come to a means of more, or to people: no asset is wrong, read or down by them yet. */
const MEANS: ReadonlySet<string> = new Set([
  'common/attack/attacker-code-run',
  'common/attack/host-controlled',
  'common/attack/orchestrator-controlled',
  'common/attack/identity-provider-administered',
  'e-commerce/attack/brand-impersonated',
  'e-commerce/attack/customer-account-taken',
  'e-commerce/attack/payment-service-reached-directly',
  'e-commerce/attack/cards-tested',
  'e-commerce/attack/shop-code-changed',
  'e-commerce/attack/locker-opened',
  'e-commerce/attack/customer-deceived',
]);

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
  it('says of each attack which channel it harms, by what it comes to', () => {
    const harms = new Set(pack.predicates.flatMap(({ id: name, channel }) => (channel ? [name] : [])));
    const silent = pack.attacks
      .filter((attack) => attack.pack === pack.id)
      .filter(({ when }) => !when.some((atom) => harms.has(atom.slice(0, atom.indexOf('(')))))
      .map(({ id: name }) => name);
    expect(silent.filter((name) => !MEANS.has(name))).toEqual([]);
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
    const measures = [...pack.words.measure.values()];
    const missing = [
      ...bare.map((word) => `${word.kind} ${word.id} lacks \`text\``),
      ...measures.flatMap((word) => (word.cost === undefined ? `measure ${word.id} lacks \`cost\`` : [])),
      ...measures.flatMap((word) =>
        (word.references ?? []).length === 0 ? `measure ${word.id} lacks \`references\`` : [],
      ),
    ];
    expect(missing).toEqual([]);
  });
  it('knows fields that take secrets as their hits and misses say, and words everything that a look finds', () => {
    const knowledge = compilePages(pack);
    const own = pack.pageFields.filter((each) => each.pack === pack.id);
    for (const { id, hit, miss } of own) {
      expect(
        hit.filter((name) => knowledge?.fieldOf([name])?.id !== id),
        id,
      ).toEqual([]);
      expect(
        miss.filter((name) => knowledge?.fieldOf([name])?.id === id),
        id,
      ).toEqual([]);
    }
    for (const { id, title, say, mend } of pack.pageFindings.filter((each) => each.pack === pack.id))
      for (const text of [title, say, mend])
        for (const language of ['de', 'fr', 'es', 'el'])
          expect(holesIn(text[language]), `${id} ${language}`).toEqual(holesIn(text['en']));
    const lacking = PAGE_FINDINGS.filter((kind) => knowledge?.finding(kind) === undefined);
    expect(lacking).toEqual(knowledge === undefined ? [...PAGE_FINDINGS] : []);
  });
  it('tells where an event comes from as its hits and misses say', () => {
    for (const mapping of pack.sources.filter((each) => each.pack === pack.id)) {
      const recognise = compileSources([mapping]);
      expect(recognise(rowOf(mapping.hit)).source, mapping.id).toBeDefined();
      expect(recognise(rowOf(mapping.miss)).source, mapping.id).toBeUndefined();
    }
  });
  it('reads log lines as its hits and misses say', () => {
    for (const format of pack.formats.filter((each) => each.pack === pack.id)) {
      const parse = compileFormats([format]);
      expect(parse(format.hit.line)?.record, format.id).toMatchObject(format.hit.fields);
      expect(parse(format.miss.line), format.id).toBeUndefined();
    }
  });
  it('derives fields as its hits say', () => {
    for (const derivation of pack.derivations.filter((each) => each.pack === pack.id)) {
      const source = { product: undefined, services: [], categories: derivation.categories };
      const derived = compileDerivations([derivation])(derivation.hit.event, source);
      expect(derived[derivation.field], derivation.id).toEqual(derivation.hit.values);
    }
  });
  it('maps records to events as its hits and misses say', () => {
    for (const mapping of pack.mappings.filter((each) => each.pack === pack.id)) {
      const fields = pack.events.find(({ id }) => id === mapping.type)?.fields ?? {};
      const events = mapped(mapping, mapping.hit);
      expect(events, mapping.id).toMatchObject(mapping.hit.expect);
      for (const { data } of events)
        for (const [name, value] of Object.entries(data).filter(([each]) => each in (mapping.data ?? {})))
          expect(fitsField(value, fields[name]), `${mapping.id} ${name}: ${value}`).toBe(true);
      expect(mapped(mapping, mapping.miss), mapping.id).toEqual([]);
    }
  });
  it('has examples of events that carry what their type declares', () => {
    for (const { id, keys, fields, example } of pack.events) {
      expect(keys, id).toEqual(expect.arrayContaining(Object.keys(example.keys)));
      for (const [name, value] of Object.entries(example.data))
        expect(fitsField(value, fields[name]), `${id} ${name}`).toBe(true);
    }
  });
  it('has detections that load', () => {
    expect(packRules(pack).problems).toEqual([]);
  });
  const detections = pack.detections.filter((each) => each.pack === pack.id);
  if (detections.length > 0)
    describe.each(detections.map((detection) => ({ id: detection.id, detection })))('$id', ({ detection }) =>
      detectionContract(pack, detection),
    );
  if (compiled.value === undefined) return;
  describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) =>
    ruleContract(pack, rule, compiled.value as CompiledRules),
  );
}

function detectionContract(pack: Pack, detection: Placed<DetectionSource>): void {
  it('fires on its hit and not on its miss', () => {
    expect(firedBy(pack, detection, detection.hit)).toContain(detection.id);
    expect(firedBy(pack, detection, detection.miss)).not.toContain(detection.id);
  });
  it('uses events as their types declare them', () => {
    const threats = new Set(pack.threats.map(({ number }) => number));
    if (threats.size > 0) expect(detection.threats.filter((number) => !threats.has(number))).toEqual([]);
    expect([...detection.hit, ...detection.miss].flatMap((each) => undeclared(pack, each))).toEqual([]);
  });
  it('says what it is to the person who gets the alert', () => {
    const head = detection.sigma.at(-1) ?? {};
    expect(Object.keys(head)).toEqual(
      expect.arrayContaining(['title', 'level', 'tags', 'falsepositives', 'description']),
    );
    expect(detection.references.every((each) => /^https:\/\//.test(each))).toBe(true);
  });
}

function fitsField(value: unknown, field: EventField | undefined): boolean {
  if (field === undefined) return false;
  if (field.values !== undefined && !field.values.includes(value as string)) return false;
  const type = Array.isArray(value) ? 'list' : typeof value === 'string' ? 'text' : typeof value;
  return type === field.type || (field.type === 'integer' && Number.isSafeInteger(value));
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
  const measures = (rule.unless ?? []).flatMap(
    (atom) => /^measure\(\w+, ([a-z][\w.-]*)\)$/.exec(atom)?.[1] ?? [],
  );
  it.each(measures)('is stopped by %s', (measure) => {
    expect(derives(install(model, measure, elementsOf(model)), given)).toBe(false);
  });
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

describe.runIf(packIds(folder).includes('e-commerce'))('pack e-commerce', () => {
  const pack = resolvePack('e-commerce', packReader(folder)).value;
  it('covers the catalogue', () => {
    const numbers = pack?.threats.map(({ number }) => number).toSorted((a, b) => a - b) ?? [];
    const hole = numbers.findIndex((number, index) => number !== index + 1);
    expect(hole, `numbers of threats have no holes: the next free one is ${hole + 1}`).toBe(-1);
    expect(numbers.length).toBeGreaterThanOrEqual(70);
    expect(pack?.rules.filter((rule) => rule.structural !== true).length).toBeGreaterThanOrEqual(90);
    expect(pack?.attacks.length).toBeGreaterThanOrEqual(25);
    expect(pack?.attackers.length).toBeGreaterThanOrEqual(6);
  });
});

/** What a text leaves open; a text that is missing has none of them. */
function holesIn(text: string | undefined): readonly string[] | undefined {
  return text?.match(/\{\w+\}/g)?.sort() ?? (text === undefined ? undefined : []);
}
