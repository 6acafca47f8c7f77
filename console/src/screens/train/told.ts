// SPDX-License-Identifier: Apache-2.0
// What was told of tests, as rows: of one test all its groups, or of all tests what can be compared over time.
import type { Answer } from '../../../../src/server/api/contract/index.ts';

export type Settled = Answer<'campaignResults'>['tests'][number];
export type Group = Settled['groups'][number];

export interface ToldRow {
  readonly key: string;
  readonly day: number;
  readonly group: Group;
}

/** Groups of one test in the order of the server, or the rows of each series by day. Teams change from test to test. */
export function rowsOf(tests: readonly Settled[], wave: number | undefined): readonly ToldRow[] {
  const rows = tests
    .filter((test) => wave === undefined || test.wave === wave)
    .flatMap(({ wave: of, day, groups }) =>
      groups.map((group) => ({ key: `${of} ${group.by} ${group.name}`, day, group })),
    );
  if (wave !== undefined) return rows;
  const series = new Map<string, ToldRow[]>();
  for (const row of rows.filter(({ group: { by } }) => by !== 'group')) {
    const name = `${row.group.by} ${row.group.name}`;
    series.set(name, [...(series.get(name) ?? []), row]);
  }
  return [...series.values()].flat();
}

/** The test that an address asks for, when it was told; a single one is shown as such. */
export function waveAsked(tests: readonly Settled[], asked: number | undefined): number | undefined {
  const found = tests.find(({ wave }) => wave === asked);
  return tests.length === 1 ? tests[0]?.wave : found?.wave;
}
