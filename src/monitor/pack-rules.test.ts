// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import type { DetectionSource, Placed } from '../model/index.ts';
import { packRules } from './pack-rules.ts';

const RULE = (name: string, value: string) => ({
  title: name,
  name,
  logsource: { service: 'door.log' },
  detection: { selection: { action: value }, condition: 'selection' },
});

function detection(id: string, sigma: DetectionSource['sigma'], threats = [7]): Placed<DetectionSource> {
  return {
    id,
    threats,
    explain: { en: 'x' },
    sigma,
    hit: [{ type: 'door.log' }],
    miss: [{ type: 'door.log' }],
    references: ['https://example.org'],
    pack: 'test',
    at: { file: 'a.yaml', line: 1, column: 1 },
    locate: (path) => ({ file: `a.yaml ${path.join('/')}`, line: 2, column: 3 }),
  };
}

const SERIES = {
  title: 'Series',
  correlation: {
    type: 'event_count',
    rules: ['base'],
    'group-by': ['badge'],
    timespan: '1m',
    condition: { gte: 2 },
  },
};

describe('rules of a pack', () => {
  test('take the id and the threats of their detection', () => {
    const { value, problems } = packRules({ detections: [detection('test/one', [RULE('one', 'open')])] });
    expect(problems).toEqual([]);
    expect(value?.rules).toMatchObject([{ id: 'test/one', threats: [7], title: 'one' }]);
  });

  test('keep an id that the document states', () => {
    const { value } = packRules({
      detections: [detection('test/one', [{ ...RULE('one', 'open'), id: 'abc' }])],
    });
    expect(value?.rules.map(({ id }) => id)).toEqual(['abc']);
  });

  test('may use the same names as another detection', () => {
    const { value, problems } = packRules({
      detections: [
        detection('test/a', [RULE('base', 'open'), SERIES]),
        detection('test/b', [RULE('base', 'shut'), SERIES]),
      ],
    });
    expect(problems).toEqual([]);
    expect(value?.rules.map(({ id }) => id)).toEqual(['test/a#base', 'test/b#base']);
    expect(value?.correlations.map(({ id, rules, threats }) => [id, rules, threats])).toEqual([
      ['test/a', ['test/a#base'], [7]],
      ['test/b', ['test/b#base'], [7]],
    ]);
    expect([...(value?.silent ?? [])]).toEqual(['test/a#base', 'test/b#base']);
  });

  test('are left out whole when one document has a problem, at its place in the pack', () => {
    const broken = {
      ...RULE('base', 'open'),
      detection: { selection: { action: 'open' }, condition: 'nothing' },
    };
    const { value, problems } = packRules({
      detections: [detection('test/a', [broken, SERIES]), detection('test/b', [RULE('b', 'shut')])],
    });
    expect(problems.map(({ code, at }) => [code, at.file])).toEqual([
      ['SIGMA_CONDITION', 'a.yaml sigma/0/detection/condition'],
    ]);
    expect(value?.rules.map(({ id }) => id)).toEqual(['test/b']);
  });
});
