// SPDX-License-Identifier: Apache-2.0
import type { Position } from '../../../core/problem.ts';
import type { Source } from '../../schema.ts';

const RANK: Readonly<Record<Source['how'], number>> = { observed: 2, declared: 1, inferred: 0 };

/** True when the fact of the first source counts before that of the second; a fact without a source is somebody's word. */
export function isMoreCertain(one: Source | undefined, other: Source | undefined): boolean {
  const [first, second] = [RANK[one?.how ?? 'declared'], RANK[other?.how ?? 'declared']];
  return first === second ? (one?.confidence ?? 1) > (other?.confidence ?? 1) : first > second;
}

/** A source as a place in a problem. */
export function positionOf(source: Source | undefined, label: string): Position {
  return { file: source?.file ?? label, line: source?.line ?? 1, column: source?.column ?? 1 };
}

/** A source in a sentence: `compose.yaml:3`. */
export function placeText(source: Source | undefined, label: string): string {
  return source === undefined ? label : `${source.file}${source.line === undefined ? '' : `:${source.line}`}`;
}
