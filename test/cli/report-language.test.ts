// SPDX-License-Identifier: Apache-2.0
// The pages of check, harden and simulate in another language: nothing that they say themselves is left in English.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportPage } from '../../src/cli/render/html/page.ts';
import { pageTongue } from '../../src/cli/report-words/tongue.ts';
import { report, secureReport, unknownReport } from './report-fixture.ts';
import { ensuresec } from './terminal.ts';

const root = join(import.meta.dirname, '../..');
const words = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, 'src/cli/report-words', `${language}.json`), 'utf8'));

/** What stands between the values of English words, where it is long enough to be nothing else. */
const ENGLISH = Object.values(words('en'))
  .flatMap((text) => text.split(/\{\{\w+\}\}/))
  .map((part) => part.trim())
  .filter((part) => part.length >= 14);

const left = (page: string): string[] => ENGLISH.filter((part) => page.includes(part));

const RUNS: readonly [string, readonly string[]][] = [
  [
    'check',
    ['check', 'examples/demo-shop', '--attack', 'chilled-goods-spoiled', '--times', '--fail-on', 'never'],
  ],
  [
    'check of an assumed breach',
    [
      'check',
      'examples/demo-shop',
      '--attack',
      'prices-changed',
      '--assume',
      'controls:shop',
      '--fail-on',
      'never',
    ],
  ],
  ['harden', ['harden', 'examples/two-person-shop', '--seconds', '5']],
  ['simulate', ['simulate', 'examples/demo-shop', '--scenario', 'power-cut', '--runs', '20']],
  [
    'simulate an attack',
    ['simulate', 'examples/demo-shop', '--attack', 'chilled-goods-spoiled', '--runs', '20'],
  ],
];

describe.each(RUNS)('%s', (_, argv) => {
  test('in English has the sentences that are looked for', async () => {
    const { stdout } = await ensuresec([...argv, '-q', '--html', '-'], { cwd: root });
    expect(stdout).toContain('<html lang="en">');
    expect(left(stdout).length).toBeGreaterThan(5);
  });

  test('in German has none of them', async () => {
    const { stdout } = await ensuresec([...argv, '-q', '--html', '-', '--language', 'de'], { cwd: root });
    expect(stdout).toContain('<html lang="de">');
    expect(left(stdout)).toEqual([]);
  });
});

test.each(['check', 'harden', 'simulate', 'obligations'])(
  '%s names the languages there are',
  async (command) => {
    const { code, stderr } = await ensuresec([command, 'examples/two-person-shop', '--language', 'it'], {
      cwd: root,
    });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('Cannot report in `it`: expected en, de, el, es, fr'),
    ]);
  },
);

test.each(['de', 'el', 'es', 'fr'])('in %s what is open and what is secure is said too', (language) => {
  for (const each of [report, secureReport, unknownReport])
    expect(left(reportPage(each, () => 'web', pageTongue(language)))).toEqual([]);
});
