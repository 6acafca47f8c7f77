// SPDX-License-Identifier: Apache-2.0
// A reporter of vitest for `npm test`: what the tests came to, as JSON. A file of tests in a browser that failed beside all
// others runs once more, alone: a browser that had to wait for a busy machine is not a fault of the program, and what fails
// alone as well is. The report of the second run takes up that of the first.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Reporter } from 'vitest/node';

export interface TestRun {
  readonly files: readonly {
    readonly file: string;
    /** Failed without a failed test: hooks, or the file itself. */
    readonly broken: boolean;
    readonly tests: readonly { readonly name: string; readonly state: string }[];
  }[];
  /** Errors outside of every file. */
  readonly errors: number;
}

export interface TestReport extends TestRun {
  /** Of tests, and of failures outside of tests. */
  readonly passed: number;
  readonly failed: number;
  /** Files to run once more: those of browsers. Whatever else fails does not fail by chance. */
  readonly again: readonly string[];
  /** Tests that passed in the second run only. */
  readonly shaky: readonly string[];
}

const IN_BROWSER = /(?:^|[/\\])test[/\\]browser[/\\]/;

/** `output` is read as the report of the first run when it is there, and replaced. */
export function testReport(output: string): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const files = modules.map((module) => ({
        file: module.moduleId,
        broken: module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
        tests: [...module.children.allTests()].map((test) => ({
          name: test.fullName,
          state: test.result().state,
        })),
      }));
      const before = existsSync(output) ? (JSON.parse(readFileSync(output, 'utf8')) as TestRun) : undefined;
      const run = { files, errors: errors.length };
      writeFileSync(output, JSON.stringify(before === undefined ? together(run) : together(before, run)));
    },
  };
}

/** An error outside of all files counts even when the second run does not have it: nobody knows whose it was. */
export function together(first: TestRun, second?: TestRun): TestReport {
  const again = new Map(second?.files.map((each) => [each.file, each]));
  const files = first.files.map((each) => again.get(each.file) ?? each);
  const states = files.flatMap(({ tests }) => tests.map(({ state }) => state));
  const broken = files.filter((each) => each.broken).length;
  const errors = first.errors + (second?.errors ?? 0);
  const isFailed = ({ broken, tests }: TestRun['files'][number]): boolean =>
    broken || tests.some(({ state }) => state === 'failed');
  return {
    files,
    errors,
    passed: states.filter((state) => state === 'passed').length,
    failed: states.filter((state) => state === 'failed').length + broken + errors,
    again: files.filter((each) => isFailed(each) && IN_BROWSER.test(each.file)).map(({ file }) => file),
    shaky: first.files.flatMap(({ file, tests: before }) =>
      (again.get(file)?.tests ?? [])
        .filter(({ state }, index) => state === 'passed' && before[index]?.state !== 'passed')
        .map(({ name }) => `${file} > ${name}`),
    ),
  };
}
