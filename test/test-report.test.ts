// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { type TestRun, together } from '../tools/test-report.ts';

const file = (name: string, states: readonly string[], broken = false) => ({
  file: name,
  broken,
  tests: states.map((state, index) => ({ name: `${index}`, state })),
});
const runOf = (...files: TestRun['files']): TestRun => ({ files, errors: 0 });
const first = runOf(file('a', ['passed', 'failed', 'skipped']), file('b', [], true), file('c', ['passed']));

test('a file of a browser runs again when a test of it failed, or when it broke without one, and no other does', () => {
  const [one, two] = ['/here/test/browser/play.test.ts', 'C:\\here\\test\\browser\\console.test.ts'];
  const failed = ['/here/test/browser.test.ts', '/here/src/test.ts'].map((name) => file(name, ['failed']));
  const passed = file('/here/test/browser/replay.test.ts', ['passed']);
  const run = runOf(file(one, ['passed', 'failed']), file(two, [], true), passed, ...failed);
  expect(together(run).again).toEqual([one, two]);
});

test.each([
  { name: 'one run', second: undefined, is: [2, 2, []] },
  {
    name: 'all pass alone',
    second: runOf(file('a', ['passed', 'passed', 'skipped']), file('b', ['passed'])),
    is: [4, 0, ['a > 1', 'b > 0']],
  },
  {
    name: 'one fails alone too, and one still breaks',
    second: runOf(file('a', ['passed', 'failed', 'skipped']), file('b', ['skipped'], true)),
    is: [2, 2, []],
  },
  {
    name: 'another test fails alone',
    second: runOf(file('a', ['failed', 'passed', 'skipped']), file('b', ['passed'])),
    is: [3, 1, ['a > 1', 'b > 0']],
  },
  {
    name: 'the second run says nothing of a file',
    second: runOf(file('a', ['passed', 'passed', 'skipped'])),
    is: [3, 1, ['a > 1']],
  },
])('$name', ({ second, is }) => {
  const { passed, failed, shaky } = together(first, second);
  expect([passed, failed, shaky]).toEqual(is);
});

test('an error outside of all tests fails, also when it does not come again', () => {
  expect(together({ ...first, errors: 1 }, runOf()).failed).toBe(3);
});
