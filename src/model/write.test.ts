// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readDocuments } from './document/index.ts';
import { GAP_KINDS, Model } from './schema.ts';
import { writeModel } from './write.ts';

const SMALL: Model = {
  ensuresec: 1,
  name: 'Corner: a "shop"',
  pack: 'e-commerce',
  zones: [{ id: 'internet', type: 'internet' }],
  assets: [
    {
      id: 'db',
      type: 'database',
      note: 'no',
      listens: [
        5432,
        {
          port: '53/udp',
          accepts: 'staff',
          source: { file: 'compose.yaml', line: 3, how: 'declared', confidence: 1 },
        },
      ],
      software: ['pkg:deb/debian/postgresql@16?arch=amd64'],
      source: { file: 'compose.yaml', line: 2, how: 'inferred', confidence: 0.5 },
    },
  ],
  gaps: [{ id: 'db/exposure', about: 'db', unknown: 'exposure', text: 'Who reaches it?' }],
};

function readBack(text: string): unknown {
  const { value, problems } = readDocuments(new TextEncoder().encode(text), 'ensuresec.yaml');
  expect(problems).toEqual([]);
  return value?.[0]?.value;
}

describe('writeModel', () => {
  it('writes what a person can read', () => {
    const lines = writeModel(SMALL).split('\n');
    expect(lines.slice(4)).toEqual([
      'name: "Corner: a \\"shop\\""',
      'pack: e-commerce',
      '',
      '# Places an attacker can be in: networks, buildings, vehicles. `within` puts one into another.',
      'zones:',
      '  - { id: internet, type: internet }',
      '',
      '# Things that can be attacked. `zone`: where it is. `listens`: what it accepts. `stores`: which data it keeps.',
      'assets:',
      '  - id: db',
      '    type: database',
      '    listens:',
      '      - 5432',
      '      - { port: "53/udp", accepts: staff, source: { file: compose.yaml, line: 3 } }',
      '    software: [pkg:deb/debian/postgresql@16?arch=amd64]',
      '    note: "no"',
      '    source: { file: compose.yaml, line: 2, how: inferred, confidence: 0.5 }',
      '',
      '# Not known yet. A gap turns SECURE into UNKNOWN where it matters: state the fact above, then delete the gap.',
      'gaps:',
      '  # to close: give the asset its `zone`, and the flows that reach it from elsewhere',
      '  - { id: db/exposure, about: db, unknown: exposure, text: "Who reaches it?" }',
      '',
    ]);
  });

  it('starts with the schema for editors', () => {
    expect(writeModel(SMALL, 'my schema.json').split('\n')[0]).toBe(
      '# yaml-language-server: $schema=my%20schema.json',
    );
  });

  it('reads back to the same model, whatever the names are', () => {
    fc.assert(
      fc.property(models(), (model) => {
        const text = writeModel(model);
        expect(Model.parse(readBack(text))).toEqual(model);
        expect(Model.parse(load(text))).toEqual(model);
        expect(writeModel(Model.parse(readBack(text)))).toBe(text);
      }),
      { numRuns: 150 },
    );
  });

  it.each(HOSTILE_NAMES())('keeps the name %j', (name) => {
    const model: Model = {
      ...SMALL,
      assets: [{ id: 'a', type: 'thing', name, stores: [], note: `${name} ${name}` }],
    };
    expect(readBack(writeModel(model))).toEqual(model);
  });
});

function HOSTILE_NAMES(): string[] {
  return [
    'no',
    'Null',
    '~',
    '- a',
    'a: b',
    'a #b',
    '#',
    '&a',
    '*a',
    '!!str a',
    '{a',
    '[a',
    '%',
    '@',
    '`',
    '"',
    "'",
    ' a',
    'a ',
    '\n- id: evil',
    'a\r\nb',
    '\u2028',
    '\u0085',
    '\ufeff',
    '\u0000',
    '0x1f',
    '1e3',
    '2026-01-01',
    '012',
    '.inf',
    '---',
    '...',
    'a:',
    '? a',
    '| a',
    '> a',
    '=',
    '<<',
    'y',
    '\\',
    '𝕏',
    '\t',
  ];
}

function models(): fc.Arbitrary<Model> {
  const text = fc.oneof(
    fc.constantFrom(...HOSTILE_NAMES()),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 150 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).map((binary) => binary.toWellFormed()),
  );
  const id = fc.stringMatching(/^[a-z0-9]([a-z0-9._/-]{0,20}[a-z0-9])?$/);
  const word = fc.stringMatching(/^[a-z0-9][a-z0-9._:/@+-]{0,20}$/);
  const source = fc.record(
    {
      file: text,
      line: fc.integer({ min: 1, max: 1e6 }),
      pointer: text,
      how: fc.constantFrom('observed', 'declared', 'inferred'),
      confidence: fc.integer({ min: 0, max: 100 }).map((part) => part / 100),
    },
    { requiredKeys: ['file', 'how', 'confidence'] },
  );
  const optional = { noNullPrototype: true };
  const words = fc.array(fc.oneof(word, fc.record({ id: word, source }, optional)), { maxLength: 5 });
  const listener = fc.oneof(
    fc.nat(65_535),
    fc.record(
      {
        port: fc.oneof(fc.nat(65_535), fc.constantFrom('443/tcp', 'door', 'any')),
        accepts: word,
        measures: words,
        source,
      },
      { requiredKeys: ['port', 'accepts'], ...optional },
    ),
  );
  const asset = fc.record(
    {
      id,
      type: word,
      zone: fc.oneof(id, fc.array(id, { maxLength: 3 })),
      listens: fc.array(listener, { maxLength: 4 }),
      software: fc.array(text, { maxLength: 4 }),
      stores: words,
      valuePerHour: fc.nat(),
      name: text,
      note: text,
      source,
    },
    { requiredKeys: ['id', 'type'], ...optional },
  );
  const zone = fc.record(
    { id, type: word, within: id, open: fc.boolean(), name: text, note: text, source },
    { requiredKeys: ['id', 'type'], ...optional },
  );
  const gap = fc.record(
    { id, about: id, unknown: fc.constantFrom(...GAP_KINDS), text, source },
    { requiredKeys: ['id', 'about', 'unknown', 'text'], ...optional },
  );
  const model = fc.record(
    {
      ensuresec: fc.constant(1 as const),
      name: text,
      pack: word,
      zones: fc.array(zone, { maxLength: 3 }),
      assets: fc.array(asset, { maxLength: 4 }),
      gaps: fc.array(gap, { maxLength: 3 }),
    },
    { requiredKeys: ['ensuresec', 'name', 'pack'], ...optional },
  );
  return model as fc.Arbitrary<Model>;
}
