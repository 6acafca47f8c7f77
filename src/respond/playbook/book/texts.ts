// SPDX-License-Identifier: Apache-2.0
import type { Pack, PlaybookSource } from '../../../model/index.ts';

type Text = PlaybookSource['title'];

/** The texts of one playbook in one language; what is not translated is in English. */
export interface Teller {
  readonly language: string;
  readonly title: string;
  readonly text: string;
  input(name: string): string;
  step(id: string, say: Text): string;
  undo(id: string, undo: Text): string;
  /** A text of another item, such as the name of a role. */
  of(text: Text): string;
}

/** Languages in which a playbook is written, English first. */
export function languagesOf(pack: Pack, playbook: string): readonly string[] {
  return [
    'en',
    ...pack.playbookTexts.filter((texts) => texts.playbook === playbook).map(({ language }) => language),
  ];
}

export function tellerOf(pack: Pack, source: PlaybookSource, language: string): Teller {
  const texts = pack.playbookTexts.find((each) => each.playbook === source.id && each.language === language);
  const of = (text: Text) => text[language] ?? text['en'] ?? '';
  return {
    language,
    title: texts?.title ?? of(source.title),
    text: texts?.text ?? of(source.text),
    input: (name) => texts?.inputs?.[name] ?? of(source.inputs?.[name]?.text ?? { en: name }),
    step: (id, say) => texts?.steps[id] ?? of(say),
    undo: (id, undo) => texts?.undo?.[id] ?? of(undo),
    of,
  };
}

/** `{order-number}` of a pack → `__order_number__:value` of CACAO 2.0 §10.18. */
export function withVariables(text: string): string {
  return text.replace(/\{([a-z][a-z0-9-]*)\}/g, (_, name: string) => `${variableOf(name)}:value`);
}

export function variableOf(input: string): string {
  return `__${input.replaceAll('-', '_')}__`;
}

/** What to do, without how: the first sentence. */
export function firstSentence(text: string): string {
  // French has a space before some of these signs.
  return /^(.+?)\s*[.;:!?·](?:\s|$)/s.exec(text)?.[1] ?? text;
}
