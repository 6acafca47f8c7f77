// SPDX-License-Identifier: Apache-2.0
// The published rule set and its regression events.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readDocuments, resolvePack } from '../../src/model/index.ts';
import {
  compileSources,
  createDetector,
  parseSigma,
  resolveRules,
  type SigmaDocument,
} from '../../src/monitor/index.ts';
import { packReader } from '../../src/platform/index.ts';
import { corpus, describeCorpus } from './corpora.ts';

const regression = corpus('sigma/regression_data');

function filesOf(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

function parseAll(files: readonly string[]) {
  const parsed = files.map((file) => parseSigma(readFileSync(file), file));
  return {
    documents: parsed.flatMap(({ value }) => value ?? []),
    problems: parsed.flatMap(({ problems }) =>
      problems.map(({ at, message }) => `${at.file}:${at.line} ${message}`),
    ),
  };
}

function detectorFor(documents: readonly SigmaDocument[]) {
  const { value: set } = resolveRules(documents);
  if (set === undefined) throw new Error('Rules do not load');
  return createDetector(set, { recognise: compileSources(commonPack().sources), lateness: 0 });
}

function commonPack() {
  const pack = resolvePack('common', packReader(join(import.meta.dirname, '../../packs'))).value;
  if (pack === undefined) throw new Error('The pack does not load');
  return pack;
}

describeCorpus('sigma/rules', 'the published rule set', (published) => {
  const { documents, problems } = parseAll(filesOf(published, '.yml'));
  test('parses as a whole: no rule is refused', () => {
    expect(problems).toEqual([]);
    expect(documents.length).toBeGreaterThan(3000);
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length);
  });

  test('has a way to every rule for Windows: a channel or an event of the pack is its source', () => {
    const windows = commonPack().sources.filter(({ product }) => product === 'windows');
    const services = new Set(windows.flatMap((each) => each.services ?? []));
    const categories = new Set(windows.flatMap((each) => each.categories ?? []));
    const lost = documents.flatMap((each) =>
      each.kind === 'rule' &&
      each.logsource.product === 'windows' &&
      ((each.logsource.service !== undefined && !services.has(each.logsource.service)) ||
        (each.logsource.category !== undefined && !categories.has(each.logsource.category)))
        ? [each.logsource]
        : [],
    );
    expect(lost).toEqual([]);
  });

  test.runIf(regression !== undefined)('fires on its regression events, as often as they say', () => {
    const detector = detectorFor(documents);
    const known = new Set(documents.map(({ id }) => id));
    const failures: string[] = [];
    let compared = 0;
    for (const file of filesOf(regression as string, 'info.yml')) {
      const info = readDocuments(readFileSync(file), file).value?.[0]?.value as {
        rule_metadata: { id: string }[];
        regression_tests_info: { match_count?: number }[];
      };
      const expected = info.regression_tests_info[0]?.match_count;
      const id = info.rule_metadata[0]?.id ?? '';
      if (!known.has(id)) continue;
      const found = eventsBeside(file).flatMap((event) => detector.accept(event, { file, line: 1 }));
      const count = found.filter(({ rule }) => rule.id === id).length;
      compared++;
      if (expected === undefined ? count === 0 : count !== expected) failures.push(`${file}: ${count}`);
      // Routed by its source, a Windows event meets rules for Windows only.
      const strangers = found.filter(
        ({ rule }) =>
          rule.kind === 'rule' &&
          rule.logsource.product !== undefined &&
          rule.logsource.product !== 'windows',
      );
      if (strangers.length > 0) failures.push(`${file}: ${strangers[0]?.rule.title}`);
    }
    expect(failures).toEqual([]);
    expect(compared).toBeGreaterThan(60);
  });
});

function eventsBeside(info: string): readonly Record<string, unknown>[] {
  return filesOf(dirname(info), '.json').flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    try {
      return [JSON.parse(text) as Record<string, unknown>].flat();
    } catch {
      return text.split(/\n(?=\{)/).map((each) => JSON.parse(each) as Record<string, unknown>);
    }
  });
}
