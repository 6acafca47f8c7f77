// SPDX-License-Identifier: Apache-2.0
// What is wrong with a workflow, each at its place in the file of the pack.
import type { Problem } from '../../core/problem.ts';
import { nearest, type Placed, type WorkflowSource } from '../../model/index.ts';

type Path = readonly (string | number)[];

export interface Report {
  readonly problems: readonly Problem[];
  add(code: string, path: Path, message: string, hint?: string): undefined;
  unknown(path: Path, what: string, name: string, known: readonly string[]): undefined;
  kind(path: Path, holds: string): undefined;
  /** Always 0, so that reading can go on. */
  value(path: Path, value: unknown): 0;
  tooLarge(path: Path, message: string): undefined;
}

export function createReport(source: Placed<WorkflowSource>): Report {
  const problems: Problem[] = [];
  const add = (code: string, path: Path, message: string, hint?: string): undefined => {
    problems.push({
      code,
      severity: 'error',
      message,
      at: source.locate(path),
      ...(hint === undefined ? {} : { hint }),
    });
  };
  return {
    problems,
    add,
    unknown: (path, what, name, known) => {
      const near = nearest(name, known);
      return add(
        'WORKFLOW_UNKNOWN_NAME',
        path,
        `Cannot find the ${what} \`${name}\`: expected one of ${known.join(', ') || 'none'}`,
        near === undefined ? undefined : `Did you mean \`${near}\`?`,
      );
    },
    kind: (path, holds) =>
      add(
        'WORKFLOW_KIND',
        path,
        `Cannot use \`${holds}\`: expected boolean, a range such as 0..3, a set or a list`,
      ),
    value: (path, value) => {
      add(
        'WORKFLOW_KIND',
        path,
        `Cannot use \`${String(value)}\` here: expected a value of the kind it holds`,
      );
      return 0;
    },
    tooLarge: (path, message) => add('WORKFLOW_TOO_LARGE', path, `Too large: ${message}`),
  };
}
