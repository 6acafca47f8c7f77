// SPDX-License-Identifier: Apache-2.0
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { counted } from '../../core/counted.ts';
import type { Problem } from '../../core/problem.ts';
import type { Pack } from '../../model/index.ts';
import {
  filedRules,
  type PackWatched,
  packWatched,
  parsePipeline,
  type RuleFile,
  type RuleSet,
} from '../../monitor/index.ts';
import { readFileBounded, readFolder } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { nearFileHint } from '../near.ts';
import { problemsText } from '../render/problems.ts';

/** At most so many refused rules are told in full. */
const MAX_TOLD = 20;

/** The detections, policies and baselines of a pack. @throws Failure 4. */
export function ownRules(call: Call, pack: Pack): PackWatched {
  const { value, problems } = packWatched(pack);
  tellProblems(call, problems);
  if (value === undefined)
    throw new Failure(
      EXIT.nothing,
      `No rule to run: the pack ${pack.id} has neither detections nor policies`,
      'Name a file or folder of Sigma rules with --rules',
    );
  return value;
}

type Pipeline = NonNullable<ReturnType<typeof parsePipeline>['value']>;

/** Rules of files and folders. What is refused is told and left out; the rest runs. @throws Failure 3, 4, 6. */
export function readRules(call: Call, paths: readonly string[], pipelinePaths: readonly string[]): RuleSet {
  const pipelines = ruleFiles(call, pipelinePaths).map(readPipeline);
  const { value: set, problems } = filedRules(ruleFiles(call, paths), pipelines);
  tellRefused(call, problems);
  if (set === undefined)
    throw new Failure(
      problems.length > 0 ? EXIT.invalid : EXIT.nothing,
      `No rule to run in ${paths.join(', ')}`,
      'Name a file or folder of Sigma rules (*.yml, *.yaml) with --rules',
    );
  return set;
}

/** A pipeline that is refused stops the run: without it, rules would mean something else. @throws Failure 3. */
function readPipeline({ name, bytes }: RuleFile): Pipeline {
  const { value, problems } = parsePipeline(bytes, name);
  if (value === undefined)
    throw new Failure(EXIT.invalid, `Cannot use the pipeline ${name}`, undefined, problems);
  return value;
}

/** What is in files and folders of rules. @throws Failure 6. */
export function ruleFiles(call: Call, paths: readonly string[]): readonly RuleFile[] {
  return paths.flatMap((path) => filesOf(call, path));
}

function filesOf(call: Call, path: string): readonly RuleFile[] {
  const full = resolve(call.io.cwd, path);
  const shown = (file: string): string => file.replace(full, () => path).replaceAll('\\', '/');
  if (!existsSync(full))
    throw new Failure(
      EXIT.runtime,
      `Cannot read ${path}: there is no such file or folder`,
      nearFileHint(call.io.cwd, path),
    );
  if (!statSync(full).isDirectory()) {
    const { value, problems } = readFileBounded(full);
    if (value === undefined) throw new Failure(EXIT.runtime, problems[0]?.message ?? `Cannot read ${path}`);
    return [{ name: path, bytes: value }];
  }
  call.progress.step(`Reading rules of ${path}`);
  const { value, problems } = readFolder(full, ['.yml', '.yaml']);
  if (value === undefined) throw new Failure(EXIT.runtime, `Cannot read ${path}`, undefined, problems);
  return value.map((file) => ({ name: shown(file.path), bytes: file.bytes }));
}

/** Rules that do not run are errors, and said with --quiet too: who hears nothing believes that all were tried. */
function tellRefused(call: Call, problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const write = errors === 0 ? call.say : (line: string): void => call.io.stderr.write(`${line}\n`);
  const most = call.options.flag('all') ? problems.length : MAX_TOLD;
  if (problems.length > 0) write(problemsText(problems.slice(0, most), call.aside, most).trimEnd());
  if (problems.length > most) write(`… and ${problems.length - most} more; --all tells them`);
  if (errors > 0)
    write(`Rules that ${counted(errors, 'error')} ${errors === 1 ? 'is' : 'are'} about were left out`);
}

/** Tells what was refused and left out. */
export function tellProblems(call: Call, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  call.say(problemsText(problems.slice(0, MAX_TOLD), call.aside).trimEnd());
  if (problems.length > MAX_TOLD) call.say(`… and ${problems.length - MAX_TOLD} more`);
}
