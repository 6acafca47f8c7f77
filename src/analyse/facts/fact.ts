// SPDX-License-Identifier: Apache-2.0
import type { Position } from '../../core/problem.ts';
import type { LoadedModel, Source } from '../../model/index.ts';

export type Path = readonly (string | number)[];

/** A ground fact of the model, with the place that states it. */
export interface InputFact {
  readonly predicate: string;
  readonly args: readonly string[];
  /** Where the model states it. */
  readonly path: Path;
  /** Where the model has it from, when an importer found it. */
  readonly source: Source | undefined;
  /** Id of the gap that makes the fact possible: such a fact is not known, only not excluded. */
  readonly gap?: string;
  /** What a person calls the control behind the fact: `NetworkPolicy billing`. */
  readonly control?: string;
}

/** Collects facts; a fact that is there already is not added again, the first place wins. */
export interface FactSink {
  readonly facts: InputFact[];
  add(
    predicate: string,
    args: readonly string[],
    path: Path,
    source: Source | undefined,
    more?: Pick<InputFact, 'gap' | 'control'>,
  ): void;
}

export function createSink(): FactSink {
  const facts: InputFact[] = [];
  const seen = new Set<string>();
  return {
    facts,
    add(predicate, args, path, source, more) {
      const key = `${predicate}\u0000${args.join('\u0000')}`;
      if (seen.has(key)) return;
      seen.add(key);
      facts.push({ predicate, args, path, source, ...more });
    },
  };
}

/** The file, line and column that state a fact: of the imported file when there is one, else of the model. */
export function positionOf(fact: Pick<InputFact, 'path' | 'source'>, loaded: LoadedModel): Position {
  const { source } = fact;
  if (source?.line !== undefined) return { file: source.file, line: source.line, column: source.column ?? 1 };
  if (source !== undefined && source.file !== loaded.file) return { file: source.file, line: 1, column: 1 };
  return loaded.locate(fact.path);
}

/** A port as facts write it: a bare number is TCP. */
export function portName(port: number | string): string {
  return typeof port === 'number' ? `${port}/tcp` : port;
}
