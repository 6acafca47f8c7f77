// SPDX-License-Identifier: Apache-2.0
// The message of one person, from the text of the pack.
import type { Pack } from '../../model/index.ts';

export interface NoticeFacts {
  readonly operator: string;
  readonly contact: string;
  readonly case: string;
}

export interface Notice {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
}

/** In the language of the person where the whole notice has it, else in English. */
export function noticeIn(source: Pack['notices'][number], wanted: string, facts: NoticeFacts): Notice {
  const texts = [source.title, source.text, ...source.steps];
  const language = texts.every((text) => text[wanted] !== undefined) ? wanted : 'en';
  const [subject = '', text = '', ...steps] = texts.map((each) => filled(each[language] as string, facts));
  const list = steps.map((step, at) => `${at + 1}. ${step}`).join('\n');
  return {
    language,
    subject: subject.replaceAll(/[\r\n]+/g, ' '),
    text: `${text}\n\n${list}\n\n${facts.operator}\n`,
  };
}

/** The text with who writes, whom to ask and the number of the case. */
export function filled(text: string, facts: NoticeFacts): string {
  return text.replaceAll(/\{(operator|contact|case)\}/g, (_, key: keyof NoticeFacts) => facts[key]);
}
