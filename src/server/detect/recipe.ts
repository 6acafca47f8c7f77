// SPDX-License-Identifier: Apache-2.0
// What is to be watched for, as plain data that goes to another thread, and what becomes of it there. Compiled rules
// cannot go: they are functions.
import { compileRules } from '../../analyse/index.ts';
import { hasErrors, type Problem } from '../../core/problem.ts';
import { loadModel, type Pack, readExpectations, resolvePack } from '../../model/index.ts';
import {
  createExceptions,
  expectationPolicies,
  type FusionKnowledge,
  filedRules,
  packWatched,
  parseExceptions,
  parsePipeline,
  type RuleFile,
  type WatchOptions,
} from '../../monitor/index.ts';
import { shelfReader } from '../../platform/index.ts';
import { knowledgeOf } from './knowledge.ts';

export interface Recipe {
  /** Id of the pack, and the folders of packs in which it is looked for, in this order. */
  readonly pack: { readonly id: string; readonly shelves: readonly string[] };
  /** Sigma rules instead of all that the pack detects with, and the pipelines that fit them. */
  readonly rules?: { readonly files: readonly RuleFile[]; readonly pipelines: readonly RuleFile[] };
  /** Places incidents: neighbours and attack paths. */
  readonly model?: RuleFile;
  readonly exceptions?: RuleFile;
  /** What SECURE verdicts lean on, watched beside everything else. */
  readonly expectations?: RuleFile;
  /** Milliseconds that an event may come after a younger one. */
  readonly lateness: number;
  /** ISO date: measures of the model hold until their day. */
  readonly today: string;
}

export interface Prepared {
  readonly watch: WatchOptions;
  readonly knowledge: FusionKnowledge;
  /** What was refused and left out. */
  readonly problems: readonly Problem[];
}

/** Nothing can be watched for; `problems` say why. */
export class RecipeError extends Error {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[]) {
    super(message);
    this.problems = problems;
  }
}

/** @throws RecipeError when nothing is left to run, or a file is refused without which things would mean something else. */
export function prepare(recipe: Recipe): Prepared {
  const { lateness, today } = recipe;
  const { id, shelves } = recipe.pack;
  const pack = need(resolvePack(id, shelfReader(shelves)), `the pack ${id}`);
  const { rules, beside, problems } = rulesOf(recipe, pack);
  const exceptions = recipe.exceptions === undefined ? [] : exceptionsOf(recipe.exceptions);
  const knowledge = knowledgeOf(pack, subjectOf(recipe, pack), today);
  return {
    watch: {
      // Not all of the pack: texts, games and playbooks would stay in the memory of the thread.
      pack: { events: pack.events, sources: pack.sources, derivations: pack.derivations },
      rules,
      beside: withExpectations(recipe, pack, beside),
      lateness,
      exceptions: createExceptions(exceptions, Date.parse(today)),
      keysIn: knowledge.keysIn,
    },
    knowledge,
    problems,
  };
}

function rulesOf(
  recipe: Recipe,
  pack: Pack,
): Pick<WatchOptions, 'rules' | 'beside'> & { readonly problems: readonly Problem[] } {
  if (recipe.rules === undefined) {
    const { value, problems } = packWatched(pack);
    if (value === undefined)
      throw new RecipeError(
        `No rule to run: the pack ${pack.id} has neither detections nor policies`,
        problems,
      );
    return { rules: value.rules, beside: value, problems };
  }
  const pipelines = recipe.rules.pipelines.map(({ name, bytes }) =>
    need(parsePipeline(bytes, name), `the pipeline ${name}`),
  );
  const { value, problems } = filedRules(recipe.rules.files, pipelines);
  if (value === undefined) throw new RecipeError('No rule to run in the files of --rules', problems);
  return { rules: value, beside: undefined, problems };
}

function withExpectations(
  { expectations: file }: Recipe,
  pack: Pack,
  own: WatchOptions['beside'],
): WatchOptions['beside'] {
  if (file === undefined) return own;
  const what = `the expectations ${file.name}`;
  const { expectations } = need(readExpectations(file.bytes, file.name), what);
  const policies = need(expectationPolicies(expectations, file.name, pack.events), what);
  return { baselines: own?.baselines ?? [], policies: [...(own?.policies ?? []), ...policies] };
}

function exceptionsOf({ name, bytes }: RuleFile): Parameters<typeof createExceptions>[0] {
  return need(parseExceptions(bytes, name), `the exceptions ${name}`);
}

function subjectOf({ model }: Recipe, pack: Pack): Parameters<typeof knowledgeOf>[1] {
  if (model === undefined) return undefined;
  return {
    pack,
    loaded: need(loadModel(model.bytes, model.name, pack), `the model ${model.name}`),
    compiled: need(compileRules(pack), `the rules of the pack ${pack.id}`),
  };
}

function need<T>(
  { value, problems }: { readonly value?: T; readonly problems: readonly Problem[] },
  what: string,
): T {
  if (value === undefined || hasErrors(problems)) throw new RecipeError(`Cannot use ${what}`, problems);
  return value;
}
