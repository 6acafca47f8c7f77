// SPDX-License-Identifier: Apache-2.0
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../../core/problem.ts';
import type { Pack } from '../../model/index.ts';
import {
  type Baseline,
  compileBaselines,
  compilePolicies,
  type Policy,
  packRules,
  parsePipeline,
  parseSigma,
  type RuleSet,
  resolveRules,
  type SigmaDocument,
} from '../../monitor/index.ts';
import { readFileBounded, readFolder } from '../../platform/index.ts';
import type { Call } from '../command.ts';
import { EXIT, Failure } from '../exit.ts';
import { problemsText } from '../render/problems.ts';

/** At most so many refused rules are told in full. */
const MAX_TOLD = 20;

/** What a pack detects with. */
export interface OwnRules {
  readonly rules: RuleSet;
  readonly policies: readonly Policy[];
  readonly baselines: readonly Baseline[];
}

/** The detections, policies and baselines of a pack. @throws Failure 4. */
export function ownRules(call: Call, pack: Pack): OwnRules {
  const { value: rules, problems } = packRules(pack);
  const policies = compilePolicies(pack);
  const baselines = compileBaselines(pack);
  tellProblems(call, [...problems, ...policies.problems, ...baselines.problems]);
  const isEmpty = (rules?.rules ?? []).length + (policies.value ?? []).length === 0;
  if (rules === undefined || isEmpty)
    throw new Failure(
      EXIT.nothing,
      `No rule to run: the pack ${pack.id} has neither detections nor policies`,
      'Name a file or folder of Sigma rules with --rules',
    );
  return { rules, policies: policies.value ?? [], baselines: baselines.value ?? [] };
}

type Pipeline = NonNullable<ReturnType<typeof parsePipeline>['value']>;

/** Rules of files and folders. What is refused is told and left out; the rest runs. @throws Failure 3, 4, 6. */
export function readRules(call: Call, paths: readonly string[], pipelinePaths: readonly string[]): RuleSet {
  const documents: SigmaDocument[] = [];
  const problems: Problem[] = [];
  const pipelines = pipelinePaths.flatMap((path) => filesOf(call, path)).map((file) => readPipeline(file));
  const placeholders = {
    get: (name: string) => pipelines.map((each) => each.placeholder(name)).find((each) => each !== undefined),
  };
  for (const path of paths)
    for (const { name, bytes } of filesOf(call, path)) {
      const parsed = parseSigma(bytes, name, { placeholders });
      documents.push(...(parsed.value ?? []));
      problems.push(...parsed.problems);
    }
  const { value: set, problems: unresolved } = resolveRules(documents, pipelines);
  problems.push(...unresolved);
  tellProblems(call, problems);
  if (set === undefined || set.rules.length === 0)
    throw new Failure(
      problems.length > 0 ? EXIT.invalid : EXIT.nothing,
      `No rule to run in ${paths.join(', ')}`,
      'Name a file or folder of Sigma rules (*.yml, *.yaml) with --rules',
    );
  return set;
}

/** A pipeline that is refused stops the run: without it, rules would mean something else. @throws Failure 3. */
function readPipeline({ name, bytes }: NamedFile): Pipeline {
  const { value, problems } = parsePipeline(bytes, name);
  if (value === undefined)
    throw new Failure(EXIT.invalid, `Cannot use the pipeline ${name}`, undefined, problems);
  return value;
}

interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function filesOf(call: Call, path: string): readonly NamedFile[] {
  const full = resolve(call.io.cwd, path);
  const shown = (file: string): string => file.replace(full, path).replaceAll('\\', '/');
  if (!existsSync(full))
    throw new Failure(EXIT.runtime, `Cannot read ${path}: there is no such file or folder`);
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

function tellProblems(call: Call, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  call.say(problemsText(problems.slice(0, MAX_TOLD), call.aside).trimEnd());
  if (problems.length > MAX_TOLD) call.say(`… and ${problems.length - MAX_TOLD} more`);
}
