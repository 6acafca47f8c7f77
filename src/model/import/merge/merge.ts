// SPDX-License-Identifier: Apache-2.0
// Several inputs, one model: what has the same id and the same kind is the same thing.
import type { Parsed, Problem } from '../../../core/problem.ts';
import { MODEL_VERSION, type Model } from '../../schema.ts';
import { withoutAnsweredGaps } from './answered.ts';
import type { LabelledPart } from './labelled-part.ts';
import { createRegistry, renamed } from './rename.ts';
import { ELEMENT_SECTIONS, type Element, elementsOf, keyOf } from './sections.ts';
import { uniteElements } from './unite.ts';

/** What a model is called when nobody has named it. */
const UNNAMED: Model = { ensuresec: MODEL_VERSION, name: 'Imported model', pack: 'e-commerce' };

/**
 * Unites parts, in order, into `base` (or an empty model). Elements with one id and kind become one: lists are joined,
 * and of two values that differ the more certain one stays (observed before declared before inferred, then by
 * confidence, then the earlier), with a warning that names both places. An id that two kinds use gets a suffix in the
 * later part, with its references, and a warning. A gap about exposure ends when another part places the asset.
 */
export function mergeParts(parts: readonly LabelledPart[], base?: Model): Parsed<Model> {
  const problems: Problem[] = [];
  const { ensuresec, name, pack, ...written } = base ?? UNNAMED;
  const all = base === undefined ? parts : [{ label: 'the model', part: written }, ...parts];
  const registry = createRegistry();
  const renamedParts = all.map(({ label, part }) => ({
    label,
    part: renamed(part, registry, label, problems),
  }));
  const united =
    renamedParts.length === 1 && base !== undefined ? renamedParts : withoutAnsweredGaps(renamedParts);
  const sections = ELEMENT_SECTIONS.map((section) => {
    const known = new Map<string, Element>();
    for (const { label, part } of united) {
      for (const element of elementsOf(part, section)) {
        const key = keyOf(section, element);
        const before = known.get(key);
        known.set(
          key,
          before === undefined ? element : uniteElements(section, before, element, label, problems),
        );
      }
    }
    return [section, [...known.values()]] as const;
  });
  const filled = Object.fromEntries(sections.filter(([, elements]) => elements.length > 0));
  return { value: { ensuresec, name, pack, ...filled, ...scopesOf(united) } as Model, problems };
}

/** Attacks and attackers in scope are choices, not facts: all of them count. */
function scopesOf(parts: readonly LabelledPart[]): Pick<Model, 'attacks' | 'attackers'> {
  const distinct = <T>(items: readonly T[]): T[] => [
    ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
  ];
  const attacks = distinct(parts.flatMap(({ part }) => part.attacks ?? []));
  const attackers = distinct(parts.flatMap(({ part }) => part.attackers ?? []));
  return { ...(attacks.length === 0 ? {} : { attacks }), ...(attackers.length === 0 ? {} : { attackers }) };
}
