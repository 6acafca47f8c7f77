// SPDX-License-Identifier: Apache-2.0
import type { Position } from '../../core/problem.ts';

/** Keys of sections and 0-based indexes of lists, from the root of a document: `['assets', 3, 'zone']`. */
export type Path = readonly (string | number)[];

/** One YAML or JSON document: its value, and where each part of it is written. */
export interface SourceDocument {
  /** Null, booleans, finite numbers, text, arrays, and objects that inherit nothing (`'constructor' in value` is false). */
  readonly value: unknown;
  /**
   * The place of what `path` leads to, its key or its value (the default); of its nearest ancestor that exists when
   * the path leads nowhere.
   */
  locate(path: Path, on?: 'key' | 'value'): Position;
}

/** The documents of one file; YAML may hold several (or none), JSON holds one. */
export type Documents = readonly SourceDocument[];

/** Bounds on one input. Each is checked before the work it bounds is done. */
export interface ReadLimits {
  /** Size of the file in bytes. */
  readonly maxBytes: number;
  /** Scalars, lists and sections, with every alias counted as a copy of what it stands for. */
  readonly maxNodes: number;
  /** Lists and sections inside one another. */
  readonly maxDepth: number;
}

/** 32 MiB, two million nodes, one hundred levels: ten times the largest model we measured. */
export const DEFAULT_READ_LIMITS: ReadLimits = {
  maxBytes: 32 * 1024 * 1024,
  maxNodes: 2_000_000,
  maxDepth: 100,
};
