// SPDX-License-Identifier: Apache-2.0
// The test suite of the purl specification (package-url/purl-spec, MIT).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatPurl, makePurl, parsePurl } from '../../src/model/purl.ts';
import type { Purl } from '../../src/model/purl-parts.ts';
import { corpus } from './corpora.ts';

interface Parts {
  readonly [part: string]: unknown;
}
interface Case {
  readonly description: string;
  readonly test_type: 'parse' | 'build' | 'validate';
  readonly input: string | Parts;
  readonly expected_output: string | Parts | null;
  readonly expected_failure: boolean;
}

/** Cases that ECMA-427 §5.6 contradicts: a parser turns qualifier keys into lower case (the suite itself expects it of `validate`). */
const EXEMPT: ReadonlySet<string> = new Set([
  'parse "pkg:gem/jruby-launcher@1.1.2?Platform=java"',
  'parse "pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25"',
]);

const folder = corpus('purl/tests');

describe.skipIf(folder === undefined)('package URLs', () => {
  for (const file of folder === undefined
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.json'))
        .sort()) {
    const { tests } = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8')) as { tests: Case[] };
    it(`agree with the ${tests.length} cases of ${file}`, () => {
      const wrong = tests.filter(
        (test) => !EXEMPT.has(`${test.test_type} ${JSON.stringify(test.input)}`) && !agrees(test),
      );
      expect(wrong.map((test) => ({ ...test, got: outcome(test) }))).toEqual([]);
    });
  }
});

function agrees(test: Case): boolean {
  const got = outcome(test);
  if (test.expected_failure) return got === undefined;
  return JSON.stringify(sorted(got)) === JSON.stringify(sorted(test.expected_output));
}

function outcome(test: Case): unknown {
  const result = typeof test.input === 'string' ? parsePurl(test.input) : makePurl(withoutNulls(test.input));
  if ('refusal' in result) return undefined;
  return test.test_type === 'parse' ? result.purl : formatPurl(result.purl);
}

function withoutNulls(parts: Parts): Purl {
  return {
    type: '',
    name: '',
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null)),
  };
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, sorted(part)]);
}
