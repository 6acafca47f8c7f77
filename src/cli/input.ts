// SPDX-License-Identifier: Apache-2.0
// From what a person typed to a loaded model and pack; everything that is wrong is told at once.

import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CompiledRules, compileRules } from '../analyse/index.ts';
import { hasErrors, type Parsed, type Problem } from '../core/problem.ts';
import { shellWord } from '../core/shell-word.ts';
import { premisesOf, readObserved } from '../learn/index.ts';
import { type LoadedModel, loadModel, type Pack, resolvePack, sniffFormat } from '../model/index.ts';
import { packIds, readFileBounded, shelfReader } from '../platform/index.ts';
import type { Call } from './command.ts';
import { EXIT, Failure } from './exit.ts';
import { nearFileHint, nearHint } from './near.ts';
import { type Observed, observedModel } from './observed.ts';
import { problemsText } from './render/problems.ts';

/** The file that `init` writes and `check` reads when nothing else is said. */
export const MODEL_FILE = 'ensuresec.yaml';

/** Pack of a new model, and of questions that name neither pack nor model. */
export const DEFAULT_PACK = 'e-commerce';

export interface Subject {
  /** With what was observed, where --observed gives it. */
  readonly loaded: LoadedModel;
  readonly observed?: Observed;
  readonly pack: Pack;
  readonly compiled: CompiledRules;
}

/**
 * Loads a model and its pack. Warnings go to stderr.
 *
 * @throws Failure 3 with every problem; 4 when no model is named and there is none; 6 when it cannot be read.
 */
export function readSubject(call: Call, named: string | undefined): Subject {
  const file = modelFile(call, named);
  call.progress.step(`Reading ${file}`);
  const bytes = readBytes(call, file);
  const chosen = call.options.text('pack');
  const packs: Parsed<Pack>[] = [];
  const shelf = {
    ids: packIds(builtInPacks()),
    take: (id: string) => {
      const pack = readPack(call, id);
      packs.push(pack);
      return pack;
    },
  };
  const pack = chosen === undefined ? undefined : required(readPack(call, chosen), `the pack ${chosen}`);
  const parsed = loadModel(bytes, file, pack ?? shelf);
  const foreign = parsed.value === undefined ? sniffFormat({ file, bytes }) : undefined;
  if (foreign !== undefined) throw notAModel(file, foreign.importer.title);
  const loaded = tell(call, parsed, `the model ${file}`);
  const found = pack ?? packs[0]?.value;
  if (found === undefined)
    throw new Failure(
      EXIT.invalid,
      `Cannot find the pack of ${file}: the model names \`${loaded.model.pack}\``,
    );
  const observed = observedBeside(call, loaded);
  return {
    loaded: observed === undefined ? loaded : observedModel(call, observed, observed.premises),
    ...(observed === undefined ? {} : { observed }),
    pack: found,
    compiled: required(compileRules(found), `the rules of the pack ${found.id}`),
  };
}

/** @throws Failure 3 with all that is wrong with the file, 6. */
function observedBeside(call: Call, declared: LoadedModel): Observed | undefined {
  const file = call.options.text('observed');
  if (file === undefined) return undefined;
  const parsed = readObserved(readBytes(call, file), file, declared.model);
  return { file, premises: premisesOf(required(parsed, `the observed facts ${file}`)), declared };
}

/** Many hand over what they have: say what it is and how it becomes a model, not where it breaks the shape of one. */
function notAModel(file: string, format: string): Failure {
  return new Failure(
    EXIT.invalid,
    `Cannot use ${file} as a model: it looks like ${format}`,
    `ensuresec import ${shellWord(file)} --out ${MODEL_FILE} makes a model of it`,
  );
}

/** Reads a file named on the command line. @throws Failure 6. */
export function readBytes(call: Call, file: string): Uint8Array {
  const { value, problems } = readFileBounded(resolve(call.io.cwd, file));
  if (value === undefined)
    throw new Failure(
      problems.some((each) => each.code === 'FILE_TOO_LARGE') ? EXIT.invalid : EXIT.runtime,
      problems[0]?.message.replace(resolve(call.io.cwd, file), file) ?? `Cannot read ${file}`,
      existsSync(resolve(call.io.cwd, file)) ? undefined : nearFileHint(call.io.cwd, file),
    );
  return value;
}

/** A pack by id, or from a folder: what it uses is looked for beside it, then among the packs that come with the tool. */
export function readPack(call: Call, named: string): Parsed<Pack> {
  const { id, shelves } = packPlace(call, named);
  const pack = resolvePack(id, shelfReader(shelves));
  const hint = nearHint(id, shelves.flatMap(packIds));
  if (hint === undefined) return pack;
  return {
    ...pack,
    problems: pack.problems.map((problem) =>
      problem.code === 'PACK_UNKNOWN' ? { ...problem, hint } : problem,
    ),
  };
}

/** Where `readPack` looks. */
export function packPlace(
  call: Call,
  named: string,
): { readonly id: string; readonly shelves: readonly string[] } {
  const folder = resolve(call.io.cwd, named);
  return existsSync(join(folder, 'pack.yaml'))
    ? { id: basename(folder), shelves: [dirname(folder), builtInPacks()] }
    : { id: named, shelves: [builtInPacks()] };
}

/** The pack alone, for commands without a model. @throws Failure 3. */
export function requirePack(call: Call, named: string): Pack {
  return required(readPack(call, named), `the pack ${named}`);
}

/** The value, or a Failure 3 with all problems; problems that are only warnings are told. */
export function tell<T>(call: Call, parsed: Parsed<T>, what: string): T {
  const value = required(parsed, what);
  if (parsed.problems.length > 0) call.say(problemsText(parsed.problems, call.aside).trimEnd());
  return value;
}

export function required<T>(parsed: Parsed<T>, what: string): T {
  if (parsed.value === undefined || hasErrors(parsed.problems)) throw refused(parsed.problems, what);
  return parsed.value;
}

function refused(problems: readonly Problem[], what: string): Failure {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return new Failure(
    EXIT.invalid,
    `Cannot use ${what}: ${errors} ${errors === 1 ? 'error' : 'errors'}`,
    'ensuresec explain CODE says more about an error',
    problems,
  );
}

/** The file that a person means by a file, a folder or nothing. @throws Failure 4. */
export function modelFile(call: Call, named: string | undefined): string {
  const path = resolve(call.io.cwd, named ?? '.');
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder) return named ?? MODEL_FILE;
  const file = named === undefined ? MODEL_FILE : join(named, MODEL_FILE);
  if (existsSync(resolve(call.io.cwd, file))) return file.replaceAll('\\', '/');
  throw new Failure(
    EXIT.nothing,
    `Nothing to analyse: there is no ${file.replaceAll('\\', '/')}`,
    'ensuresec init looks at this folder and writes a first one',
  );
}

/** The packs that come with the tool: beside `package.json`, whether this runs from src/ or from dist/. */
export function builtInPacks(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return join(folder, 'packs');
}
