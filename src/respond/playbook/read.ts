// SPDX-License-Identifier: Apache-2.0
import { hasErrors, type Parsed, type Problem } from '../../core/problem.ts';
import { readDocuments, shapeProblems } from '../../model/index.ts';
import { lintDefinitions } from './lint/definitions.ts';
import type { Finding, Lint } from './lint/finding.ts';
import { lintFlow } from './lint/flow.ts';
import { lintVariables } from './lint/variables.ts';
import { Playbook } from './shape/playbook.ts';

const LINTS: readonly Lint[] = [lintFlow, lintVariables, lintDefinitions];

/**
 * Reads a playbook of OASIS CACAO 2.0 from JSON or YAML and says everything that is wrong: against the shape of the standard
 * and, when that is in order, what the shape lets pass. Never throws.
 */
export function readPlaybook(bytes: Uint8Array, file: string): Parsed<Playbook> {
  const read = readDocuments(bytes, file);
  const [document] = read.value ?? [];
  if (document === undefined) {
    const at = { file, line: 1, column: 1 };
    const message = 'The file is empty: expected a playbook of CACAO 2.0';
    const empty: Problem = { code: 'PLAYBOOK_EMPTY', severity: 'error', message, at };
    return { problems: read.problems.length > 0 ? read.problems : [empty] };
  }
  const result = Playbook.safeParse(document.value);
  if (!result.success)
    return {
      problems: [...read.problems, ...shapeProblems(result.error.issues, Playbook, document, 'PLAYBOOK')],
    };
  const found = lintPlaybook(result.data).map(
    ({ code, severity, message, path }): Problem => ({
      code,
      severity,
      message: `${message}, at ${pointer(path)}`,
      at: document.locate([...path]),
    }),
  );
  const problems = [...read.problems, ...found];
  return hasErrors(problems) ? { problems } : { value: result.data, problems };
}

/** What the shape of the standard lets pass. */
export function lintPlaybook(playbook: Playbook): readonly Finding[] {
  return LINTS.flatMap((lint) => lint(playbook));
}

/** RFC 6901. */
function pointer(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
