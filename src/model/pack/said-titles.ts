// SPDX-License-Identifier: Apache-2.0
// The titles of a pack by what they are titles of, as they are written and as they are said in a language.
import type { Pack, PackItems } from './pack.ts';
import type { Text } from './schema-parts.ts';
import { TITLED, type Titled } from './titles.ts';

type Items = Pick<
  PackItems,
  | Exclude<
      Titled,
      | 'measures'
      | 'impacts'
      | 'narrations'
      | 'sayings'
      | 'obligationParties'
      | 'obligationExplains'
      | 'obligationLaws'
      | 'scenarioTexts'
    >
  | 'rules'
  | 'words'
>;

/** Titles where they are written, by id: English at least. */
export function writtenTitles(items: Items, of: Titled): ReadonlyMap<string, Text> {
  return new Map(pairs(items, of));
}

function pairs(items: Items, of: Titled): readonly (readonly [string, Text])[] {
  switch (of) {
    case 'measures':
      return items.words.flatMap(({ id, kind, name }) => (kind === 'measure' ? [[id, name] as const] : []));
    case 'detections':
      return items.detections.map(({ id, sigma }) => [id, { en: String(sigma.at(-1)?.['title'] ?? '') }]);
    case 'obligations':
      return items.obligations.flatMap(({ id, title, steps }) => [
        [id, title] as const,
        ...steps.map((step) => [`${id}/${step.id}`, step.title] as const),
      ]);
    case 'obligationParties':
      return items.obligations.flatMap(({ id, who, recipient }) => [
        [`${id}/who`, who] as const,
        [`${id}/recipient`, recipient] as const,
      ]);
    case 'obligationExplains':
      return items.obligations.map(({ id, explain }) => [id, explain]);
    case 'obligationLaws':
      return items.obligations.map(({ id, regime, article }) => [id, { en: `${regime}, ${article}` }]);
    case 'impacts':
      return items.attacks.map(({ id, impact }) => [id, impact]);
    case 'narrations':
      return items.rules.flatMap(({ id, narrate }) =>
        narrate === undefined ? [] : [[id, narrate] as const],
      );
    case 'sayings':
      return items.policies.flatMap(({ id, must }) =>
        must.map(({ say }, at) => [`${id}/${at + 1}`, numbered(say)] as const),
      );
    case 'scenarioTexts':
      return items.scenarios.map(({ id, text }) => [id, text]);
    default:
      return items[of].map(({ id, title }) => [id, title]);
  }
}

/** What is in braces is an expression, which is no name: `{on.order} … {count(w)}` as `{1} … {2}`. */
function numbered(say: Text): Text {
  const numbers = new Map<string, number>();
  const numberOf = (expression: string): number => {
    const number = numbers.get(expression) ?? numbers.size + 1;
    numbers.set(expression, number);
    return number;
  };
  const entries = Object.entries(say).toSorted(([a], [b]) => Number(b === 'en') - Number(a === 'en'));
  return Object.fromEntries(
    entries.map(([language, text]) => [
      language,
      text.replaceAll(/\{([^{}]*)\}/g, (_, expression: string) => `{${numberOf(expression)}}`),
    ]),
  );
}

export interface SaidTitle {
  readonly en: string;
  readonly title: string;
}

/** All titles as they are said in a language, English where the pack has no other. Threats go by their number. */
export function titlesIn(pack: Pack, language: string): Record<Titled, Record<string, SaidTitle>> {
  const items = { ...pack, words: [...pack.words.measure.values()] };
  const number = new Map(pack.threats.map((threat) => [threat.id, String(threat.number)]));
  const said = (of: Titled): Record<string, SaidTitle> => {
    const translated = pack.titles.filter((each) => each.of === of && each.language === language);
    const titles = Object.assign({}, ...translated.map((each) => each.titles)) as Record<string, string>;
    return Object.fromEntries(
      [...writtenTitles(items, of)].map(([id, text]) => {
        const en = text['en'] ?? id;
        return [
          of === 'threats' ? (number.get(id) ?? id) : id,
          { en, title: text[language] ?? titles[id] ?? en },
        ];
      }),
    );
  };
  return Object.fromEntries(TITLED.map((of) => [of, said(of)])) as ReturnType<typeof titlesIn>;
}
