// SPDX-License-Identifier: Apache-2.0
// What an entry of a case says, in the reader's words. Names and values that have none are shown as they are.
import { visible, visibleValue } from '../../parts/visible.ts';
import { factSaid } from '../../words/fact.ts';
import { euro, instant, languageName } from '../../words/format.ts';
import type { Words } from '../../words/index.ts';
import type { Titles } from '../../words/titles.ts';
import type { CaseAnswer } from './case.tsx';

type NameOf = (id: string) => string;
type Entry = Pick<CaseAnswer['timeline'][number], 'event' | 'body'>;
type Of = Readonly<Record<string, unknown>>;

/** Parts of a line. */
export function entrySaid(
  { event, body }: Entry,
  words: Words,
  titles: Titles,
  nameOf: NameOf = visible,
): readonly string[] {
  const of = body as Of;
  const { field, value, obligation, step, ...rest } = of;
  const first =
    event === 'stated'
      ? [factOf(String(field), value, words, titles)]
      : event === 'sent'
        ? [reportOf(String(obligation), String(step), titles)]
        : [];
  return [...first, ...partsOf(event, first.length === 0 ? of : rest, words, nameOf)];
}

function factOf(field: string, value: unknown, { say }: Words, { title }: Titles): string {
  const said = typeof value === 'boolean' ? say(value ? 'facts.yes' : 'facts.no') : listed(value);
  return `${visible(title('incidentFields', field) ?? field)}: ${said}`;
}

function listed(value: unknown): string {
  return Array.isArray(value) ? value.map(visibleValue).join(', ') : visibleValue(value);
}

function reportOf(obligation: string, step: string, { title }: Titles): string {
  const titles = [title('obligations', obligation), title('obligations', `${obligation}/${step}`)];
  return titles.map((each, at) => visible(each ?? [obligation, step][at] ?? '')).join(': ');
}

function partsOf(event: string, of: Of, words: Words, nameOf: NameOf): readonly string[] {
  return Object.entries(of).flatMap(([key, value]) => {
    const said = saidOf(event, key, value, words, nameOf);
    if (said === undefined) return [];
    const isLabelled = words.knows('entry', key) && !isName(event, key);
    return isLabelled ? [`${words.named('entry', key)}: ${said}`] : [said];
  });
}

/** What the name of the event says already. */
function isName(event: string, key: string): boolean {
  return event === 'assigned' && key === 'owner';
}

/** Undefined: it is shown elsewhere, or not at all. */
function saidOf(
  event: string,
  key: string,
  value: unknown,
  words: Words,
  nameOf: NameOf,
): string | undefined {
  const { say, language, named } = words;
  if (key === 'counts' && typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, count]) => `${visible(name)} ${count}`)
      .join(', ');
  if (typeof value === 'object' && value !== null) return undefined;
  const text = visibleValue(value);
  switch (key) {
    case 'to':
      return event === 'marked'
        ? marking(text)
        : event === 'advanced'
          ? named('phase', text)
          : named(event, text);
    case 'tlp':
    case 'ceiling':
      return marking(text);
    case 'has':
      return hasSaid(text, words, nameOf);
    case 'asset':
      return nameOf(String(value));
    case 'occurred':
    case 'detected':
    case 'due':
    case 'at':
      return instant(language, String(value));
    case 'eur':
      return euro(language, Number(value));
    case 'language':
      return languageName(language, text);
    case 'simulated':
      return say(value === true ? 'run.simulated' : 'run.earnest');
    default:
      return shortened(text);
  }
}

const marking = (tlp: string): string => `TLP:${tlp.toUpperCase()}`;

/** `controls:shop` as the fact that it is. */
function hasSaid(text: string, words: Words, nameOf: NameOf): string {
  const [predicate = '', ...args] = text.split(':');
  if (args.length === 0 || !words.knows('fact', predicate)) return text;
  return factSaid(
    `${predicate}(${args.map((each) => `'${each.replaceAll("'", "''")}'`).join(',')})`,
    words,
    nameOf,
  );
}

/** A digest by its beginning: the log has all of it. */
function shortened(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{64}\b/g, (digest) => `${digest.slice(0, 12)}…`);
}
