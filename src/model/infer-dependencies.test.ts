// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest';
import { withInferredDependencies } from './infer-dependencies.ts';
import type { Pack } from './pack/pack.ts';
import type { Model } from './schema.ts';

const ANCESTORS: Readonly<Record<string, readonly string[]>> = {
  database: ['database', 'service'],
  web: ['web', 'service'],
};
const pack = {
  ancestors: (_: string, type: string) => ANCESTORS[type] ?? [type],
  inferences: [
    { type: 'service', mode: 'degrade', fallback: 0.5, basis: '' },
    { type: 'database', mode: 'hard', basis: '' },
  ],
} as unknown as Pack;

const base = {
  ensuresec: 1,
  name: 'x',
  pack: 'x',
  assets: ['web', 'api', 'db', 'rock'].map((id) => ({
    id,
    type: id === 'db' ? 'database' : id === 'rock' ? 'rock' : 'web',
  })),
} as unknown as Model;
const flow = (from: string, to: string) => ({ from, to });

describe('dependencies inferred from calls', () => {
  test.each<[string, Partial<Model>, readonly string[]]>([
    ['the special type of what is called decides', { flows: [flow('api', 'db')] }, ['api db hard']],
    ['others degrade', { flows: [flow('web', 'api')] }, ['web api degrade 0.5']],
    ['two calls are one need', { flows: [flow('web', 'api'), flow('web', 'api')] }, ['web api degrade 0.5']],
    ['zones and types without a rule are left', { flows: [flow('net', 'api'), flow('web', 'rock')] }, []],
    [
      'what is stated stays alone',
      { flows: [flow('api', 'db')], dependencies: [{ of: 'api', needs: ['db'], mode: 'degrade' }] },
      ['api db degrade'],
    ],
    [
      'a start order says nothing of the rest',
      { flows: [flow('api', 'db')], dependencies: [{ of: 'api', needs: ['db'], mode: 'start' }] },
      ['api db start', 'api db hard'],
    ],
  ])('%s', (_, change, expected) => {
    const { dependencies = [] } = withInferredDependencies({ ...base, ...change }, pack);
    const told = dependencies.map(({ of, needs, mode, fallback }) =>
      [of, ...needs, mode, ...(fallback === undefined ? [] : [fallback.level])].join(' '),
    );
    expect(told).toEqual(expected);
    for (const { source } of dependencies.slice(change.dependencies?.length ?? 0))
      expect(source).toMatchObject({ how: 'inferred', confidence: 0.5 });
  });
});
