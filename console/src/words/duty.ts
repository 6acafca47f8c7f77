// SPDX-License-Identifier: Apache-2.0
// Why a duty applies, and until when something is due: names of facts and of reports in sentences of the engine.
import type { Told } from './told.ts';

/** Stands for a title that may hold a colon itself. */
const TITLE = '\u0000';

/** @param titles What facts, duties and reports are called, by their English titles. */
export function dutySaid(told: Told, text: string, titles: ReadonlyMap<string, string>): string {
  const first = [...titles.keys()]
    .filter((title) => text.startsWith(`${title}: `))
    .reduce((longest, title) => (title.length > longest.length ? title : longest), '');
  const titled = (title: string): string =>
    title === TITLE ? (titles.get(first) ?? first) : (titles.get(title) ?? eachOf(title, titles));
  return told('duty', first === '' ? text : `${TITLE}${text.slice(first.length)}`, titled);
}

/** `A and B`, each a title. */
function eachOf(text: string, titles: ReadonlyMap<string, string>): string {
  const parts = text.split(' and ').map((part) => titles.get(part));
  return parts.every((part) => part !== undefined) ? parts.join(' · ') : text;
}
