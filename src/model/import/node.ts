// SPDX-License-Identifier: Apache-2.0
// One place in a foreign document: what stands there, what we expected there, and where a fact of the model came from.
import type { Problem } from '../../core/problem.ts';
import { isRecord, type Path, readDocuments, type SourceDocument } from '../document/index.ts';
import type { Source } from '../schema.ts';
import { quoted, written } from '../words.ts';
import type { ImportInput } from './importer.ts';

/** A value in a document, with its path. Readers report a wrong kind of value as a problem and then see nothing there. */
export interface Node {
  readonly path: Path;
  readonly value: unknown;
  /** The node below a key; absent, or present with null, is undefined. */
  field(key: string): Node | undefined;
  text(key: string): string | undefined;
  number(key: string): number | undefined;
  flag(key: string): boolean | undefined;
  record(key: string): Node | undefined;
  /** Items of a list; a wrong kind of list or item is a problem, and the item is left out. */
  records(key: string): readonly Node[];
  texts(key: string): readonly Node[];
  /** Where this node is written, as provenance of a fact. */
  source(how?: Source['how'], confidence?: number): Source;
  /** Reports a problem at this node, or at its key. */
  report(problem: Pick<Problem, 'code' | 'severity' | 'message' | 'hint'>, on?: 'key' | 'value'): void;
}

/** The one document of a file; none, with problems, when it cannot be read or is empty. */
export function openDocument(input: ImportInput, problems: Problem[]): Node | undefined {
  const { value, problems: found } = readDocuments(input.bytes, input.file);
  problems.push(...found);
  const [document, more] = value ?? [];
  if (document === undefined) {
    const at = { file: input.file, line: 1, column: 1 };
    const message = 'The file holds no document: expected one';
    if (found.length === 0) problems.push({ code: 'IMPORT_EMPTY', severity: 'error', message, at });
    return undefined;
  }
  if (more !== undefined) {
    const message = 'The file holds several documents: expected one; only the first is read';
    problems.push({ code: 'IMPORT_MORE_DOCUMENTS', severity: 'warning', message, at: more.locate([]) });
  }
  return nodeOf(document, problems);
}

/** The root of a document; problems found while reading go to `problems`. */
function nodeOf(document: SourceDocument, problems: Problem[]): Node {
  return makeNode(document, problems, [], document.value);
}

function makeNode(document: SourceDocument, problems: Problem[], path: Path, value: unknown): Node {
  const child = (key: string | number, part: unknown): Node =>
    makeNode(document, problems, [...path, key], part);
  const field = (key: string): Node | undefined => {
    const part = isRecord(value) ? value[key] : undefined;
    return part === undefined || part === null ? undefined : child(key, part);
  };
  const expecting = (
    node: Node | undefined,
    fits: (value: unknown) => boolean,
    expected: string,
  ): Node | undefined => {
    if (node === undefined || fits(node.value)) return node;
    const message = `Cannot use ${written(node.value)} as ${placeOf(node.path)}: expected ${expected}`;
    node.report({ code: 'IMPORT_WRONG_TYPE', severity: 'error', message });
    return undefined;
  };
  const list = (key: string, fits: (value: unknown) => boolean, expected: string): readonly Node[] => {
    const found = expecting(field(key), Array.isArray, 'a list');
    const items = (found?.value ?? []) as readonly unknown[];
    return items.flatMap((item, index) => {
      if (item === null) return [];
      return expecting(makeNode(document, problems, [...path, key, index], item), fits, expected) ?? [];
    });
  };
  return {
    path,
    value,
    field,
    text: (key) => expecting(field(key), isText, 'a text')?.value as string | undefined,
    number: (key) => expecting(field(key), isNumber, 'a number')?.value as number | undefined,
    flag: (key) => expecting(field(key), isFlag, '`true` or `false`')?.value as boolean | undefined,
    record: (key) => expecting(field(key), isRecord, 'an object'),
    records: (key) => list(key, isRecord, 'an object'),
    texts: (key) => list(key, isText, 'a text'),
    source: (how = 'declared', confidence = 1) => {
      const { file, line, column } = document.locate(path);
      return { file, line, column, pointer: pointerOf(path), how, confidence };
    },
    report: (problem, on = 'value') => {
      problems.push({ ...problem, at: document.locate(path, on) });
    },
  };
}

/** Problems without those that say the same of the same place: a reader may look at a value more than once. */
export function distinctProblems(problems: readonly Problem[]): Problem[] {
  const keyOf = ({ code, message, at }: Problem): string =>
    `${at.file}\n${at.line}:${at.column} ${code} ${message}`;
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
}

/** JSON pointer (RFC 6901 §3), cut where the model would refuse it. */
function pointerOf(path: Path): string {
  const pointer = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return pointer.slice(0, 1_024);
}

function placeOf(path: Path): string {
  if (path.length === 0) return 'the document';
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return quoted(text.replace(/^\./, ''));
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
