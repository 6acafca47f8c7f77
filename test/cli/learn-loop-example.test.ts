// SPDX-License-Identifier: Apache-2.0
// The script of examples/learn-loop is the tutorial of it, command by command and code by code; test/docs.test.ts runs that.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from '../support/docs-blocks.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const linesOf = (name: string) => readFileSync(path.join(ROOT, name), 'utf8');

test('the script has the commands of the tutorial, with the same codes', () => {
  const told = blocksOf(linesOf('docs/tutorial/learn-an-attack.md'))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ lines }) => lines)
    .map((line) => line.replace(/^(.*?) +# exit 1$/, 'finds $1'));
  const script = linesOf('examples/learn-loop/run.sh')
    .split('\n')
    .filter((line) => /^(finds )?bin\/ensuresec /.test(line));
  expect(script).toEqual(told);
  expect(script.length).toBe(17);
});
