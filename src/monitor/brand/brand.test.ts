// SPDX-License-Identifier: Apache-2.0
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSightings } from './feed.ts';
import { watchBrand } from './judge.ts';
import { domainParts } from './name.ts';
import { wordsIn } from './page-words.ts';
import { protect, resemblanceOf } from './resemble.ts';
import { TECHNIQUES, variantsOf } from './variants.ts';

const OWN = 'soap-by-ilse.example';
const parts = (domain: string) => {
  const found = domainParts(domain);
  if (found === undefined) throw new Error(`${domain} is no domain`);
  return found;
};
const like = (seen: string, own: string = OWN) => resemblanceOf(parts(seen), [protect(parts(own))]);

describe('resemblance', () => {
  test.each([
    ['soap-by-1lse.example', 'homoglyph'],
    ['soap-by-ilse.test', 'other-ending'],
    [domainToASCII('soap-by-іlse.example'), 'other-script'],
    [domainToASCII('söap-by-ilse.example'), 'other-script'],
    ['sosp-by-ilse.example', 'replacement'],
    ['soap-by-lise.example', 'homoglyph'],
    ['saop-by-ilse.example', 'transposition'],
    ['soap-by-ise.example', 'omission'],
    ['soapbyilse.example', 'hyphenation'],
    ['soap-by-ilsee.example', 'repetition'],
    ['soap-by-ilse.example.pay-now.test', 'whole-name-in-front'],
    ['soap-by-ilse-outlet.test', 'carries-name'],
    ['login-soap-by-ilse.test', 'carries-name'],
    ['soap-by-ilse.messages.test', 'carries-name'],
  ])('%s is %s', (seen, how) => {
    const found = like(seen);
    expect(found?.how).toBe(how);
    expect(found?.similarity).toBeGreaterThanOrEqual(0.75);
  });

  test.each([
    ['its own', 'soap-by-ilse.example'],
    ['a name below its own', 'www.soap-by-ilse.example'],
    ['another name', 'garden-tools.example'],
    ['a name that shares a word', 'soap-makers.example'],
  ])('%s is like none', (_, seen) => {
    expect(like(seen)).toBeUndefined();
  });

  test('short names are only imitated by what looks the same', () => {
    expect(like('acne.example', 'acme.example')).toBeUndefined();
    expect(like('acrne.example', 'acme.example')?.how).toBe('homoglyph');
  });

  test('what is registered is told by the Public Suffix List', () => {
    expect(parts('www.acme.co.uk')).toMatchObject({
      registered: 'acme.co.uk',
      label: 'acme',
      ending: 'co.uk',
    });
    expect(parts('*.Acme.GitHub.io.')).toMatchObject({ registered: 'acme.github.io', before: [] });
    expect(['127.0.0.1', 'localhost', '', 'co.uk', 'a b.example', 'x'.repeat(600)].map(domainParts)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });
});

describe('variants', () => {
  test('every technique makes some, none twice, and never the name itself', () => {
    const variants = variantsOf('soap-by-ilse');
    const labels = variants.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels).not.toContain('soap-by-ilse');
    expect(TECHNIQUES.filter((each) => !variants.some(({ technique }) => technique === each))).toEqual([]);
    expect(labels).toContain('soap-by-1lse');
  });

  test('each is recognised as an imitation', () => {
    const own = protect(parts(OWN));
    for (const { label } of variantsOf('soap-by-ilse')) {
      const seen = domainParts(`${label}.example`);
      if (seen !== undefined && seen.label === label)
        expect([label, resemblanceOf(seen, [own]) !== undefined]).toEqual([label, true]);
    }
  });
});

describe('feeds', () => {
  const read = (text: string) => readSightings(new TextEncoder().encode(text), 'feed');
  test.each([
    ['lines', '# seen today\na.example\n\nb.example\n', ['a.example', 'b.example']],
    ['CSV', 'domain,registered\na.example,2027-01-01\n', ['a.example']],
    [
      'crt.sh',
      '[{"name_value":"a.example\\n*.b.example","issuer_name":"X","not_before":"2027-01-01"}]',
      ['a.example', 'b.example'],
    ],
    [
      'certstream',
      '{"data":{"leaf_cert":{"all_domains":["*.a.example","a.example"],"issuer":{"O":"X"}}}}',
      ['a.example'],
    ],
    ['an address', '{"url":"https://a.example/x"}', ['a.example']],
    [
      'a report',
      '{"type":"report.user","data":{"text":"see http://a.example/1 and https://b.example"}}',
      ['a.example', 'b.example'],
    ],
  ])('%s', (_, text, domains) => {
    const { value = [], problems } = read(text);
    expect([value.map(({ domain }) => domain), problems]).toEqual([domains, []]);
  });

  test('what cannot be read is told with its line', () => {
    expect(read('a.example\n{oops\nno name\n').problems.map(({ at }) => at.line)).toEqual([2, 3]);
    expect(read('[1,').problems).toHaveLength(1);
  });

  test('any JSON gives sightings or warnings', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const { value = [], problems } = read(json.replaceAll('\n', ' '));
        const isEmpty = JSON.stringify(JSON.parse(json)) === '[]';
        expect(value.length + problems.length > 0).toBe(!isEmpty);
      }),
    );
  });
});

describe('judgement', () => {
  const place = {
    pack: 'p',
    at: { file: 'p', line: 1, column: 1 },
    locate: () => ({ file: 'p', line: 1, column: 1 }),
  };
  const knowledge = {
    words: [{ ...place, id: 'p/brand-words/prepaid', in: 'page' as const, words: ['bank transfer'] }],
    signs: [
      {
        ...place,
        id: 'young',
        points: 30,
        when: [{ field: 'age-days', below: 60 }],
        say: { en: '{age-days} days' },
      },
      {
        ...place,
        id: 'prepaid',
        points: 30,
        when: [
          { field: 'prepaid', above: 0 },
          { field: 'takes-data', is: false },
        ],
        say: { en: 'only in advance', de: 'nur Vorkasse' },
      },
      { ...place, id: 'old', points: -40, when: [{ field: 'age-days', above: 999 }], say: { en: 'old' } },
    ],
  };
  const watch = watchBrand([OWN], knowledge, { today: Date.UTC(2027, 0, 31), language: 'de' });
  const judged = (more: object) => watch.judge({ domain: 'other.example', line: 1, ...more });

  test.each([
    ['nothing known', {}, 0, []],
    ['young', { registered: Date.UTC(2027, 0, 1) }, 30, ['30 days']],
    [
      'young and prepaid',
      { registered: Date.UTC(2027, 0, 1), page: 'Bank transfer only' },
      60,
      ['30 days', 'nur Vorkasse'],
    ],
    ['prepaid, asks for a card', { page: 'bank transfer <input name="card-number">' }, 0, []],
    ['old', { registered: 0, page: 'bank transfer' }, 0, ['old', 'nur Vorkasse']],
  ])('%s', (_, more, score, texts) => {
    const found = judged(more);
    expect([found?.score, found?.reasons.map(({ text }) => text)]).toEqual([score, texts]);
  });

  test('its own names are not judged', () => {
    expect(judged({ domain: `www.${OWN}` })).toBeUndefined();
  });

  test('words of a page are whole words outside of tags and scripts', () => {
    const page = '<p title="vorkasse">Nur Vorkassen</p><script>vorkasse</script> bank <b>transfer</b>';
    expect([wordsIn(page, ['vorkasse'], 'page'), wordsIn(page, ['bank transfer'], 'page')]).toEqual([0, 1]);
    expect(wordsIn('<script>'.repeat(200_000), ['x'], 'page')).toBe(0);
  });
});
