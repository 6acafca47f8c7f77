// SPDX-License-Identifier: Apache-2.0
// What an analysis answers, with titles and sentences of the pack in another language. What the model says stays as it is.
import type { Cut, FrontierEntry, Hardening, Report, Step } from '../../analyse/index.ts';
import type { Prepared, Simulation } from '../../cascade/index.ts';
import { type Sentence, saidAs, sentenceOf } from '../../core/sentence.ts';
import { type Pack, titlesIn } from '../../model/index.ts';
import type { Picture } from '../../replay/index.ts';
import { shortName } from '../render/summary.ts';
import { type Tongue, wordsOf } from './tongue.ts';

export interface Said {
  readonly report: (report: Report) => Report;
  readonly hardening: (hardening: Hardening) => Hardening;
  readonly simulation: (answer: Simulation) => Simulation;
  readonly prepared: (prepared: Prepared) => Prepared;
  /** Names of its columns and rows. */
  readonly picture: (picture: Picture) => Picture;
  /** What an attack is called where an answer has its id alone. */
  readonly attack: (id: string) => string;
}

/** English is what answers have already. */
export function saidIn(pack: Pack, tongue: Tongue): Said {
  if (tongue.language === 'en')
    return {
      report: (report) => report,
      hardening: (hardening) => hardening,
      simulation: (answer) => answer,
      prepared: (prepared) => prepared,
      picture: (picture) => picture,
      attack: shortName,
    };
  const titles = titlesIn(pack, tongue.language);
  const title = (of: 'scenarios' | 'scenarioTexts' | 'measures', id: string, text: string): string =>
    titles[of][id]?.en === text ? (titles[of][id]?.title ?? text) : text;
  const tell = tellerOf(titles, tongue);
  const attack = <T extends { readonly attack: string; readonly title: string }>(each: T): T => ({
    ...each,
    title: titles.attacks[each.attack]?.title ?? each.title,
  });
  return {
    attack: (id) => titles.attacks[id]?.title ?? shortName(id),
    simulation: (answer) => {
      const { scenario } = answer;
      const { id } = scenario;
      return {
        ...answer,
        scenario: {
          ...scenario,
          title: titles.attacks[id]?.title ?? title('scenarios', id, scenario.title),
          text: attackText(scenario.text, pack, tongue, tell) ?? title('scenarioTexts', id, scenario.text),
        },
        limits: answer.limits.map((text) => tell.own(text) ?? text),
        measures: answer.measures.map(tell.measure),
        single: answer.single.map(tell.measure),
      };
    },
    picture: (picture) => ({
      ...picture,
      stages: picture.stages.map((each) => named('stage', each, tongue)),
      lanes: picture.lanes.map((each) => named('row', each, tongue)),
    }),
    prepared: (prepared) => ({ ...prepared, measures: prepared.measures.map(tell.measure) }),
    report: (report) => ({
      ...report,
      cuts: report.cuts.map(tell.cut),
      verdicts: report.verdicts.map((verdict) => ({
        ...attack(verdict),
        impact: titles.impacts[verdict.attack]?.title ?? verdict.impact,
        steps: verdict.steps.map(tell.step),
        frontier: verdict.frontier.map(tell.entry),
      })),
    }),
    hardening: ({ plan, times, margins, ...rest }) => ({
      ...rest,
      ...(plan === undefined
        ? {}
        : {
            plan: {
              ...plan,
              measures: plan.measures.map((each) => ({
                ...each,
                name: title('measures', each.measure, each.name),
              })),
              left: plan.left.map(attack),
            },
          }),
      ...(times === undefined ? {} : { times: { ...times, attacks: times.attacks.map(attack) } }),
      margins: margins.map((each) => ({
        ...attack(each),
        breaks: each.breaks.map((one) => ({ ...one, text: tell.own(one.text) ?? one.text })),
      })),
    }),
  };
}

/** What has no word keeps the name that the pack gives it. */
function named<T extends { readonly id: string; readonly name: string }>(
  kind: 'stage' | 'row',
  each: T,
  { words }: Tongue,
): T {
  return { ...each, name: (words as Readonly<Record<string, string>>)[`${kind}.${each.id}`] ?? each.name };
}

/** `Courier or driver, 3 steps: …`: who it is, and the steps of the path one after the other. */
function attackText(text: string, pack: Pack, tongue: Tongue, tell: Teller): string | undefined {
  const [, who = '', count = '', steps = ''] = /^(.*?), (\d+) steps?: (.*)$/s.exec(text) ?? [];
  if (count === '') return undefined;
  const id = pack.attackers.find(({ title }) => title['en'] === who)?.id;
  return tongue.say('page.attack', {
    attacker: id === undefined ? who : tongue.named('attacker', id),
    count: Number(count),
    steps: steps
      .split(/(?<=\.) /)
      .map((each) => tell.own(each) ?? each)
      .join(' '),
  });
}

