// SPDX-License-Identifier: Apache-2.0
// Titles in another language name what there is, and all of a kind: a list that is half translated misleads.
import type { Problem } from '../../core/problem.ts';
import { didYouMean } from '../issues.ts';
import { nearest } from '../nearest.ts';
import { quoted } from '../words.ts';
import type { PackItems, Placed } from './pack.ts';
import { writtenTitles } from './said-titles.ts';
import type { Text } from './schema-parts.ts';
import { TITLED, type Titled, type TitlesSource } from './titles.ts';

type Titles = Placed<TitlesSource>;

export function titleProblems(all: PackItems, own: PackItems): Problem[] {
  if (own.titles.length === 0) return [];
  return [
    ...own.titles.flatMap(languageProblems),
    ...TITLED.flatMap((of) => {
      const known = writtenTitles(all, of);
      const mine = own.titles.filter((each) => each.of === of && each.language !== 'en');
      const others = all.titles.filter((each) => each.of === of && !mine.includes(each));
      return [
        ...mine.flatMap((each, index) => wrongEntries(each, known, [...others, ...mine.slice(0, index)])),
        ...missing(mine, writtenTitles(own, of), of),
      ];
    }),
  ];
}

function bad(item: Titles, path: readonly (string | number)[], message: string): Problem {
  return { code: 'PACK_BAD_TITLES', severity: 'error', message, at: item.locate(path) };
}

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function languageProblems(titles: Titles): Problem[] {
  const { language } = titles;
  if (language === 'en')
    return [
      bad(titles, ['language'], 'English stands where the items are written: expected another language'),
    ];
  return LANGUAGES.of(language) === undefined
    ? [bad(titles, ['language'], `There is no language ${quoted(language)}: expected a code of ISO 639-1`)]
    : [];
}

function wrongEntries(
  titles: Titles,
  known: ReadonlyMap<string, Text>,
  before: readonly Titles[],
): Problem[] {
  const same = before.filter(({ language }) => language === titles.language);
  return Object.entries(titles.titles).flatMap(([id, title]) => {
    const path = ['titles', id];
    const written = known.get(id);
    if (written === undefined) {
      const message = `Cannot find ${quoted(id)} in \`${titles.of}\`: expected one of this pack or one it uses`;
      return [{ ...bad(titles, path, message), ...didYouMean(nearest(id, known.keys())) }];
    }
    if (written[titles.language] !== undefined || same.some((each) => each.titles[id] !== undefined))
      return [bad(titles, path, `${quoted(id)} has a title in ${quoted(titles.language)} already`)];
    const wanted = standsFor(written['en'] ?? '');
    return standsFor(title) === wanted
      ? []
      : [
          bad(
            titles,
            path,
            `The title of ${quoted(id)} has other parts in braces than the English one: expected ${wanted || 'none'}`,
          ),
        ];
  });
}

/** Told once for each id, at the first list in that language. */
function missing(mine: readonly Titles[], known: ReadonlyMap<string, Text>, of: Titled): Problem[] {
  const first = new Map(mine.toReversed().map((each) => [each.language, each]));
  return [...first].flatMap(([language, titles]) => {
    const said = new Set(
      mine.flatMap((each) => (each.language === language ? Object.keys(each.titles) : [])),
    );
    return [...known]
      .filter(([id, written]) => written[language] === undefined && !said.has(id))
      .map(([id]) =>
        bad(titles, [], `The title of ${quoted(id)} is missing: expected those of all \`${of}\` of the pack`),
      );
  });
}

function standsFor(text: string): string {
  return [...new Set(text.match(/\{[^{}]*\}/g) ?? [])].sort().join(' ');
}
