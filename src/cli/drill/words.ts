// SPDX-License-Identifier: Apache-2.0
// The words of an exercise in one language.
import type { Say } from '../../awareness/index.ts';
import type { DrillSource, Pack } from '../../model/index.ts';
import { EXIT, Failure } from '../exit.ts';
import { forTerminal } from '../render/escape.ts';

type Text = Readonly<Record<string, string>>;

export interface Tongue {
  readonly language: string;
  readonly say: Say;
  /** A text of the pack in the language; English when it has none. */
  readonly tell: (text: Text) => string;
}

/** @throws Failure 2 when the language is not there. */
export function tongueOf(pack: Pack, language: string): Tongue {
  const words: Text | undefined = pack.drillWords.find((each) => each.language === language)?.words;
  if (words === undefined)
    throw new Failure(
      EXIT.usage,
      `Cannot play in \`${language}\`: expected ${pack.drillWords.map((each) => each.language).join(', ')}`,
    );
  return {
    language,
    // A pack may be a stranger's, as a model may; both end up on a terminal and in files that people open.
    say: (word, values = {}) =>
      forTerminal(
        (words[word] ?? word).replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')),
      ),
    tell: (text) => forTerminal(text[language] ?? text['en'] ?? ''),
  };
}

/** The exercise that a person typed; undefined when no exercise is called so. */
export function drillNamed(pack: Pack, name: string): Pack['drills'][number] | undefined {
  return pack.drills.find(({ id }) => id === name || id.endsWith(`/${name}`));
}

export type Drill<K extends DrillSource['kind']> = Extract<DrillSource, { kind: K }>;
