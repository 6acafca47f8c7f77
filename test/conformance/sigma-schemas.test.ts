// SPDX-License-Identifier: Apache-2.0
// Whatever the parser takes, the JSON schemas of the specification take: its examples, the published rules, and documents
// that are nearly right. Three things are taken here that the schemas of 2.1 do not take, and are left out below: a list of
// conditions (the text of the specification has it) and, from 2.2, `rules: any` of a filter and a text
// alone as a search identifier.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDocuments } from '../../src/model/index.ts';
import { parseSigma } from '../../src/monitor/index.ts';
import { corpus, describeCorpus } from './corpora.ts';

const KINDS = ['rules', 'correlation', 'filter'] as const;
type Kind = (typeof KINDS)[number];
type Takes = (value: unknown) => boolean;

const FILES: Readonly<Record<Kind, string>> = {
  rules: 'sigma-detection-rule-schema.json',
  correlation: 'sigma-correlation-rules-schema.json',
  filter: 'sigma-filters-schema.json',
};

function compileSchema(specification: string, kind: Kind): Takes {
  const text = readFileSync(join(specification, 'json-schema', FILES[kind]), 'utf8');
  // The schemas name a draft that this validator would have to fetch.
  const { $schema: _, ...schema } = JSON.parse(text) as Record<string, unknown>;
  return new Ajv({ strict: false, validateFormats: false, validateSchema: false }).compile(schema) as Takes;
}

/** As JSON has it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A text alone as a search identifier is a keyword from 2.2 on. */
function isNewer(document: object): boolean {
  const { detection, filter } = document as {
    detection?: { selection: unknown };
    filter?: { selection: unknown };
  };
  return ['string', 'number'].includes(typeof (detection ?? filter)?.selection);
}

const ODD = fc.constantFrom<unknown>(
  ...[7, true, null, [], {}, '', 'x', ['a', 'a'], ['b', 3], 'x'.repeat(300), [{ id: 'i' }]],
);
/** A key that mostly is as it should be, or absent. */
const key = (good: readonly unknown[], bad: readonly unknown[] = []) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...good) },
    { weight: 8, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.oneof(ODD, fc.constantFrom(...good, ...bad)) },
  );
const SELECTION = key(
  [{ a: 1 }, { 'a|contains': ['x', 'y'] }, ['k'], [{ a: 'b' }]],
  [[true], [1.5], { a: [] }, { 'a|x': 1 }],
);
const HEAD = {
  title: key(['T']),
  id: key(['5638f7c0-ac70-491d-8465-2a65075e0d86']),
  status: key(['test', 'stable'], ['new']),
  description: key(['', 'D']),
  references: key([['https://example.org']]),
  date: key(['2026-11-23'], ['2026/11/23', '2026-13-01']),
  level: key(['high', 'low'], ['High', 'severe']),
  tags: key([['attack.t1059'], ['attack.execution']], [['Attack.T1059'], ['plain']]),
  falsepositives: key([['Unknown']], ['Unknown', ['x']]),
  related: key([[{ id: 'x', type: 'similar' }]], [[{ id: 'x', type: 'like' }]]),
  scope: key([['server']], [['s']]),
  fields: key([['a']]),
};
const LOGSOURCE = key([{ product: 'windows' }, { category: 'c', definition: 'd' }], [{ service: 1 }]);
const DOCUMENTS: Readonly<Record<Kind, fc.Arbitrary<object>>> = {
  rules: fc.record({
    ...HEAD,
    logsource: LOGSOURCE,
    detection: fc.record({ selection: SELECTION, condition: key(['selection'], [7]) }),
  }),
  correlation: fc.record({
    title: HEAD.title,
    level: HEAD.level,
    falsepositives: HEAD.falsepositives,
    generate: key([true, false]),
    correlation: fc.record({
      type: key(['event_count', 'temporal', 'value_count'], ['count']),
      rules: key([['ab', 'cd']]),
      'group-by': key([['a'], []]),
      timespan: key(['5m', '90s'], ['5 minutes']),
      condition: key([{ gte: 2 }, { gte: 2, field: 'a' }], [{ gte: 'x' }]),
    }),
  }),
  filter: fc.record({
    title: HEAD.title,
    date: HEAD.date,
    description: HEAD.description,
    logsource: LOGSOURCE,
    filter: fc.record({
      rules: key([['ab']]),
      selection: SELECTION,
      condition: key(['selection', 'not selection'], [7]),
    }),
  }),
};

describeCorpus('sigma-specification', 'the schemas of the specification', (specification) => {
  const takes = new Map(KINDS.map((kind) => [kind, compileSchema(specification, kind)]));
  const folder = join(specification, 'tests/schema');

  test.each(KINDS.flatMap((kind) => readdirSync(join(folder, kind)).map((name) => [kind, name] as const)))(
    'take the example %s/%s, and so does the parser',
    (kind, name) => {
      const bytes = readFileSync(join(folder, kind, name));
      const { value, problems } = parseSigma(bytes, name);
      expect(problems).toEqual([]);
      expect(value).toHaveLength(1);
      expect(takes.get(kind)?.(plain(readDocuments(bytes, name).value?.[0]?.value))).toBe(true);
    },
  );

  test.each(KINDS)('take what the parser takes: %s', (kind) => {
    let taken = 0;
    fc.assert(
      fc.property(DOCUMENTS[kind], (document) => {
        const { value } = parseSigma(Buffer.from(JSON.stringify(document)), 'r.json');
        if (value?.length !== 1 || isNewer(document)) return;
        taken++;
        expect(takes.get(kind)?.(plain(document)), JSON.stringify(document)).toBe(true);
      }),
      { numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(40);
  });

  const rules = corpus('sigma/rules');
  test.runIf(rules !== undefined)('take the published rules, which are all taken here', () => {
    const files = readdirSync(rules as string, { recursive: true, encoding: 'utf8' });
    const refused = files
      .filter((name) => name.endsWith('.yml'))
      .filter((name) => {
        const { value = [] } = readDocuments(readFileSync(join(rules as string, name)), name);
        return value.some((document) => takes.get('rules')?.(plain(document.value)) !== true);
      });
    expect(refused).toEqual([]);
  });
});
