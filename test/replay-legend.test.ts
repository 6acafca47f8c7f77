// SPDX-License-Identifier: Apache-2.0
// Whatever the stage draws is explained where it is shown: the page of a simulation, games, and the console.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Replay } from '../src/cascade/index.ts';
import { REPLAY_BODY } from '../src/cli/render/replay/body.ts';
import { MOUNT } from '../src/cli/render/replay/mount.ts';
import { type Pack, resolvePack } from '../src/model/index.ts';
import { packReader } from '../src/platform/index.ts';
import { type Drawn, legendOf, type Picture, placesOf, STAGE_MARKS, stageOf } from '../src/replay/index.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PACK = resolvePack('e-commerce', packReader(resolve(ROOT, 'packs'))).value as Pack;
const LANGUAGES = ['de', 'el', 'en', 'es', 'fr'];

/** Drawn as well, and no mark: boxes that are up, texts, lines between lanes, what is behind a ring. */
const FRAME = new Set(['node', 'up', 'box', 'dim', 'lane', 'rail']);

const from = 0;
const until = 10;
const outage = { asset: 'b', from: 5, until, lowest: 0, preventedBy: null };
const mark = { asset: 'a', data: null, from, until, preventedBy: null };
const way = [
  { hour: 0, asset: 'a' },
  { hour: 0, asset: 'c' },
];

/** All at once: something down, something slow, a buffer, a repair, a fallback, wrong and read data. */
const replay: Replay = {
  run: 0,
  eur: 0,
  eurBy: { availability: 0, integrity: 0, confidentiality: 0 },
  services: [],
  records: [],
  changes: [
    { hour: 0, asset: 'c', level: 0 },
    { hour: 0, asset: 'd', level: 0.5 },
  ],
  repairs: [{ asset: 'c', from, until }],
  fallbacks: [{ asset: 'd', from, until }],
  outages: [
    {
      ...outage,
      why: [
        { hour: 5, asset: 'b', level: 0, cause: 'group', waited: 5 },
        { hour: 0, asset: 'c', level: 0, cause: 'damage' },
      ],
    },
  ],
  marks: [
    { ...mark, channel: 'integrity', why: way },
    { ...mark, channel: 'confidentiality', why: way },
  ],
  notices: [],
};
const picture: Picture = {
  assets: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id, stage: id, lane: 'l' })),
  stages: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id })),
  lanes: [{ id: 'l', name: 'l' }],
  services: [],
  horizon: until,
  startHour: 0,
  measures: [],
  prevented: {},
};
const say = (word: string): string => word;

function all(drawing: Drawn): readonly Drawn[] {
  return [drawing, ...drawing.in.flatMap((each) => (typeof each === 'string' ? [] : all(each)))];
}
const classesIn = (drawing: Drawn): readonly string[] =>
  [...new Set(all(drawing).flatMap(({ is }) => String(is['class'] ?? '').split(' ')))]
    .filter((each) => each !== '' && each !== 'marks' && !FRAME.has(each))
    .toSorted();

describe('the legend of the stage', () => {
  test('has a sample of whatever is drawn, and of nothing else', () => {
    const stage = stageOf({ picture, sides: { without: replay }, say }, placesOf(picture), 'without', 1);
    expect(classesIn(legendOf(say))).toEqual(classesIn(stage));
    expect(classesIn(stage).length).toBeGreaterThanOrEqual(STAGE_MARKS.length);
  });

  test('has a word for each mark, once', () => {
    const items = all(legendOf(say)).filter(({ is }) => is['data-mark'] !== undefined);
    expect(items.map(({ is }) => is['data-mark'])).toEqual([...STAGE_MARKS]);
    const texts = items.flatMap((item) => all(item).filter(({ tag }) => tag === 'span'));
    expect(texts.map(({ in: [text] }) => text)).toEqual(STAGE_MARKS.map((each) => `legend-${each}`));
  });

  test.each<[string, string, readonly RegExp[]]>([
    ['the page that simulate and games mount', REPLAY_BODY + MOUNT, [/id="legend"/, /legendOf\(word\)/]],
    ['the console', sourcesOf('console/src'), [/<Drawing of=\{stageOf\(/, /legendOf\(view\.say\)/]],
  ])('is shown on %s', (_, source, expected) => {
    for (const each of expected) expect(source).toMatch(each);
  });

  test('is shown wherever a stage is', () => {
    const showing = ['console/src', 'src/cli', 'src/server', 'src/awareness']
      .flatMap(filesIn)
      .filter((file) => {
        const text = readFileSync(file, 'utf8');
        return /\bstageOf\b[^;]*replay\/index|replay\/index[^;]*\bstageOf\b|\bplacesOf\(picture\b/.test(text);
      });
    expect(
      showing.map((file) => [file.slice(ROOT.length + 1), readFileSync(file, 'utf8').includes('legendOf')]),
    ).toEqual([
      ['console/src/screens/cascade/stages.tsx', true],
      ['src/cli/render/replay/mount.ts', true],
    ]);
  });
});

describe('words of the legend', () => {
  const places: readonly [string, Readonly<Record<string, string>>, string][] = [
    ...LANGUAGES.map((each): [string, Record<string, string>, string] => [
      `simulate ${each}`,
      JSON.parse(readFileSync(join(ROOT, 'src/cli/report-words', `${each}.json`), 'utf8')),
      'replay.legend-',
    ]),
    ...LANGUAGES.map((each): [string, Record<string, string>, string] => [
      `console ${each}`,
      JSON.parse(readFileSync(join(ROOT, 'console/src/words', `${each}.json`), 'utf8')),
      'replay.legend-',
    ]),
    ...LANGUAGES.map((each): [string, Record<string, string>, string] => [
      `games ${each}`,
      gameWords(each),
      'replay-legend-',
    ]),
  ];

  test.each(places)('of %s name each mark in its own way', (_, words, prefix) => {
    const own = STAGE_MARKS.map((each) => words[`${prefix}${each}`] ?? '');
    expect(own.filter((each) => each.trim() === '')).toEqual([]);
    expect(new Set(own).size).toBe(STAGE_MARKS.length);
    const known = Object.keys(words).filter((each) => each.startsWith(prefix));
    expect(known.toSorted()).toEqual(STAGE_MARKS.map((each) => `${prefix}${each}`).toSorted());
  });

  test.each(STAGE_MARKS)('for %s differ from language to language', (each) => {
    const told = (kind: string): readonly string[] =>
      places
        .filter(([name]) => name.startsWith(kind))
        .map(([, words, prefix]) => words[`${prefix}${each}`] as string);
    expect(new Set(told('console')).size).toBe(LANGUAGES.length);
    expect(new Set(told('games')).size).toBe(LANGUAGES.length);
  });
});

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.test)\.tsx?$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

function sourcesOf(folder: string): string {
  return filesIn(folder)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

function gameWords(language: string): Readonly<Record<string, string>> {
  return PACK.gameWords.find((each) => each.language === language)?.words ?? {};
}
