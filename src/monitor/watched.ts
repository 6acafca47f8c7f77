// SPDX-License-Identifier: Apache-2.0
// What is watched for: the rules of files, or all that a pack detects with.
import type { Parsed, Problem } from '../core/problem.ts';
import type { Pack } from '../model/index.ts';
import { type Baseline, compileBaselines } from './anomaly/index.ts';
import { packRules } from './pack-rules.ts';
import { compilePolicies } from './policy/compile.ts';
import type { Policy } from './policy/policy.ts';
import { type RuleSet, resolveRules } from './sigma/correlate/resolve.ts';
import { parseSigma } from './sigma/parse/document.ts';
import type { parsePipeline } from './sigma/pipeline/read.ts';
import type { SigmaDocument } from './sigma/rule.ts';

export interface PackWatched {
  readonly rules: RuleSet;
  readonly policies: readonly Policy[];
  readonly baselines: readonly Baseline[];
}

/** The detections, policies and baselines of a pack; no value when it has neither of the first two. */
export function packWatched(pack: Pack): Parsed<PackWatched> {
  const { value: rules, problems } = packRules(pack);
  const policies = compilePolicies(pack);
  const baselines = compileBaselines(pack);
  const all = [...problems, ...policies.problems, ...baselines.problems];
  const isEmpty = (rules?.rules ?? []).length + (policies.value ?? []).length === 0;
  if (rules === undefined || isEmpty) return { problems: all };
  return {
    value: { rules, policies: policies.value ?? [], baselines: baselines.value ?? [] },
    problems: all,
  };
}

/** A file of rules, with the name to show for it. */
export interface RuleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

type Pipeline = NonNullable<ReturnType<typeof parsePipeline>['value']>;

/** Rules of files. What is refused is left out and told; no value when nothing is left. */
export function filedRules(files: Iterable<RuleFile>, pipelines: readonly Pipeline[]): Parsed<RuleSet> {
  const documents: SigmaDocument[] = [];
  const problems: Problem[] = [];
  const placeholders = {
    get: (name: string) => pipelines.map((each) => each.placeholder(name)).find((each) => each !== undefined),
  };
  for (const { name, bytes } of files) {
    const parsed = parseSigma(bytes, name, { placeholders });
    documents.push(...(parsed.value ?? []));
    problems.push(...parsed.problems);
  }
  const { value: set, problems: unresolved } = resolveRules(documents, pipelines);
  problems.push(...unresolved);
  return set === undefined || set.rules.length === 0 ? { problems } : { value: set, problems };
}
