// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Model, Source } from '../../schema.ts';
import type { ModelPart } from '../importer.ts';
import { mergeParts } from './index.ts';

const at = (file: string, line: number, how: Source['how'] = 'declared', confidence = 1): Source => ({
  file,
  line,
  how,
  confidence,
});

function merge(parts: readonly ModelPart[], base?: Model): { model: Model; messages: string[] } {
  const { value, problems } = mergeParts(
    parts.map((part, index) => ({ label: `in${index}`, part })),
    base,
  );
  expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
  return {
    model: value as Model,
    messages: problems.map(
      (problem) => `${problem.at.file}:${problem.at.line} ${problem.code} ${problem.message}`,
    ),
  };
}

describe('mergeParts', () => {
  it('unites a service of a compose file with the SBOM of its image', () => {
    const compose: ModelPart = {
      assets: [
        {
          id: 'db',
          type: 'database',
          zone: 'net',
          listens: [5432],
          measures: ['backup'],
          source: at('compose.yaml', 3),
        },
      ],
    };
    const sbom: ModelPart = {
      assets: [
        {
          id: 'db',
          type: 'service',
          software: [{ purl: 'pkg:deb/a', source: at('bom.json', 9) }],
          measures: [{ id: 'mfa', source: at('bom.json', 2) }],
          source: at('bom.json', 2),
        },
      ],
      gaps: [{ id: 'db/exposure', about: 'db', unknown: 'exposure', text: 'Where?' }],
    };
    for (const parts of [
      [compose, sbom],
      [sbom, compose],
    ]) {
      const { model, messages } = merge(parts);
      expect(messages).toEqual([]);
      expect(model.assets).toHaveLength(1);
      expect(model.assets?.[0]).toMatchObject({
        id: 'db',
        type: 'database',
        zone: 'net',
        listens: [5432],
        software: [{ purl: 'pkg:deb/a' }],
      });
      expect(model.assets?.[0]?.measures).toContainEqual({ id: 'backup', source: at('compose.yaml', 3) });
      expect(model.gaps).toBeUndefined();
    }
  });

  it('joins lists by what they name', () => {
    const one: ModelPart = {
      assets: [
        {
          id: 'a',
          type: 'cache',
          zone: 'n1',
          listens: [80, { port: '53/udp', accepts: 'anyone' }],
          stores: ['logs'],
        },
      ],
    };
    const other: ModelPart = {
      assets: [
        { id: 'a', type: 'cache', zone: ['n1', 'n2'], listens: ['80/tcp', 443], stores: ['logs', 'secrets'] },
      ],
    };
    expect(merge([one, other]).model.assets).toEqual([
      {
        id: 'a',
        type: 'cache',
        zone: ['n1', 'n2'],
        listens: [80, { port: '53/udp', accepts: 'anyone' }, 443],
        stores: ['logs', 'secrets'],
      },
    ]);
  });

  it.each<[string, Source | undefined, Source | undefined, string]>([
    ['observed before declared', at('a', 1), at('b', 2, 'observed', 0.5), 'second'],
    ['declared before inferred', at('a', 1, 'inferred'), at('b', 2, 'declared', 0.2), 'second'],
    ['the more confident', at('a', 1, 'inferred', 0.5), at('b', 2, 'inferred', 0.6), 'second'],
    ['the earlier of equals', at('a', 1), at('b', 2), 'first'],
    ['a word without a source before a guess', undefined, at('b', 2, 'inferred'), 'first'],
  ])('keeps %s, and names both places', (_, first, second, winner) => {
    const { model, messages } = merge([
      { assets: [{ id: 'x', type: 'cache', ...(first && { source: first }) }] },
      { assets: [{ id: 'x', type: 'database', ...(second && { source: second }) }] },
    ]);
    expect(model.assets?.[0]?.type).toBe(winner === 'first' ? 'cache' : 'database');
    expect(messages).toEqual([
      `b:2 MERGE_CONFLICT Two inputs disagree on \`type\` of asset \`x\`: \`cache\` (${first ? 'a:1' : 'the model'}) and \`database\` (b:2); the ${winner} counts`,
    ]);
  });

  it('lets a VEX statement win over a listing without a word', () => {
    const found = { id: 'CVE-1', access: 'network', effect: 'code' } as const;
    const listing: ModelPart = {
      assets: [
        {
          id: 'a',
          type: 'cache',
          vulnerabilities: [{ ...found, status: 'affected', source: at('scan', 1, 'inferred', 0.7) }],
        },
      ],
    };
    const vex: ModelPart = {
      assets: [
        {
          id: 'a',
          type: 'cache',
          vulnerabilities: [{ ...found, status: 'not_affected', justification: 'no', source: at('vex', 1) }],
        },
      ],
    };
    const { model, messages } = merge([listing, vex]);
    expect([model.assets?.[0]?.vulnerabilities?.[0]?.status, messages]).toEqual(['not_affected', []]);
  });

  it('reports two listeners that let in different people', () => {
    const part = (accepts: string, line: number): ModelPart => ({
      assets: [{ id: 'a', type: 'api', listens: [{ port: 80, accepts, source: at('f', line) }] }],
    });
    expect(merge([part('staff', 1), part('anyone', 2)]).messages).toEqual([
      'f:2 MERGE_CONFLICT Two inputs disagree on `accepts` of listens `80/tcp` of asset `a`: `staff` (f:1) and `anyone` (f:2); the first counts',
    ]);
  });

  it('renames an id that two kinds use, with its references', () => {
    const zone: ModelPart = { zones: [{ id: 'shop', type: 'network', source: at('z', 1) }] };
    const asset: ModelPart = {
      assets: [
        { id: 'shop', type: 'api', zone: 'shop', source: at('a', 4) },
        { id: 'other', type: 'api', runsOn: 'shop' },
      ],
      flows: [{ from: 'other', to: 'shop', port: 80 }],
      gaps: [{ id: 'g', about: 'shop', unknown: 'flows', text: 't' }],
    };
    const { model, messages } = merge([zone, asset]);
    expect(messages).toEqual([
      'a:4 MERGE_ID_CLASH The id `shop` of this asset is taken by a zone (z:1): it is called `shop-asset` now',
    ]);
    expect(model.assets?.map(({ id, zone: where, runsOn }) => [id, where, runsOn])).toEqual([
      ['shop-asset', 'shop', undefined],
      ['other', undefined, 'shop-asset'],
    ]);
    expect([model.flows?.[0]?.to, model.gaps?.[0]?.about]).toEqual(['shop-asset', 'shop-asset']);
  });

  it('leads a reference to the kind it asks for when one part uses an id twice', () => {
    const part: ModelPart = {
      zones: [{ id: 'a', type: 'network' }],
      assets: [{ id: 'a', type: 'api', zone: 'a' }],
      flows: [{ from: 'a', to: 'a' }],
    };
    const { model } = merge([part]);
    expect(model.assets).toEqual([{ id: 'a-asset', type: 'api', zone: 'a' }]);
    expect(model.flows).toEqual([{ from: 'a-asset', to: 'a-asset' }]);
  });

  it('keeps flows of one name that lead elsewhere, and gaps of one id that say another thing', () => {
    const part = (to: string): ModelPart => ({
      flows: [{ id: 'call', from: 'a', to }],
      gaps: [{ id: 'g', about: 'a', unknown: 'flows', text: to }],
    });
    const { model, messages } = merge([part('b'), part('c'), part('b')]);
    expect([model.flows?.map(({ id }) => id), model.gaps?.map(({ id }) => id), messages.length]).toEqual([
      ['call', 'call-flow'],
      ['g', 'g-2'],
      1,
    ]);
  });

  it('keeps the name and pack of the model it merges into, and its own gaps', () => {
    const base: Model = {
      ensuresec: 1,
      name: 'Mine',
      pack: 'water-utility',
      assets: [{ id: 'a', type: 'pump' }],
      attackers: ['stranger'],
      gaps: [{ id: 'g', about: 'a', unknown: 'exposure', text: 't' }],
    };
    expect(merge([], base).model).toEqual(base);
    expect(merge([{ assets: [{ id: 'a', type: 'host', note: 'n' }] }], base).model).toEqual({
      ...base,
      assets: [{ id: 'a', type: 'pump', note: 'n' }],
    });
  });

  it('names a model that nobody named', () => {
    expect(merge([]).model).toEqual({ ensuresec: 1, name: 'Imported model', pack: 'e-commerce' });
  });
});
