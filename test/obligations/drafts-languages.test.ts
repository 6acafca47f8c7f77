// SPDX-License-Identifier: Apache-2.0
// Drafts and pages of duties in another language: nothing in them is left in English but what the case states, ids, and
// names of sources; dates, numbers and durations follow the language; what strangers wrote is text everywhere.
import { describe, expect, test } from 'vitest';
import { obligationsPage } from '../../src/cli/render/html/obligations.ts';
import { titlesIn } from '../../src/model/index.ts';
import {
  DUTY_LANGUAGES,
  draftFiles,
  draftPage,
  draftsOf,
  ENGLISH,
  judgeObligations,
  readIncidentRecord,
  type Voice,
  voiceIn,
} from '../../src/respond/index.ts';
import { casesOf, fieldsOf, pack, type Stated } from './obligations.ts';

const NOW = Date.parse('2026-03-30T09:00:00Z');
const OTHERS = DUTY_LANGUAGES.filter((language) => language !== 'en');
const KINDS = [
  'obligations',
  'obligationParties',
  'obligationExplains',
  'obligationLaws',
  'incidentFields',
] as const;

type Fields = Readonly<Record<string, unknown>>;

function judged(fields: Fields, voice: Voice, title = 'ZZ') {
  const record = { incident: 1, id: 'Z-1', title, zone: 'Europe/Athens', fields };
  const { value } = readIncidentRecord(new TextEncoder().encode(JSON.stringify(record)), 'i.json', pack);
  if (value === undefined) throw new Error('refused');
  return judgeObligations(value, pack, NOW, voice);
}

function said(fields: Fields, voice: Voice, title?: string) {
  const report = judged(fields, voice, title);
  const markdown = draftFiles(report, voice).map(({ text }) => text);
  const pages = draftsOf(report).map(({ duty, step }) => draftPage(report, duty, step, voice));
  return { report, markdown, pages, page: obligationsPage(report, voice) };
}

/** What makes each duty apply, all that decides open, and what was worked out by hand. */
const CASES: readonly Fields[] = [
  {},
  ...pack.obligations.map(({ hit }) => hit),
  ...['outcomes.yaml', 'clocks.yaml'].flatMap((file) =>
    casesOf<Stated>(file, [
      ...['is', 'duty', 'step', 'of', 'fields', 'sent', 'holidays', 'due', 'zone', 'outcome', 'reason'],
    ] as never).map(fieldsOf),
  ),
].map((fields) => filled(fields));

/** Texts and lists that the case states are no words of a language. */
function filled(fields: Fields): Fields {
  const texts = pack.incidentFields
    .filter(({ type, values }) => (type === 'text' || type === 'list') && values === undefined)
    .map(({ id, type }) => [id, type === 'list' ? ['ZZ'] : 'ZZ']);
  return { ...Object.fromEntries(texts), ...fields };
}

const NAMES = [
  ...pack.obligations.flatMap(({ references }) => references),
  ...pack.incidentFields.map(({ id }) => id),
].toSorted((a, b) => b.length - a.length);
const NAMED = new RegExp(NAMES.map((name) => name.replaceAll(/[^\w\s]/g, '\\$&')).join('|'), 'g');

/** Without what may be in English: style, ids of fields, and names of sources. */
function ownText(text: string): string {
  const bare = text
    .replaceAll(/<style>.*?<\/style>|<code>.*?<\/code>|<[^>]*>/gs, ' ')
    .replaceAll('fields.', ' ');
  return bare.replaceAll(NAMED, ' ');
}

/** Words that stand in most English sentences and in none of the other languages. */
const FUNCTION_WORDS =
  /\b(?:the|of|and|to|from|with|after|which|that|whether|until|without|are|is|not|yes|least|than|days?|hours?|months?|stated|Until|Regime|Filled|missing|overdue|sent)\b/g;

