// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { loadPack } from './load.ts';
import type { Pack } from './pack.ts';
import { titlesIn } from './said-titles.ts';

const manifest = (id: string, uses: readonly string[] = []): string =>
  JSON.stringify({ id, version: '1.0.0', name: { en: id }, text: { en: id }, uses, license: 'Apache-2.0' });

const WORDS = `words:
  - { id: fence, kind: measure, name: { en: Fence } }
  - { id: wall, kind: measure, name: { en: "Wall of {n}" } }
  - { id: gate, kind: measure, name: { en: Gate, de: Tor } }
  - { id: pump, kind: asset, name: { en: Pump } }
`;

function loaded(titles: string, used: readonly Pack[] = [], words = WORDS) {
  const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
  return loadPack(
    [file('pack.yaml', manifest('p')), file('a.yaml', words), file('titles-de.yaml', titles)],
    used,
  );
}

const list = (entries: string, language = 'de'): string =>
  `titles:\n  - of: measures\n    language: ${language}\n    titles:\n${entries}`;
const WHOLE = '      fence: Zaun\n      wall: "Mauer aus {n}"\n';

describe('titles in another language', () => {
  it('are told beside the English ones, which stand in for what is missing', () => {
    const { value, problems } = loaded(list(WHOLE));
    expect(problems).toEqual([]);
    expect(titlesIn(value as Pack, 'de').measures).toEqual({
      fence: { en: 'Fence', title: 'Zaun' },
      wall: { en: 'Wall of {n}', title: 'Mauer aus {n}' },
      gate: { en: 'Gate', title: 'Tor' },
    });
    expect(titlesIn(value as Pack, 'el').measures['fence']).toEqual({ en: 'Fence', title: 'Fence' });
  });

  it('may be those of a pack that this one uses', () => {
    const base = loaded(list(WHOLE)).value as Pack;
    const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
    const files = (titles: string) => [file('pack.yaml', manifest('q', ['p'])), file('t.yaml', titles)];
    expect(loadPack(files(list('      fence: Barrière\n', 'fr')), [base]).problems).toEqual([]);
    expect(loadPack(files(list('      fence: Gatter\n')), [base]).problems).toMatchObject([
      { message: '`fence` has a title in `de` already' },
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'all that is wrong at once, with its place',
      list('      fense: Zaun\n      wall: Mauer\n      gate: Pforte\n'),
      [
        'titles-de.yaml:5:14 Cannot find `fense` in `measures`: expected one of this pack or one it uses | Did you mean `fence`?',
        'titles-de.yaml:6:13 The title of `wall` has other parts in braces than the English one: expected {n}',
        'titles-de.yaml:7:13 `gate` has a title in `de` already',
        'titles-de.yaml:2:5 The title of `fence` is missing: expected those of all `measures` of the pack',
      ],
    ],
    [
      'a language that there is not',
      list(WHOLE, 'qq'),
      [
        'titles-de.yaml:3:15 There is no language `qq`: expected a code of ISO 639-1',
        'titles-de.yaml:2:5 The title of `gate` is missing: expected those of all `measures` of the pack',
      ],
    ],
    [
      'English, which stands with the items',
      list('      fence: Zaun\n', 'en'),
      ['titles-de.yaml:3:15 English stands where the items are written: expected another language'],
    ],
    [
      'a title twice',
      `${list(WHOLE)}  - of: measures\n    language: de\n    titles: { fence: Gatter }\n`,
      ['titles-de.yaml:9:22 `fence` has a title in `de` already'],
    ],
    ['a kind that has no titles', list(WHOLE).replace('measures', 'assets'), ['titles-de.yaml:2:9 ']],
  ])('refuses %s', (_, titles, wanted) => {
    const said = loaded(titles).problems.map(
      ({ at, message, hint }) =>
        `${at.file}:${at.line}:${at.column} ${message}${hint === undefined ? '' : ` | ${hint}`}`,
    );
    expect(said).toHaveLength(wanted.length);
    expect(said.map((each, index) => each.slice(0, wanted[index]?.length))).toEqual(wanted);
  });
});