interface Teller {
  /** `Spare parts on load`. */
  readonly measure: <T extends { readonly name: string }>(measure: T) => T;
  readonly own: (text: string) => string | undefined;
  readonly step: (step: Step) => Step;
  readonly entry: (entry: FrontierEntry) => FrontierEntry;
  readonly cut: (cut: Cut) => Cut;
}

function tellerOf(titles: ReturnType<typeof titlesIn>, tongue: Tongue): Teller {
  const { say, language } = tongue;
  const measures = new Map(
    Object.values(titles.measures).map(({ en, title }) => [en.toLowerCase(), title] as const),
  );
  const byRule = new Map<string, Sentence>(
    Object.entries(titles.narrations).map(([rule, { en, title }]) => [rule, sentenceOf(en, title)]),
  );
  const others = [...byRule.values()].toSorted((a, b) => lengthOf(b) - lengthOf(a));
  const fixed = fixedSentences(language, measures);
  const own = (text: string): string | undefined =>
    first(fixed, (each) => each(text)) ?? first(others, (each) => saidAs(each, text));
  const told = (rule: string, text: string): string => {
    const sentence = byRule.get(rule);
    return (sentence === undefined ? undefined : saidAs(sentence, text)) ?? own(text) ?? text;
  };
  const whole = (rule: string, text: string): string => {
    const [, alone = '', steps = ''] = /^(.*) \(the last of (\d+) such steps\)$/s.exec(text) ?? [];
    if (steps !== '') return say('step.last', { text: whole(rule, alone), steps });
    const assumed = /^Assumed: (.*)$/s.exec(text)?.[1];
    if (assumed !== undefined) return say('step.assumed', { text: own(assumed) ?? assumed });
    const then = text.lastIndexOf('; then ');
    return then < 0
      ? told(rule, text)
      : say('step.then', { first: whole('', text.slice(0, then)), second: told(rule, text.slice(then + 7)) });
  };
  const cut = (each: Cut): Cut => {
    const said = titles.measures[each.measure];
    return {
      ...each,
      name: said?.en === each.name ? said.title : (measures.get(each.name.toLowerCase()) ?? each.name),
    };
  };
  const named = (name: string): string => {
    const found = measureIn(name, measures);
    return found === undefined ? name : say('measure.on', { measure: found.name, on: found.on });
  };
  return {
    own,
    cut,
    measure: (each) => ({ ...each, name: named(each.name) }),
    step: (step) => ({ ...step, text: whole(step.rule, step.text), cuts: step.cuts.map(cut) }),
    entry: (entry) => ({
      ...entry,
      text: entry.text === '' ? '' : whole(entry.rule, entry.text),
      ...(entry.holds === undefined ? {} : { holds: measures.get(entry.holds.toLowerCase()) ?? entry.holds }),
    }),
  };
}

/** Sentences that no rule has: where attackers start, what would have to be so, what figures do not say. */
function fixedSentences(
  language: string,
  measures: ReadonlyMap<string, string>,
): readonly ((text: string) => string | undefined)[] {
  const [english, words] = [wordsOf('en'), wordsOf(language)];
  const single = (text: string): string => text.replaceAll(/\{\{(\w+)\}\}/g, '{$1}');
  return Object.entries(english)
    .filter(([word]) => /^(?:start|if|limit|fact)\./.test(word))
    .map(([word, text]) => {
      const sentence = sentenceOf(single(text), single(words[word] ?? text));
      if (word !== 'if.fails') return (told) => saidAs(sentence, told);
      return (told) => {
        const measure = measureIn(told, measures);
        return measure === undefined ? undefined : saidAs(sentence, `${measure.name} on ${measure.on}`);
      };
    });
}

/** `Spare parts on load`: the measure, which may hold an `on` itself, in the other language, and what follows. */
function measureIn(
  text: string,
  measures: ReadonlyMap<string, string>,
): { readonly name: string; readonly on: string } | undefined {
  for (let at = text.indexOf(' on '); at > 0; at = text.indexOf(' on ', at + 1)) {
    const name = measures.get(text.slice(0, at).toLowerCase());
    if (name !== undefined) return { name, on: text.slice(at + 4) };
  }
  return undefined;
}

function lengthOf({ parts }: Sentence): number {
  return parts.join('').length;
}

function first<T>(list: readonly T[], tell: (each: T) => string | undefined): string | undefined {
  for (const each of list) {
    const found = tell(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