describe.each(OTHERS)('in %s', async (language) => {
  const voice = await voiceIn(language, pack);

  test('nothing is left in English', () => {
    const titles = titlesIn(pack, language);
    const english = KINDS.flatMap((of) => Object.values(titles[of]))
      .filter(({ en, title }) => en !== title && en.length > 14)
      .map(({ en }) => en);
    for (const fields of CASES) {
      const { markdown, pages, page } = said(fields, voice);
      const text = [...markdown, ...pages, page].map(ownText).join('\n');
      expect(english.filter((each) => text.includes(each))).toEqual([]);
      expect(text.match(FUNCTION_WORDS) ?? []).toEqual([]);
    }
  });

  test('what is looked for stands in the English ones', () => {
    const { markdown, page } = said(CASES[1] as Fields, ENGLISH);
    expect((ownText(`${markdown.join()}${page}`).match(FUNCTION_WORDS) ?? []).length).toBeGreaterThan(20);
  });

  test('the same is said of the same duties, by the same deadlines', () => {
    for (const fields of CASES) {
      const bare = (voice: Voice) =>
        judged(fields, voice).obligations.map(({ id, outcome, toDecide, missing, steps, reasons }) => ({
          ...{ id, outcome, toDecide, missing },
          reasons: reasons.map(({ holds, fields: of }) => ({ holds, of })),
          steps: steps.map(({ title: _, local: __, rule: ___, draft, ...rest }) => ({
            ...rest,
            filled: draft.fields.map(({ id: field, value }) => [field, value !== undefined]),
          })),
        }));
      expect(bare(voice)).toEqual(bare(ENGLISH));
    }
  });

  test('dates, numbers and durations are written as the language does', () => {
    const fields = filled({
      ...pack.obligations.find(({ id }) => id.endsWith('/gdpr-33'))?.hit,
      aware: '2026-03-28T23:30:00+02:00',
      'people-affected': 12_345.5,
    });
    const { markdown, page } = said(fields, voice);
    const draft = markdown.find(
      (text) =>
        text.includes('12') && text.includes(voice.titled('incidentFields', 'aware', 'Becoming aware')),
    );
    const number = new Intl.NumberFormat(language).format(12_345.5);
    const month = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });
    expect(draft).toContain(number);
    expect(draft).toContain(month.format(Date.UTC(2026, 2, 28)));
    expect(draft).toContain('23:30 Europe/Athens');
    expect(draft).toContain(voice.say('length.hours', { number: '72' }, 72));
    expect(`${draft}${ownText(page)}`).not.toMatch(/\d{4}-\d\d-\d\d|12,345\.5|\b72 h\b/);
    expect(page).toContain(`<html lang="${language}">`);
  });

  test('what the case states is text in each output, and in no sentence twice', () => {
    const hostile = '</td><script>alert(1)</script>|\n# x [y](http://z) {title} {due} $& `$1`';
    const texts = pack.incidentFields
      .filter(({ type, values }) => (type === 'text' || type === 'list') && values === undefined)
      .map(({ id, type }) => [id, type === 'list' ? [hostile] : hostile]);
    const hits = Object.assign({}, ...pack.obligations.slice(0, 8).map(({ hit }) => hit));
    const { markdown, pages, page } = said({ ...hits, ...Object.fromEntries(texts) }, voice, hostile);
    for (const html of [...pages, page]) {
      expect(html).not.toMatch(/<script|<\/td><\/?s/);
      expect(html).toContain('&lt;script&gt;');
      expect(html).toContain('{title} {due} $&amp;');
    }
    for (const text of markdown) {
      expect(text).toContain('\\{title\\} \\{due\\} $\\& \\`$1\\`');
      expect(text).not.toMatch(/(?<!\\)<script|(?<!\\)\[y\]|http:\/\/z/);
      expect(text.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
      const rows = text.split('\n').filter((line) => line.startsWith('| '));
      expect(rows.map((row) => row.replaceAll('\\|', '').split('|').length)).toEqual(rows.map(() => 5));
    }
  });

  test('each law is called the same in all its duties, and its article has a comma before it', () => {
    const laws = pack.obligations.map(({ id, regime, article }) => {
      const law = voice.titled('obligationLaws', id, `${regime}, ${article}`);
      return { regime, name: law.slice(0, law.indexOf(', ')) };
    });
    const names = new Map(laws.map(({ regime, name }) => [regime, name]));
    expect(laws.filter(({ regime, name }) => name === '' || names.get(regime) !== name)).toEqual([]);
    expect(names.get('GDPR')).toBe({ de: 'DSGVO', fr: 'RGPD', es: 'RGPD', el: 'ΓΚΠΔ' }[language]);
  });

  test('a file is named after its language', () => {
    const { report } = said(CASES[1] as Fields, voice);
    const names = draftFiles(report, voice).map(({ name }) => name);
    expect(names.filter((name) => !name.endsWith(`-${language}.md`))).toEqual([]);
  });
});
