// SPDX-License-Identifier: Apache-2.0
// A game as it is played: its structure, its items and its words in one language.
import type { GameItems, GameSource, GameWords, Pack } from '../../model/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { nearHint } from '../near.ts';
import { forTerminal } from '../render/escape.ts';

type Word = keyof GameWords['words'];
type Cue = NonNullable<GameSource['cues']>[number];

export interface Game {
  readonly source: GameSource;
  readonly items: GameItems;
  readonly language: string;
  /** A family of cues, of this game or of another one of the pack. */
  cue(id: string): Cue | undefined;
  /** A word of the language, with `{n}` and `{of}` filled; numbers with one digit after the point at most. */
  say(word: Word, n?: number | string, of?: number | string): string;
  /** A text of the pack in the language; English when it has none. */
  tell(text: Readonly<Record<string, string>>): string;
  /** As the language writes it. @param least digits after the point that are there even when they are zero. */
  number(value: number, digits?: number, least?: number): string;
}

/** @throws Failure 2 when the game or its language is not there; 4 when the pack has no game. */
export function gameOf(pack: Pack, name: string, language: string): Game {
  const source = pack.games.find(({ id }) => shortName(id) === name || id === name);
  if (pack.games.length === 0)
    throw new Failure(EXIT.nothing, `Nothing to play: the pack ${pack.id} has no game`);
  if (source === undefined) {
    const names = [...pack.games, ...pack.drills].map(({ id }) => shortName(id));
    throw new Failure(
      EXIT.usage,
      `Cannot find the game \`${name}\`: expected ${names.join(' or ')}`,
      nearHint(name, names),
    );
  }
  const items = pack.gameItems.find((set) => set.game === source.id && set.language === language);
  const words = pack.gameWords.find((each) => each.language === language)?.words;
  if (items === undefined || words === undefined)
    throw new Failure(
      EXIT.usage,
      `Cannot play ${shortName(source.id)} in \`${language}\`: expected ${languagesOf(pack, source).join(', ')}`,
    );
  const cues = pack.games.flatMap((game) => game.cues ?? []);
  const number = (value: number, digits = 0, least = 0): string => written(language, value, digits, least);
  const shown = (value: number | string = ''): string =>
    typeof value === 'number' ? number(value, 1) : value;
  return {
    source,
    items,
    language,
    cue: (id) => cues.find((cue) => cue.id === id),
    // A pack may be a stranger's; what a game says goes to a terminal only.
    say: (word, n, of) =>
      forTerminal(words[word].replaceAll(/\{(n|of)\}/g, (_, which) => shown(which === 'n' ? n : of))),
    tell: (text) => forTerminal(text[language] ?? text['en'] ?? ''),
    number,
  };
}

/** What is rounded to zero has no sign. */
function written(language: string, value: number, digits: number, least: number): string {
  return new Intl.NumberFormat(language === 'en' ? 'en-GB' : language, {
    ...{ maximumFractionDigits: digits, minimumFractionDigits: least, signDisplay: 'negative' },
  }).format(value);
}

export function languagesOf(pack: Pack, { id }: GameSource): readonly string[] {
  return pack.gameItems.filter(({ game }) => game === id).map(({ language }) => language);
}

/** `triage` of `e-commerce/game/triage`. */
export function shortName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
