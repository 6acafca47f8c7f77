// SPDX-License-Identifier: Apache-2.0
import { forHtml } from '../render/escape.ts';
import type { Tongue, Word } from './tongue.ts';

/** A word around values that are HTML already. */
export function sayHtml({ say }: Tongue, word: Word, html: Readonly<Record<string, string>>): string {
  const names = Object.keys(html);
  // Marks that no text holds once it is made safe for HTML.
  const marks = Object.fromEntries(names.map((name, at) => [name, `\u{e000}${at}\u{e001}`]));
  return forHtml(say(word, marks)).replaceAll(
    /\u{e000}(\d+)\u{e001}/gu,
    (_, at: string) => html[names[Number(at)] ?? ''] ?? '',
  );
}
