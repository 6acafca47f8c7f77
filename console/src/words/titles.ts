// SPDX-License-Identifier: Apache-2.0
// Titles of the pack in the reader's language. What answers hold is English, as the evidence has it: a title is said anew only
// where it is that of the pack.
import type { Answer } from '../../../src/server/api/contract/index.ts';
import { visible } from '../parts/visible.ts';
import { dutySaid } from './duty.ts';
import type { Say } from './index.ts';
import { type Sentence, saidAs, sentenceOf } from './sentence.ts';
import { told } from './told.ts';

type Known = Answer<'titles'>['titles'];
type Kind = keyof Known;

export interface Titles {
  /** @param text What the answer has. */
  readonly titled: (of: Kind, id: string, text: string) => string;
  /** Where an answer has the id alone, threats by their number; undefined when the pack has no such thing. */
  readonly title: (of: Kind, id: string) => string | undefined;
  /** What detection says: the title of a rule or of an attack, with what it adds to it. */
  readonly found: (text: string) => string;
  /** Why a duty applies, and until when something is due. */
  readonly duty: (text: string) => string;
  /** A measure where it stands: `Spare parts on load`. */
  readonly measure: (name: string) => string;
  /** Who takes which path: `Courier or driver, 2 steps: …` and the steps, one sentence after the other. */
  readonly walk: (text: string) => string;
  /** A step of a proof. @param rule Whose it is, where the answer tells. */
  readonly step: (text: string, rule?: string) => string;
}

/** What detection looks with. */
const RULES = ['policies', 'detections', 'baselines'] as const;

/** @param known Undefined until the server has told. */
export function titlesOf(known: Known | undefined, say: Say): Titles {
  const rules = byEnglish(known, RULES);
  const attacks = byEnglish(known, ['attacks']);
  const measures = byEnglish(known, ['measures']);
  const fields = byEnglish(known, ['incidentFields', 'obligations']);
  const sentences = sentencesIn(known, 'narrations');
  const sayings = sentencesIn(known, 'sayings');
  return {
    titled: (of, id, text) => {
      const own = known?.[of][id];
      return visible(own?.en === text ? own.title : text);
    },
    title: (of, id) => known?.[of][id]?.title,
    duty: (text) => visible(dutySaid(told, text, fields)),
    measure: (name) => visible(measureSaid(name, measures, say)),
    walk: (text) => visible(walkSaid(text, sentences, say)),
    step: (text, rule) => visible(stepSaid(text, rule, sentences, say)),
    found: (text) =>
      visible(
        goalSaid(text, attacks, say) ??
          ruleSaid(text, rules, say) ??
          anySaid(text, sayings) ??
          told('incident', text, (title) => attacks.get(title) ?? title),
      ),
  };
}

type ByEnglish = ReadonlyMap<string, string>;

function byEnglish(known: Known | undefined, kinds: readonly Kind[]): ByEnglish {
  if (known === undefined) return new Map();
  return new Map(kinds.flatMap((of) => Object.values(known[of]).map(({ en, title }) => [en, title])));
}

/** `Stored cards read on vault: 2 of 3 steps seen`. */
function goalSaid(text: string, attacks: ByEnglish, say: Say): string | undefined {
  const [, named = '', step = '', of = ''] = /^(.+): (\d+) of (\d+) steps seen$/s.exec(text) ?? [];
  for (let at = named.indexOf(' on '); at >= 0; at = named.indexOf(' on ', at + 1)) {
    const title = attacks.get(named.slice(0, at));
    if (title !== undefined) return say('found.goal', { title, target: named.slice(at + 4), step, of });
  }
  return attacks.get(text);
}

