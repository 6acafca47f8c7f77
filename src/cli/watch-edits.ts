// SPDX-License-Identifier: Apache-2.0
// `check --watch-edits`: facts come and go, and verdicts that change are told with the old and the new path.
import {
  createLive,
  type LiveAnalysis,
  type LiveStep,
  readDelta,
  VERDICT_CHANGE_SCHEMA,
  type VerdictChange,
  type VerdictChangeLine,
} from '../analyse/index.ts';
import { counted } from '../core/counted.ts';
import type { Call } from './command.ts';
import { linesOf } from './edit-lines.ts';
import { EXIT, Failure } from './exit.ts';
import type { Subject } from './input.ts';
import { forJsonLine } from './render/escape.ts';
import { problemsText } from './render/problems.ts';
import type { Style } from './render/style.ts';
import { rank, SEVERITIES, shortName } from './render/summary.ts';
import { selectionOf } from './selection.ts';

const OTHER_ANSWERS = ['sarif', 'html', 'certificate', 'expectations'];

/** Exit as `check` of the model after the last edit; 3 when a line was no edit. @throws Failure 2, 4 or 6. */
export async function watchEdits(call: Call, subject: Subject): Promise<number> {
  const { options } = call;
  const other = OTHER_ANSWERS.find((name) => options.text(name) !== undefined);
  if (other !== undefined || options.flag('times'))
    throw new Failure(
      EXIT.usage,
      `Cannot use --${other ?? 'times'} with --watch-edits: changes are told as text or with --json`,
    );
  call.progress.step('Deriving all that each attacker can do');
  const live = createLive(selectionOf(call, subject, options.list('attack')));
  call.progress.end();
  if (live.questions.length === 0)
    throw new Failure(EXIT.nothing, 'Nothing to analyse: no attack in scope has a target in this model');
  call.say(`Watching ${counted(live.questions.length, 'verdict')}`);
  const allRead = await follow(call, subject, live);
  return allRead ? exitOf(live, options.text('fail-on') ?? 'medium') : EXIT.invalid;
}

/** False when a line was no edit; the others count all the same. */
async function follow(call: Call, { compiled }: Subject, live: LiveAnalysis): Promise<boolean> {
  const file = call.options.text('watch-edits') as string;
  let allRead = true;
  for await (const { line, text } of linesOf(call.io.cwd, file)) {
    if (text?.trim() === '') continue;
    const delta = text === undefined ? ['The line is too long'] : readDelta(text, compiled);
    if ('add' in delta || 'remove' in delta) {
      warnOfNew(call, live, line, delta.add ?? []);
      for (const change of live.apply(delta)) tell(call, line, change);
      await call.io.stdout.settle?.();
      continue;
    }
    allRead = false;
    const at = { file, line, column: 1 };
    const problems = (delta as readonly string[]).map((message) => ({
      code: 'EDIT_LINE',
      severity: 'error' as const,
      message,
      at,
    }));
    call.io.stderr.write(problemsText(problems, call.aside));
  }
  return allRead;
}

/** Only the first argument: others may well be new, as the name of a vulnerability is. */
function warnOfNew(
  call: Call,
  live: LiveAnalysis,
  line: number,
  added: readonly { readonly predicate: string; readonly args: readonly string[] }[],
): void {
  for (const { predicate, args } of added) {
    const [subject] = args;
    if (subject !== undefined && !live.names(subject))
      call.say(
        call.aside.safe(`Line ${line}: nothing in the model is named ${subject}; ${predicate} of it is new`),
      );
  }
}

function tell(call: Call, line: number, change: VerdictChange): void {
  const { question, before, after, oldPath, newPath } = change;
  const { attacker, target } = question;
  const written: VerdictChangeLine = {
    schema: VERDICT_CHANGE_SCHEMA,
    line,
    attack: question.attack.id,
    attacker,
    target,
    before,
    after,
    oldPath,
    newPath,
  };
  call.io.stdout.write(
    call.options.flag('json') ? forJsonLine(written) : changeText(line, change, call.style),
  );
}

function changeText(
  line: number,
  { question, before, after, ...paths }: VerdictChange,
  style: Style,
): string {
  const { attack, attacker, target } = question;
  const title = `${attack.title['en'] ?? attack.id}: ${target} (${shortName(attacker)})`;
  const turn = before === after ? `${after}, by another way` : `${before} ${style.glyphs.arrow} ${after}`;
  const path = (name: string, steps: readonly LiveStep[]): string[] =>
    steps.length === 0
      ? []
      : [style.dim(`  ${name}`), ...steps.map(({ rule, then }) => style.safe(`    ${then}  ${rule}`))];
  const lines = [
    `${style.bold(`line ${line}`)}  ${after === 'INSECURE' ? style.red(turn) : style.green(turn)}  ${style.safe(title)}`,
    ...path('was', paths.oldPath),
    ...path('is', paths.newPath),
  ];
  return `${lines.join('\n')}\n`;
}

function exitOf(live: LiveAnalysis, failOn: string): number {
  const threshold = (SEVERITIES as readonly string[]).indexOf(failOn);
  const outcomes = live.questions
    .filter(({ attack }) => rank(attack.severity) <= threshold)
    .map((question) => live.outcome(question));
  if (outcomes.includes('INSECURE')) return EXIT.findings;
  return outcomes.includes('UNKNOWN') ? EXIT.inconclusive : EXIT.secure;
}
