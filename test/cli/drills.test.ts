// SPDX-License-Identifier: Apache-2.0
// Exercises on the command line: what a person types from the first sign to the debrief, and the files that are left.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tongueOf } from '../../src/cli/drill/words.ts';
import { type Pack, resolvePack } from '../../src/model/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { readPlaybook } from '../../src/respond/index.ts';
import { writeSmallShop } from '../support/small-shop.ts';
import { ensuresec } from './terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'drills-'));
afterAll(() => rmSync(folder, { recursive: true }));
const model = writeSmallShop(folder);
const pack = resolvePack('common', packReader('packs')).value as Pack;
const LANGUAGES = pack.drillWords.map(({ language }) => language);

const play = (argv: readonly string[], lines: readonly string[] = []) =>
  ensuresec(['play', ...argv, '--model', model, '--seed', '4'], { lines });

describe('words of exercises', () => {
  const words = (language: string): Readonly<Record<string, string>> =>
    pack.drillWords.find((each) => each.language === language)?.words ?? {};
  const braces = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

  it.each(LANGUAGES)('have the same places to fill in %s', (language) => {
    const wrong = Object.entries(words('en')).filter(
      ([word, text]) => braces(words(language)[word] ?? '').join() !== braces(text).join(),
    );
    expect(wrong).toEqual([]);
  });

  it.each(LANGUAGES)('are there for every title and role in %s', (language) => {
    const texts = pack.drills.flatMap((drill) => [
      drill.title,
      drill.text,
      ...(drill.kind === 'tabletop' ? drill.roles.flatMap(({ title, asks }) => [title, asks]) : []),
    ]);
    expect(texts.filter((text) => text[language] === undefined)).toEqual([]);
  });

  it('are all said by something', () => {
    const folders = [
      'src/cli/drill',
      'src/cli/render/drill',
      'src/awareness/tabletop',
      'src/awareness/budget',
    ];
    const files = folders.flatMap((each) =>
      readdirSync(each).map((name) => readFileSync(join(each, name), 'utf8')),
    );
    const code = files.join('\n');
    const isSaid = (word: string): boolean =>
      code.includes(`'${word}'`) || code.includes(`say(\`${word.slice(0, word.indexOf('-') + 1)}\${`);
    expect(Object.keys(words('en')).filter((word) => !isSaid(word))).toEqual([]);
  });

  it('are there in five languages', () => {
    expect(LANGUAGES.toSorted()).toEqual(['de', 'el', 'en', 'es', 'fr']);
  });
});

describe('play tabletop', () => {
  it.each(LANGUAGES)('is played to the debrief in %s', { timeout: 60_000 }, async (language) => {
    const argv = ['tabletop', '--language', language, '--json'];
    const { code, stdout, stderr } = await play(argv, Array(30).fill('1'));
    expect(code).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({
      schema: 'ensuresec/tabletop/1',
      seed: 4,
      played: { end: { isClosed: true } },
    });
    expect(answer.difference.eur).toBe(
      answer.played.lost + answer.played.end.spent - answer.best.line.lost - answer.best.line.end.spent,
    );
    const words = pack.drillWords.find((each) => each.language === language)?.words;
    for (const word of ['your-decision', 'clocks', 'debrief', 'todo'] as const)
      expect(stderr).toContain(words?.[word]);
    expect(stderr).not.toMatch(/\{\w+\}|undefined|NaN/);
  });

  it('is the same for the same seed', { timeout: 60_000 }, async () => {
    const once = await play(['tabletop', '--json'], ['1', '2']);
    expect(await play(['tabletop', '--json'], ['1', '2'])).toEqual(once);
  });

  it('leaves issues and a playbook that the linter passes', { timeout: 60_000 }, async () => {
    const [list, json, draft] = ['todo.md', 'todo.json', 'draft.json'].map((name) => join(folder, name));
    await play(['tabletop', '--issues', list as string, '--playbook', draft as string], ['q']);
    await play(['tabletop', '--issues', json as string], ['q']);
    expect(readPlaybook(readFileSync(draft as string), 'draft').problems).toEqual([]);
    const { schema, issues } = JSON.parse(readFileSync(json as string, 'utf8'));
    expect(schema).toBe('ensuresec/issues/1');
    expect(issues.length).toBeGreaterThan(0);
    expect(readFileSync(list as string, 'utf8').match(/^- \[ \] /gm)).toHaveLength(issues.length);
  });

  it.each([
    ['assumed facts', [], ['gdpr-33', 'nis2-23', 'nis2-23']],
    ['stated facts', ['--facts', 'examples/incident/facts.yaml'], ['gdpr-33']],
  ])('takes duties from %s', { timeout: 60_000 }, async (_, facts, duties) => {
    // Who has declared, and sends nothing, misses every report.
    const { stdout, stderr } = await play(['tabletop', ...facts, '--json'], ['4', 'q']);
    const { played, assumed } = JSON.parse(stdout);
    const missed: string[] = played.missed;
    expect(missed.map((id) => id.replace(/^.*\/(\S+) .*$/, '$1')).toSorted()).toEqual(duties);
    // What nobody stated is told as taken.
    expect(stderr.includes('Staff: 60')).toBe(facts.length === 0);
    expect(assumed.length > 0).toBe(facts.length === 0);
  });

  it.each([
    [['tabletop', '--no-input'], 2, '--no-input'],
    [['tabletop', '--language', 'xx'], 2, 'expected'],
    [['tabletop', '--attack', 'no-such-attack'], 2, 'Cannot find the attack'],
    [['tabletop', '--html', '-', '--json'], 2, 'without --json'],
    [['budget', '--measures', '1'], 2, 'from 2 to 20'],
    [['budget', '--html', '-', '--measures', '13'], 2, '--measures 12'],
  ])('refuses %j', { timeout: 60_000 }, async (argv, code, text) => {
    const ended = await play(argv);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(text)]);
  });
});

