// SPDX-License-Identifier: Apache-2.0
// Text of strangers in what commands write. What is common to all places is in `src/core/escape.ts`.
import { forTerminal, withoutActing } from '../../core/escape.ts';

export { forCsv, forHtml, forTerminal } from '../../core/escape.ts';

/** Plain text of a SARIF message (2.1.0 §3.11.5, §3.11.6): brackets would be links, braces placeholders. */
export function forSarif(text: string): string {
  return forTerminal(text)
    .replaceAll(/[\\[\]]/g, '\\$&')
    .replaceAll(/[{}]/g, '$&$&');
}

/** JSON for stdout: acting characters inside strings as `\uXXXX`, so that it is the same JSON and harmless on a terminal. */
export function forJson(value: unknown): string {
  return `${withoutActing(JSON.stringify(value, null, 2), (character) => (character === '\n' ? character : units(character)))}\n`;
}

/** One line of NDJSON: as `forJson`, without line ends inside. */
export function forJsonLine(value: unknown): string {
  return `${withoutActing(JSON.stringify(value), units)}\n`;
}

function units(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
