// SPDX-License-Identifier: Apache-2.0
// `check --flow`: an incident that somebody described, taken to this model.

import { readAttackFlow, replay } from '../analyse/index.ts';
import { hasErrors } from '../core/problem.ts';
import { openLinearSolver } from '../platform/index.ts';
import type { Call } from './command.ts';
import { EXIT, Failure } from './exit.ts';
import { readBytes, type Subject } from './input.ts';
import { forJson } from './render/escape.ts';
import { problemsText } from './render/problems.ts';
import { replayText } from './render/replay.ts';
import { selectionOf } from './selection.ts';

/** Wall seconds for the cheapest plan. */
const SECONDS = 60;
const OTHER_ANSWERS = ['sarif', 'html', 'certificate', 'expectations'];

/** Exit 1 when the model derives a step of the flow, else 0. @throws Failure 2, 3 or 6. */
export async function replayFlow(call: Call, subject: Subject): Promise<number> {
  const { options } = call;
  const other = OTHER_ANSWERS.find((name) => options.text(name) !== undefined);
  if (other !== undefined || options.flag('times'))
    throw new Failure(
      EXIT.usage,
      `Cannot use --${other ?? 'times'} with --flow: a replay is told as text or with --json`,
    );
  const file = options.text('flow') as string;
  const { value: flow, problems } = readAttackFlow(readBytes(call, file), file);
  if (flow === undefined || hasErrors(problems))
    throw new Failure(EXIT.invalid, `Cannot use the attack flow ${file}`, undefined, problems);
  if (problems.length > 0) call.io.stderr.write(problemsText(problems, call.aside));
  const solver = openLinearSolver();
  try {
    call.progress.step('Looking for the steps of the flow in the model');
    const answer = await replay({
      ...selectionOf(call, subject, options.list('attack')),
      flow,
      file,
      search: { solver, seconds: SECONDS, now: () => call.io.now() },
    });
    call.progress.end();
    call.io.stdout.write(options.flag('json') ? forJson(answer) : replayText(answer, call.style));
    return answer.counts.derived > 0 ? EXIT.findings : EXIT.secure;
  } finally {
    solver.close();
  }
}
