// SPDX-License-Identifier: Apache-2.0
// What a change of the model would change, before it is made.
import type { Report } from '../../../analyse/index.ts';
import { hasErrors } from '../../../core/problem.ts';
import type { RuleFile } from '../../../monitor/index.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import type { Analyst, Trial } from '../../analysis/analyst.ts';
import type { ModelFile } from '../../analysis/model-file.ts';
import type { VerdictState } from '../../analysis/verdict.ts';
import { type Handlers, Refused } from '../bind.ts';
import type { Answer } from '../contract/index.ts';

export interface WhatIfOptions {
  readonly file: ModelFile | undefined;
  readonly analyst: Pick<Analyst, 'problemsOf' | 'report' | 'trial'>;
  readonly verdict: { state(): VerdictState };
  readonly now: () => number;
}

/** An analysis takes seconds of one processor. */
const MAX_ASKED = 4;

export function whatIfHandlers({
  file,
  analyst,
  verdict,
  now,
}: WhatIfOptions): Pick<Handlers, 'whatIf' | 'tryMeasures'> {
  let asked = 0;
  const comparing = async <T>(work: (before: Report, from: RuleFile) => Promise<T>): Promise<T> => {
    const state = verdict.state();
    if (file === undefined || state.state !== 'ready')
      throw new HttpRefusal(409, `There is no verdict to compare with: it is ${state.state}`);
    const { bytes, sha256 } = file.read();
    // The keeper of the verdict looks at the file now and then: until then it is of another model.
    if (sha256 !== state.sha256)
      throw new HttpRefusal(409, 'The model has changed since its verdict: ask again when that is new');
    if (asked >= MAX_ASKED) throw new HttpRefusal(429, 'Too many ask what would be', 2000);
    asked++;
    try {
      return await work(state.report, { name: file.name, bytes });
    } finally {
      asked--;
    }
  };
  const whole = async (text: string, before: Report, { name }: RuleFile): Promise<Answer<'whatIf'>> => {
    const model = { name, bytes: new TextEncoder().encode(text) };
    const problems = [...(await analyst.problemsOf(model))];
    if (hasErrors(problems))
      throw new Refused(422, 'The text is no model that can be used', { modelProblems: problems });
    const { report } = await analyst.report(model, isoDay(now()));
    return { problems, ...comparison(before, report) };
  };
  const tried = async (trial: Trial, before: Report, model: RuleFile): Promise<Answer<'tryMeasures'>> => {
    const answer = await analyst.trial(model, isoDay(now()), trial);
    if ('wrong' in answer) throw new HttpRefusal(422, answer.wrong);
    const changes = answer.turns.map(({ oldPath: _, newPath, ...turn }) => ({
      ...turn,
      steps: newPath.length,
    }));
    return { before: before.counts, after: countsAfter(before.counts, changes), changes };
  };
  return {
    whatIf: ({ body: { text } }) => comparing((before, from) => whole(text, before, from)),
    tryMeasures: ({ body }) => comparing((before, from) => tried(body, before, from)),
  };
}

type Counts = Report['counts'];
const COUNTED = { INSECURE: 'insecure', SECURE: 'secure', UNKNOWN: 'unknown' } as const;

function countsAfter(before: Counts, changes: Answer<'tryMeasures'>['changes']): Counts {
  const counts: { -readonly [K in keyof Counts]: number } = { ...before };
  for (const change of changes) {
    counts[COUNTED[change.before]]--;
    counts[COUNTED[change.after]]++;
  }
  return counts;
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function comparison(before: Report, after: Report): Omit<Answer<'whatIf'>, 'problems'> {
  const was = new Map(before.verdicts.map((each) => [questionOf(each), each]));
  const is = new Map(after.verdicts.map((each) => [questionOf(each), each]));
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((question) => {
    const [old, next] = [was.get(question), is.get(question)];
    const shown = next ?? old;
    if (shown === undefined || old?.verdict === next?.verdict) return [];
    const { attack, attacker, target } = shown;
    return [{ attack, attacker, target, before: old?.verdict ?? null, after: next?.verdict ?? null }];
  });
  return { before: before.counts, after: after.counts, changes };
}

type Verdict = Report['verdicts'][number];

function questionOf({ attack, attacker, target }: Verdict): string {
  return JSON.stringify([attack, attacker, target]);
}
