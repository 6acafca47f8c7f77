// SPDX-License-Identifier: Apache-2.0
// The whole way of `ensuresec import`: files of any formats in, one model and all problems out.
import type { Parsed, Problem } from '../../core/problem.ts';
import type { Hint } from '../pack/schema.ts';
import type { Model } from '../schema.ts';
import { quoted } from '../words.ts';
import { isEnvFile } from './compose/index.ts';
import { contextOf } from './guess.ts';
import type { Importer, ImportInput } from './importer.ts';
import { importers, sniffFormat } from './importers.ts';
import { type LabelledPart, mergeParts } from './merge/index.ts';
import { withPlaces } from './unplaced.ts';

export interface ImportOptions {
  /** The model to add to: a fresh one, `{ ensuresec: MODEL_VERSION, name, pack }`, or what `loadModel` gave. */
  readonly into: Model;
  /** `hints` of the pack: they turn names, images, software and ports into asset types. */
  readonly hints: readonly Hint[];
  /** One of `importers`, for all files; absent, each file is looked at. */
  readonly format?: Importer;
}

/** How one file was understood. */
export interface ReadAs {
  readonly file: string;
  readonly format: string;
  readonly title: string;
  /** 0..1: how sure the format is; 1 when it was given. */
  readonly confidence: number;
}

export interface Imported {
  readonly model: Model;
  /** The files that were read, in the order given. */
  readonly files: readonly ReadAs[];
}

/**
 * Imports files into a model. Files of one format are read together, in the order given: several Compose files are one
 * project (later ones override earlier ones), several manifests one cluster, a VEX document goes with its SBOM. Problems
 * of severity `error` refuse the file they are in; a model comes back all the same, so that a caller may show both, but
 * should not be used as if it were whole. No model when no file could be read.
 *
 *     const into = { ensuresec: MODEL_VERSION, name: 'Shop', pack: 'e-commerce' };
 *     const { value, problems } = importFiles([{ file: 'compose.yaml', bytes }], { into, hints: pack.hints });
 */
export function importFiles(inputs: readonly ImportInput[], options: ImportOptions): Parsed<Imported> {
  const problems: Problem[] = [];
  const placed = inputs.flatMap((input) => place(input, inputs, options.format, problems) ?? []);
  const context = contextOf(options.hints);
  const read = (isLast: boolean, known: Model): readonly LabelledPart[] =>
    importers
      .filter((importer) => (importer.isLast ?? false) === isLast)
      .flatMap((importer): readonly LabelledPart[] => {
        const own = placed.flatMap((one) => (one.importer === importer ? [one.input] : []));
        const [first] = own;
        if (first === undefined) return [];
        const { value, problems: found } = importer.read(own, context, known);
        problems.push(...found);
        return value === undefined ? [] : [{ label: first.file, part: value }];
      });
  const merge = (parts: readonly LabelledPart[], base: Model): Model => {
    if (parts.length === 0) return base;
    const { value, problems: conflicts } = mergeParts(parts, base);
    problems.push(...conflicts);
    return value ?? base;
  };
  const listed = read(false, options.into);
  const whole = merge(listed, options.into);
  const stated = read(true, whole);
  if (listed.length + stated.length === 0) return { problems };
  const model = merge(stated, whole);
  const files = placed.map(({ input: { file }, importer: { id, title }, confidence }) => ({
    file,
    format: id,
    title,
    confidence,
  }));
  return { value: { model: withPlaces(model), files }, problems };
}

interface Placed {
  readonly input: ImportInput;
  readonly importer: Importer;
  readonly confidence: number;
}

function place(
  input: ImportInput,
  all: readonly ImportInput[],
  format: Importer | undefined,
  problems: Problem[],
): Placed | undefined {
  if (format !== undefined) return { input, importer: format, confidence: 1 };
  const found = sniffFormat(input) ?? variablesOf(input, all);
  if (found !== undefined) return { input, ...found };
  problems.push({
    code: 'IMPORT_UNKNOWN_FORMAT',
    severity: 'error',
    message: `Cannot tell the format of ${quoted(input.file)}: expected one of ${importers.map(({ id }) => id).join(', ')}`,
    at: { file: input.file, line: 1, column: 1 },
    hint: 'Name it with --format when you know it',
  });
  return undefined;
}

/** A file of variables is read with the Compose files that it stands beside; alone it is nothing. */
function variablesOf(input: ImportInput, all: readonly ImportInput[]): Omit<Placed, 'input'> | undefined {
  if (!isEnvFile(input.file)) return undefined;
  return all
    .filter((other) => other !== input)
    .map(sniffFormat)
    .find((guess) => guess?.importer.id === 'compose');
}

/**
 * Files that a file asks for and that should be imported with it when they are there: the `.env` beside a Compose file,
 * its `env_file`, `include` and `extends`. Paths as the file itself is named, never outside of its folder: a file that
 * somebody sent must not make us open others of this machine. Ask again for the files that this brings.
 */
export function companionsOf(input: ImportInput): readonly string[] {
  const importer = sniffFormat(input)?.importer;
  return importer?.companions?.(input) ?? [];
}
