// SPDX-License-Identifier: Apache-2.0
import type { ReplayWord } from '../../../replay/index.ts';
import type { Tongue, Word } from '../../report-words/tongue.ts';

/** Of the elements around the drawing. */
type PartWord =
  | 'play'
  | 'pause'
  | 'time'
  | 'level'
  | 'legend'
  | 'ask'
  | 'table'
  | 'asset'
  | 'delivers'
  | 'text';

/** What the script of the page says itself. */
const SCRIPT = ['lost', 'wrong', 'leaked', 'harms', 'nothing'] as const;

export interface PageWords {
  /** Games have the same words in each language of the pack, as `replay-…`. */
  readonly replay: Readonly<Record<ReplayWord | PartWord, string>>;
  readonly page: Readonly<Record<(typeof SCRIPT)[number], string>>;
  /** An amount of money around `{{amount}}`. */
  readonly money: string;
}

export function pageWords({ words }: Tongue): PageWords {
  const replay = Object.entries(words).flatMap(([word, text]) =>
    word.startsWith('replay.') ? [[word.slice('replay.'.length), text] as const] : [],
  );
  return {
    replay: Object.fromEntries(replay) as PageWords['replay'],
    page: Object.fromEntries(
      SCRIPT.map((word) => [word, words[`page.${word}` satisfies Word]]),
    ) as PageWords['page'],
    money: words.money,
  };
}
