// SPDX-License-Identifier: Apache-2.0
// Tests only: tables of projects and what they state.
import { expect, it } from 'vitest';
import { statements } from '../container/statements.fixture.ts';
import { composeImporter } from './index.ts';

export interface Case {
  readonly title: string;
  /** Body of service `web`, or whole files by name. */
  readonly web?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

function check({ web, files, has = [], lacks = [] }: Case): void {
  const body = [
    'services:',
    '  web:',
    '    image: example/web:1',
    ...(web ?? []).map((line) => `    ${line}`),
  ].join('\n');
  const got = statements(composeImporter, files ?? { 'compose.yaml': body });
  for (const line of has) expect(got).toContain(line);
  for (const line of lacks) expect(got.filter((one) => one.includes(line))).toEqual([]);
}

/** One test a case. */
export function tests(cases: readonly Case[]): void {
  for (const one of cases) it(one.title, () => check(one));
}