/** `Paid without capture (order 7), with 2 other detections`, or `…, 3 times`. */
function ruleSaid(text: string, rules: ByEnglish, say: Say): string | undefined {
  const [ending = '', others, times] = /, (?:with (\d+) other detections?|(\d+) times)$/.exec(text) ?? [];
  const named = text.slice(0, text.length - ending.length);
  const more =
    others !== undefined
      ? `, ${say('found.more', { count: Number(others) })}`
      : times === undefined
        ? ''
        : `, ${say('incident.times', { count: Number(times) })}`;
  const whole = rules.get(named);
  if (whole !== undefined) return `${whole}${more}`;
  // Titles may hold a bracket themselves.
  for (let at = named.lastIndexOf(' ('); at > 0; at = named.lastIndexOf(' (', at - 1)) {
    const title = rules.get(named.slice(0, at));
    if (title !== undefined) return `${title}${named.slice(at)}${more}`;
  }
  return undefined;
}

/** A measure may hold an ` on ` itself. */
function measureSaid(name: string, measures: ByEnglish, say: Say): string {
  for (let at = name.indexOf(' on '); at > 0; at = name.indexOf(' on ', at + 1)) {
    const title = measures.get(name.slice(0, at));
    if (title !== undefined) return `${title} ${say('fixes.on', { on: name.slice(at + 4) })}`;
  }
  return measures.get(name) ?? name;
}

function walkSaid(text: string, sentences: Sentences, say: Say): string {
  const [, who, count, steps] = /^([^,]+), (\d+) steps?: (.+)$/s.exec(text) ?? [];
  if (who === undefined || count === undefined || steps === undefined) return text;
  const said = steps.split(/(?<=\.) /).map((each) => stepSaid(each, undefined, sentences, say));
  return `${told('cascade', who)}, ${say('paths.steps', { count: Number(count) })}: ${said.join(' ')}`;
}

type Sentences = ReadonlyMap<string, Sentence>;

/** By rule, those that say most of their own first. */
function sentencesIn(known: Known | undefined, of: 'narrations' | 'sayings'): Sentences {
  const said = Object.entries(known?.[of] ?? {}).filter(([, { en, title }]) => en !== title);
  const length = (english: string): number => english.replaceAll(/\{\w+\}/g, '').length;
  return new Map(
    said
      .toSorted(([, a], [, b]) => length(b.en) - length(a.en))
      .map(([rule, { en, title }]) => [rule, sentenceOf(en, title)]),
  );
}

function anySaid(text: string, sentences: Sentences): string | undefined {
  for (const each of sentences.values()) {
    const said = saidAs(each, text, (_, value) => spanSaid(value));
    if (said !== undefined) return said;
  }
  return undefined;
}

const SPAN = /^\d+ (?:day|hour|minute|second)s?(?: \d+ (?:day|hour|minute|second)s?)*$/;

/** `11 minutes 40 seconds`, as policies say how much later something was. */
function spanSaid(value: string): string {
  if (!SPAN.test(value)) return value;
  return (value.match(/\d+ \w+/g) ?? []).map((each) => told('upkeep', each)).join(' ');
}

const THEN = '; then ';
const ASSUMED = 'Assumed: ';

/** Steps of a long proof are told in one: `A; then B`, or `B (the last of 3 such steps)`. */
function stepSaid(text: string, rule: string | undefined, sentences: Sentences, say: Say): string {
  const own = rule === undefined ? undefined : sentences.get(rule);
  const known = own === undefined ? undefined : saidAs(own, text);
  const whole = rule === undefined ? anySaid(text, sentences) : known;
  if (whole !== undefined) return whole;
  if (text.startsWith(ASSUMED))
    return say('found.assumed', { text: stepSaid(text.slice(ASSUMED.length), undefined, sentences, say) });
  const then = text.lastIndexOf(THEN);
  if (then > 0)
    return say('found.then', {
      first: stepSaid(text.slice(0, then), undefined, sentences, say).replace(/\.$/, ''),
      next: stepSaid(text.slice(then + THEN.length), rule, sentences, say),
    });
  const [ending, count] = / \(the last of (\d+) such steps\)$/.exec(text) ?? [];
  if (ending === undefined || count === undefined) return told('step', text);
  const last = stepSaid(text.slice(0, -ending.length), rule, sentences, say);
  return `${last} ${say('found.last', { count: Number(count) })}`;
}
