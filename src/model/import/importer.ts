// SPDX-License-Identifier: Apache-2.0
// What every importer is: some files of one format in, a part of a model and all problems out.
import type { Parsed } from '../../core/problem.ts';
import type { Model } from '../schema.ts';

/** One file a person named, or found in a folder they named. */
export interface ImportInput {
  /** Path as it shall appear in sources and problems. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** An asset type of the pack, or a class of data, and how sure the guess is, 0..1. */
export interface TypeGuess {
  readonly type: string;
  readonly confidence: number;
}

/** What importers ask of the pack. */
export interface ImportContext {
  /** Guess of an asset type from a name, an image, a piece of software or a port, or of a class of data, by the hints of the pack. */
  guess(on: 'name' | 'image' | 'software' | 'port' | 'data', text: string): TypeGuess | undefined;
}

/** The sections of a model that an importer fills. */
export type ModelPart = Omit<Partial<Model>, 'ensuresec' | 'name' | 'pack'>;

/** One input format. Importers never throw on bad input, and never keep a secret that they read. */
export interface Importer {
  readonly id: string;
  readonly title: string;
  /** 0..1: how sure that this file is of this format. */
  sniff(input: ImportInput): number;
  /** Paths of files that this one asks for, as `companionsOf` gives them to callers. */
  companions?(input: ImportInput): readonly string[];
  /** It speaks of what others list, so it is read after all of them. */
  readonly isLast?: true;
  /**
   * Reads files that belong together (overrides, folders) as one part of a model.
   *
   * @param known the model as it is before this part, with all that importers listed which are not last.
   */
  read(inputs: readonly ImportInput[], context: ImportContext, known?: Model): Parsed<ModelPart>;
}
