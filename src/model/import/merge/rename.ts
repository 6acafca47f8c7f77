// SPDX-License-Identifier: Apache-2.0
// All ids of a model share one namespace. Two files that know nothing of each other do not.
import type { Problem } from '../../../core/problem.ts';
import { singular } from '../../words.ts';
import type { ModelPart } from '../importer.ts';
import { placeText, positionOf } from './certainty.ts';
import { ELEMENT_SECTIONS, type Element, type ElementSection, elementsOf } from './sections.ts';

/** Which section an id belongs to, and the element that took it first. */
export interface Registry {
  readonly owners: Map<
    string,
    { readonly section: ElementSection; readonly element: Element; readonly label: string }
  >;
}

/** No id is taken yet. */
export function createRegistry(): Registry {
  return { owners: new Map() };
}

type Renames = ReadonlyMap<ElementSection, ReadonlyMap<string, string>>;

/** Sections whose elements nobody names: two with one id and different content are simply two. */
const UNNAMED_SECTIONS = new Set<ElementSection>(['assumptions', 'gaps']);

/** Keys that name elements, and the sections in which those are looked for. */
const REFERENCES: Readonly<Record<string, readonly ElementSection[]>> = {
  within: ['zones'],
  zone: ['zones'],
  owner: ['people', 'suppliers'],
  runsOn: ['assets'],
  from: ['assets', 'zones'],
  to: ['assets', 'zones'],
  employer: ['suppliers'],
  of: ['people', 'suppliers', 'assets'],
  roles: ['roles'],
  on: ELEMENT_SECTIONS,
  unlocks: ['identities'],
  keptIn: ['assets'],
  knownTo: ['people'],
  provides: ['assets'],
  needs: ['assets'],
  targets: ELEMENT_SECTIONS,
  about: ELEMENT_SECTIONS,
};

/** The part with ids that clash with no other kind, in definitions and references alike; its ids are taken afterwards. */
export function renamed(part: ModelPart, registry: Registry, label: string, problems: Problem[]): ModelPart {
  // Ids that stay are in the map too: a reference then leads to the asset `db` of the part, not to its renamed zone `db`.
  const renames = new Map(ELEMENT_SECTIONS.map((section) => [section, new Map<string, string>()]));
  let changed = false;
  for (const section of ELEMENT_SECTIONS) {
    for (const element of elementsOf(part, section)) {
      if (element.id === undefined) continue;
      const id = freeId(section, element, registry);
      renames.get(section)?.set(element.id, id);
      if (id !== element.id) {
        changed = true;
        if (!UNNAMED_SECTIONS.has(section)) problems.push(clash(section, element, id, registry, label));
      }
      if (!registry.owners.has(id)) registry.owners.set(id, { section, element, label });
    }
  }
  return changed ? apply(part, renames) : part;
}

function freeId(section: ElementSection, element: Element, registry: Registry): string {
  const wanted = element.id as string;
  const fits = (id: string): boolean => {
    const owner = registry.owners.get(id);
    return owner === undefined || (owner.section === section && isSame(section, owner.element, element));
  };
  if (fits(wanted)) return wanted;
  const base = `${wanted.slice(0, 110)}-${UNNAMED_SECTIONS.has(section) ? '2' : singular(section)}`;
  let id = base;
  for (let count = 2; !fits(id); count++) id = `${base}-${count}`;
  return id;
}

/** One id within one kind is one thing, but for texts with generated ids, and for flows that lead elsewhere. */
function isSame(section: ElementSection, one: Element, other: Element): boolean {
  if (section === 'gaps' || section === 'assumptions')
    return (
      one['text'] === other['text'] &&
      JSON.stringify(one['about']) === JSON.stringify(other['about']) &&
      one['unknown'] === other['unknown']
    );
  return section !== 'flows' || (one['from'] === other['from'] && one['to'] === other['to']);
}

function clash(
  section: ElementSection,
  element: Element,
  id: string,
  registry: Registry,
  label: string,
): Problem {
  const owner = registry.owners.get(element.id as string);
  const first =
    owner === undefined ? '' : `${singular(owner.section)} (${placeText(owner.element.source, owner.label)})`;
  return {
    code: 'MERGE_ID_CLASH',
    severity: 'warning',
    message: `The id \`${element.id}\` of this ${singular(section)} is taken by a ${first}: it is called \`${id}\` now`,
    at: positionOf(element.source, label),
  };
}

function apply(part: ModelPart, renames: Renames): ModelPart {
  const sections = Object.entries(part).map(([section, elements]) => {
    const own = renames.get(section as ElementSection);
    const changed = (elements as readonly unknown[]).map((element) => {
      if (typeof element !== 'object' || element === null) return element;
      const record = withReferences(element as Element, renames);
      const id = (element as Element).id;
      return id === undefined || !own?.has(id) ? record : { ...record, id: own.get(id) };
    });
    return [section, changed];
  });
  return Object.fromEntries(sections) as ModelPart;
}

function withReferences(element: Element, renames: Renames): Element {
  const entries = Object.entries(element).map(([key, value]) => {
    if (key === 'grants' || key === 'except')
      return [key, (value as readonly Element[]).map((item) => withReferences(item, renames))];
    const sections = REFERENCES[key];
    return [key, sections === undefined ? value : renameIn(value, sections, renames)];
  });
  return Object.fromEntries(entries) as Element;
}

function renameIn(value: unknown, sections: readonly ElementSection[], renames: Renames): unknown {
  if (Array.isArray(value)) return value.map((item) => renameIn(item, sections, renames));
  if (typeof value !== 'string') return value;
  for (const section of sections) {
    const id = renames.get(section)?.get(value);
    if (id !== undefined) return id;
  }
  return value;
}
