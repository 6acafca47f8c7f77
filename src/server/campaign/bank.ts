// SPDX-License-Identifier: Apache-2.0
// The messages of the game of a campaign, and what is said around them.
import type { Campaign, TruthOf } from '../../awareness/index.ts';
import type { GameWords, Message, Pack } from '../../model/index.ts';
import { HttpRefusal } from '../../platform/index.ts';

export interface Bank {
  messages(language: string): readonly Message[];
  message(language: string, id: string): Message | undefined;
  readonly truthOf: TruthOf;
}

/** @throws HttpRefusal 409 when the pack of this server has no such game. */
export function bankOf(pack: Pack, { plan }: Campaign): Bank {
  const sets = pack.gameItems.filter(({ game }) => game === plan.game);
  if (sets.length === 0)
    throw new HttpRefusal(
      409,
      `The pack ${pack.id} has no game ${plan.game}: start with the pack of the campaign`,
    );
  const byLanguage = new Map(
    sets.map(({ language, messages = [] }) => [language, new Map(messages.map((each) => [each.id, each]))]),
  );
  const message = (language: string, id: string): Message | undefined => byLanguage.get(language)?.get(id);
  return {
    messages: (language) => [...(byLanguage.get(language)?.values() ?? [])],
    message,
    truthOf: (language, id) => message(language, id)?.truth,
  };
}

export type Say = (word: keyof GameWords['words'], n?: string | number, of?: string | number) => string;

/** Words in a language, else in English. */
export function wordsOf(pack: Pack, language: string): Say {
  const words = [language, 'en'].flatMap(
    (wanted) => pack.gameWords.find((each) => each.language === wanted)?.words ?? [],
  )[0];
  return (word, n = '', of = '') =>
    (words?.[word] ?? word).replaceAll(/\{(n|of)\}/g, (_, which) => String(which === 'n' ? n : of));
}
