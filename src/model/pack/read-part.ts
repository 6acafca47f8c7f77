// SPDX-License-Identifier: Apache-2.0
// The documents of a file of a pack, checked. Most of what it takes to load a pack is to read and check its files: those of the packs
// that come with the program are read ahead, when the program is built, and what they came to stands beside it.
import type { z } from 'zod';
import { sha256 } from '../../core/digest.ts';
import type { Problem } from '../../core/problem.ts';
import { readDocuments, type SourceDocument } from '../document/index.ts';
import { shapeProblems } from '../issues.ts';
import type { PackSource } from './pack.ts';
import { PackFile } from './schema.ts';

/** What tells where the parts of a document are written. */
export type Written = Pick<SourceDocument, 'locate'>;

export interface Part {
  readonly content: PackFile;
  readonly written: Written;
}

/** What a file came to: JSON. */
interface Ahead {
  /** Of its bytes. */
  readonly sha256: string;
  readonly parts: readonly {
    readonly content: PackFile;
    /** Of each section, where its items are written: line and column. */
    readonly places: Readonly<Record<string, readonly (readonly [line: number, column: number])[]>>;
  }[];
}

/** Documents that are not as they should be are left out, and told. */
export function readParts(file: PackSource, problems: Problem[]): readonly Part[] {
  const ahead = aheadOf(file);
  if (ahead === undefined)
    return readFile(file, problems).flatMap((document) => {
      const content = parseDocument(PackFile, document, problems);
      // Copied: a string that was cut from a file keeps all of that file in memory.
      return content === undefined ? [] : [{ content: copied(content), written: document }];
    });
  const { path: name, bytes } = file;
  let documents: readonly SourceDocument[] | undefined;
  return ahead.parts.map(({ content, places }, number) => ({
    content,
    written: {
      locate: (path) => {
        const [line, column] =
          (path.length === 2 ? places[path[0] as string]?.[path[1] as number] : []) ?? [];
        if (line !== undefined && column !== undefined) return { file: name, line, column };
        documents ??= readDocuments(bytes, name).value ?? [];
        return (documents[number] as SourceDocument).locate(path);
      },
    },
  }));
}

/** For `PackSource.ahead`; undefined for a file of which there is something to tell. */
export function readAhead(file: PackSource): string | undefined {
  const problems: Problem[] = [];
  const parts = readParts({ path: file.path, bytes: file.bytes }, problems);
  if (problems.length > 0) return undefined;
  const ahead: Ahead = {
    sha256: sha256(file.bytes),
    parts: parts.map(({ content, written }) => ({ content, places: placesIn(content, written) })),
  };
  return JSON.stringify(ahead);
}

/** Undefined when the file was not read ahead, or is another by now. */
function aheadOf({ bytes, ahead }: PackSource): Ahead | undefined {
  if (ahead === undefined) return undefined;
  try {
    const found = JSON.parse(ahead) as Ahead;
    return found.sha256 === sha256(bytes) ? found : undefined;
  } catch {
    // It was cut off: the file itself is there.
    return undefined;
  }
}

function placesIn(content: PackFile, written: Written): Ahead['parts'][number]['places'] {
  const placed = Object.entries(content).map(([section, items]) => [
    section,
    (items as readonly unknown[]).map((_, index) => {
      const { line, column } = written.locate([section, index]);
      return [line, column] as const;
    }),
  ]);
  return Object.fromEntries(placed);
}

function copied<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** What the file holds, as far as it can be read. */
export function readFile(file: PackSource, problems: Problem[]): readonly SourceDocument[] {
  const read = readDocuments(file.bytes, file.path);
  problems.push(...read.problems);
  return read.value ?? [];
}

/** Undefined when the document has another shape, which is told. */
export function parseDocument<T extends z.ZodType>(
  schema: T,
  document: SourceDocument,
  problems: Problem[],
): z.infer<T> | undefined {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  problems.push(...shapeProblems(result.error.issues, schema, document, 'PACK'));
  return undefined;
}
