// SPDX-License-Identifier: Apache-2.0
// What a change of the model would change, before it is made.
import type { Report } from '../../../analyse/index.ts';
import { hasErrors } from '../../../core/problem.ts';
import { HttpRefusal } from '../../../platform/index.ts';
import type { Analyst } from '../../analysis/analyst.ts';
import type { ModelFile } from '../../analysis/model-file.ts';
import type { VerdictState } from '../../analysis/verdict.ts';
import { type Handlers, Refused } from '../bind.ts';
import type { Answer } from '../contract/index.ts';

export interface WhatIfOptions {
  readonly file: ModelFile | undefined;
  readonly analyst: Pick<Analyst, 'problemsOf' | 'report'>;
  readonly verdict: { state(): VerdictState };
  readonly now: () => number;
}

/** An analysis takes seconds of one processor. */
const MAX_ASKED = 4;

export function whatIfHandler({ file, analyst, verdict, now }: WhatIfOptions): Handlers['whatIf'] {
  let asked = 0;
  return async ({ body: { text } }) => {
    const state = verdict.state();
    if (file === undefined || state.state !== 'ready')
      throw new HttpRefusal(409, `There is no verdict to compare with: it is ${state.state}`);
    if (asked >= MAX_ASKED) throw new HttpRefusal(429, 'Too many ask what would be', 2000);
    asked++;
    try {
      const model = { name: file.name, bytes: new TextEncoder().encode(text) };
      const problems = [...(await analyst.problemsOf(model))];
      if (hasErrors(problems))
        throw new Refused(422, 'The text is no model that can be used', { modelProblems: problems });
      const report = await analyst.report(model, new Date(now()).toISOString().slice(0, 10));
      return { problems, ...comparison(state.report, report) };
    } finally {
      asked--;
    }
  };
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
