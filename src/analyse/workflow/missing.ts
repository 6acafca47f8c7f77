// SPDX-License-Identifier: Apache-2.0
// Which checks, alone or in pairs, hold a property. A missing check only allows more, so what one of a pair breaks alone
// need not be asked of the pair.
import { type Found, type Search, type SearchOptions, search } from './search.ts';
import type { Workflow } from './workflow.ts';

export interface Weakness {
  readonly property: number;
  /** Checks that must be missing beside those that are missing anyway: none, one or two. */
  readonly missing: readonly string[];
  readonly found: Found;
}

export interface Examined {
  /** As it is, without further checks missing. */
  readonly base: Search;
  readonly weaknesses: readonly Weakness[];
  readonly searches: number;
  readonly states: number;
  /** Sets of missing checks whose search ended at the limit of states. */
  readonly incomplete: readonly (readonly string[])[];
  readonly clipped: number;
}

export interface ExamineOptions extends SearchOptions {
  /** Largest number of further missing checks: 0, 1 or 2. */
  readonly depth: number;
  readonly onSearch?: (done: number, all: number) => void;
}

/** The smallest sets of missing checks that break each property, with a shortest story for each. */
export function examine(workflow: Workflow, options: ExamineOptions): Examined {
  const present = workflow.checks.filter((check) => !options.missing.has(check));
  const sets = setsUpTo(present, options.depth);
  const weaknesses: Weakness[] = [];
  const incomplete: (readonly string[])[] = [];
  const all = options.wanted ?? 2 ** workflow.properties.length - 1;
  let base: Search | undefined;
  let [states, clipped, done] = [0, 0, 0];
  for (const set of sets) {
    options.onSearch?.(done, sets.length);
    done++;
    const broken = weaknesses.filter(({ missing }) => missing.every((check) => set.includes(check)));
    const wanted = broken.reduce((bits, { property }) => bits & ~(1 << property), all);
    if (wanted === 0) continue;
    const result = search(workflow, { ...options, missing: new Set([...options.missing, ...set]), wanted });
    base ??= result;
    states += result.states;
    clipped += result.clipped;
    if (!result.complete) incomplete.push(set);
    for (const found of result.found) weaknesses.push({ property: found.property, missing: set, found });
  }
  return { base: base as Search, weaknesses, searches: done, states, incomplete, clipped };
}

/** Smallest first. */
function setsUpTo(checks: readonly string[], depth: number): readonly (readonly string[])[] {
  const ones = depth < 1 ? [] : checks.map((check) => [check]);
  const twos =
    depth < 2 ? [] : checks.flatMap((first, at) => checks.slice(at + 1).map((second) => [first, second]));
  return [[], ...ones, ...twos];
}
