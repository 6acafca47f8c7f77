// SPDX-License-Identifier: Apache-2.0

import type { Json } from '../core/canonical-json.ts';
import { digestJson } from '../core/digest.ts';
import { hasErrors, type Parsed, type Position, type Problem } from '../core/problem.ts';
import {
  isRecord,
  type Path,
  type ReadLimits,
  readDocuments,
  type SourceDocument,
} from './document/index.ts';
import { didYouMean, shapeProblems } from './issues.ts';
import { nearest } from './nearest.ts';
import type { Pack } from './pack/pack.ts';
import { referenceProblems } from './references.ts';
import { Model } from './schema.ts';
import { quoted } from './words.ts';

/** Problems listed at once; a person mends these first. */
const MAX_PROBLEMS = 500;

/** A model whose every reference holds, with the place of each of its parts. */
export interface LoadedModel {
  readonly model: Model;
  readonly file: string;
  /** Over the model with its defaults filled in; comments and layout do not count. */
  readonly sha256: string;
  locate(path: Path, on?: 'key' | 'value'): Position;
}

/** Gives the pack of a model by its id, or says which ids there are. */
export interface PackShelf {
  readonly ids: readonly string[];
  take(id: string): Parsed<Pack>;
}

/**
 * Reads a model (ensuresec.yaml) and reports all that is wrong with it at once. Without `pack` the words of the
 * vocabulary go unchecked; with a shelf, the pack that the model names is taken from it.
 */
export function loadModel(
  bytes: Uint8Array,
  file: string,
  pack?: Pack | PackShelf,
  limits: Partial<ReadLimits> = {},
): Parsed<LoadedModel> {
  const read = readDocuments(bytes, file, limits);
  if (read.value === undefined) return { problems: read.problems };
  const [document, second] = read.value;
  if (document === undefined) return { problems: [...read.problems, empty(file)] };
  const problems = [...read.problems];
  if (second !== undefined) problems.push(secondDocument(second));
  const chosen = choosePack(document, pack);
  problems.push(...chosen.problems);
  const result = Model.safeParse(document.value);
  if (!result.success) problems.push(...shapeProblems(result.error.issues, Model, document, 'MODEL'));
  problems.push(...referenceProblems(document, chosen.value));
  problems.sort(byPosition);
  if (!result.success || hasErrors(problems)) return { problems: first(problems) };
  const model = result.data;
  return {
    value: { model, file, sha256: digestJson(model as unknown as Json), locate: document.locate },
    problems,
  };
}

function first(problems: readonly Problem[]): readonly Problem[] {
  const next = problems[MAX_PROBLEMS];
  if (next === undefined) return problems;
  const message = `Listed the first ${MAX_PROBLEMS} problems only`;
  const rest: Problem = { code: 'MODEL_TOO_MANY_PROBLEMS', severity: 'error', message, at: next.at };
  return [...problems.slice(0, MAX_PROBLEMS), rest];
}

function empty(file: string): Problem {
  return {
    code: 'MODEL_EMPTY',
    severity: 'error',
    message: 'The file is empty: expected a model that starts with `ensuresec: 1`',
    at: { file, line: 1, column: 1 },
  };
}

function secondDocument(document: SourceDocument): Problem {
  return {
    code: 'MODEL_SECOND_DOCUMENT',
    severity: 'error',
    message: 'A second YAML document starts here: expected one model in the file',
    at: document.locate([]),
  };
}

function choosePack(document: SourceDocument, pack: Pack | PackShelf | undefined): Parsed<Pack> {
  const id = isRecord(document.value) ? document.value['pack'] : undefined;
  if (pack === undefined || typeof id !== 'string') return { problems: [] };
  if ('take' in pack)
    return pack.ids.includes(id) ? pack.take(id) : { problems: [unknownPack(document, id, pack.ids)] };
  // A pack of one's own that builds on the pack of the model knows all its words.
  return pack.packs.includes(id)
    ? { value: pack, problems: [] }
    : { problems: [unknownPack(document, id, [pack.id])] };
}

function unknownPack(document: SourceDocument, id: string, ids: readonly string[]): Problem {
  return {
    code: 'MODEL_UNKNOWN_PACK',
    severity: 'error',
    message: `Cannot find the pack ${quoted(id)}: expected ${ids.length === 1 ? '' : 'one of '}${ids.join(', ') || 'a pack, and there is none'}`,
    at: document.locate(['pack']),
    ...didYouMean(nearest(id, ids)),
  };
}

function byPosition(a: Problem, b: Problem): number {
  return a.at.line - b.at.line || a.at.column - b.at.column;
}
