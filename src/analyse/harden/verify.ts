// SPDX-License-Identifier: Apache-2.0
// A plan is believed only after it was installed in the model, everything closed anew, and the checker agreed.
import { type Analysis, type AnalysisInput, targetsOf } from '../analyse.ts';
import { proofSteps, sealCertificate } from '../certificate/build.ts';
import type { VerdictClaim } from '../certificate-format.ts';
import { checkCertificate } from '../checker/index.ts';
import { inputFacts } from '../facts/index.ts';
import { assumptionsOf, gapsOf } from '../facts/open.ts';
import { readGround } from '../ground/derive.ts';
import { buildSystem, instanceOf, nodeOf, textOf } from '../ground/system.ts';
import { extractProof } from '../path/proof.ts';
import type { Outcome } from '../report.ts';
import { ACHIEVED } from '../rules/rule.ts';
import { subjectOf } from '../subject.ts';
import { type Attempt, createAttempts } from '../verdict/attempt.ts';
import { type Question, questionsOf, selectAttackers } from '../verdict/scope.ts';
import type { Offer } from './offers.ts';
import { installed } from './task.ts';

export interface Verification {
  /** Every question after the plan. */
  readonly outcomes: readonly { readonly question: Question; readonly outcome: Outcome }[];
  readonly checker: { readonly accepted: boolean; readonly message?: string };
  readonly basis: Analysis['basis'];
}

export function verifyPlan(input: AnalysisInput, offers: readonly Offer[]): Verification {
  const { pack, compiled, today } = input;
  const loaded = installed(input.loaded, offers);
  const assumed = (input.assumed ?? []).map(readGround);
  const attackers = selectAttackers(loaded, pack, input, assumed.length > 0);
  const facts = inputFacts(loaded, pack, today);
  const system = buildSystem({ compiled, facts, attackers, given: assumed });
  const attempts = createAttempts(system, attackers, assumed, loaded);
  const { questions } = questionsOf(loaded, pack, input, attackers, (attack) => targetsOf(system, attack));
  const decide = (question: Question) => {
    const attempt = attempts.find(({ attacker }) => attacker === question.attacker) as Attempt;
    const goal = nodeOf(system, ACHIEVED, [question.attack.id, question.target]);
    const outcome = outcomeOf(attempt, goal);
    const { support } = outcome === 'INSECURE' ? attempt.cheapest() : attempt.cheapestPossible();
    const proof =
      outcome === 'SECURE'
        ? []
        : extractProof(system.graph, support, goal).map((each) => instanceOf(system, each));
    const used = new Set(proof.flatMap((instance) => instance.facts.flatMap((fact) => fact.gap ?? [])));
    const claim: VerdictClaim = {
      attack: question.attack.id,
      attacker: question.attacker,
      target: question.target,
      verdict: outcome,
      steps: proofSteps(proof),
      frontier: [],
      gaps: gapsOf(loaded)
        .map(({ gap }) => gap)
        .filter((gap) => used.has(gap))
        .sort(),
    };
    return { question, outcome, claim };
  };
  const decided = questions.map(decide);
  const certificate = sealCertificate({
    model: { name: loaded.model.name, sha256: loaded.sha256 },
    pack: { id: pack.id, version: pack.version, sha256: pack.sha256 },
    assumed: assumed.map(textOf).sort(),
    assumptions: assumptionsOf(loaded)
      .map(({ id }) => id)
      .sort(),
    closures: attempts.map((attempt) => attempt.claim()),
    verdicts: decided.map(({ claim }) => claim),
  });
  const { accepted, problems } = checkCertificate(certificate, subjectOf(loaded, pack, compiled, today));
  return {
    outcomes: decided.map(({ question, outcome }) => ({ question, outcome })),
    checker: { accepted, ...(problems[0] === undefined ? {} : { message: problems[0].message }) },
    basis: { system, attempts, loaded },
  };
}

function outcomeOf(attempt: Attempt, goal: number): Outcome {
  if (goal < 0) return 'SECURE';
  if (attempt.certain.member[goal] === 1) return 'INSECURE';
  return attempt.possible().member[goal] === 1 ? 'UNKNOWN' : 'SECURE';
}