describe('names of models', () => {
  const hostile = join(folder, 'hostile.yaml');
  const text = readFileSync(model, 'utf8').replaceAll(/name: ([^",}\n]+)/g, 'name: "\\e[2J$1\\u202e"');
  writeFileSync(hostile, text);

  it.each(['tabletop', 'budget'])('act on no terminal in %s', { timeout: 60_000 }, async (drill) => {
    const { code, stdout } = await ensuresec(['play', drill, '--model', hostile, '--seed', '4'], {
      lines: Array(30).fill('1'),
    });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}\d .*\\x1b\[2J.*\\u202e/m)]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(stdout).not.toMatch(/[\x1b\u202e]/);
  });
});

describe('words of packs', () => {
  it('act on no terminal', () => {
    const [words] = pack.drillWords;
    const hostile = { ...words, words: { ...words?.words, start: '\x1b[2J{name}' } };
    const { say, tell } = tongueOf({ ...pack, drillWords: [hostile] } as Pack, hostile.language as string);
    expect([say('start', { name: '\u202e' }), tell({ en: '\x07' })]).toEqual(['\\x1b[2J\\u202e', '\\x07']);
  });
});

describe('play budget', () => {
  it.each(['en', 'el'])('is played over three years in %s', { timeout: 60_000 }, async (language) => {
    const { code, stdout, stderr } = await play(
      ['budget', '--language', language, '--measures', '4', '--json'],
      ['2', '1', '1', '1'],
    );
    expect(code).toBe(0);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ schema: 'ensuresec/budget/1', by: 'exact' });
    expect(answer.owned).toHaveLength(3);
    expect(answer.regret).toBeGreaterThanOrEqual(0);
    expect(answer.regret).toBe(answer.total - answer.best.total);
    expect(stderr).not.toMatch(/\{\w+\}|undefined|NaN/);
  });

  it('compares with the solver of harden beyond twelve measures', { timeout: 120_000 }, async () => {
    const ended = await play(['budget', '--measures', '13', '--json'], ['1', '1', '1']);
    const answer = JSON.parse(ended.stdout);
    expect([answer.measures.length, answer.by]).toEqual([13, 'solver']);
    expect(answer.best.owned).toHaveLength(3);
  });

  it.each([
    ['4', 'exact', true],
    ['14', 'solver', false],
  ])(
    'with %s measures says that nothing is better only of a plan that is exact',
    {
      timeout: 120_000,
    },
    async (measures, by, isSaid) => {
      // Without money nobody buys, so both plans are the same.
      const ended = await play(
        ['budget', '--measures', measures, '--budget', '0', '--json'],
        ['1', '1', '1'],
      );
      expect(JSON.parse(ended.stdout)).toMatchObject({ by, regret: 0 });
      expect(ended.stderr.includes('Nothing better was possible')).toBe(isSaid);
    },
  );
});
