// SPDX-License-Identifier: Apache-2.0
// One verdict a question, each with its claim for the certificate.

import type { LoadedModel, Pack } from '../../model/index.ts';
import { frontierClaims, missingText, proofSteps } from '../certificate/build.ts';
import type { VerdictClaim } from '../certificate-format.ts';
import { positionOf } from '../facts/index.ts';
import { gapsOf } from '../facts/open.ts';
import { type RankedInstance, rankFrontier } from '../frontier/rank.ts';
import type { GroundFact } from '../ground/encode.ts';
import { type Instance, instanceOf, nodeOf, type System, textOf } from '../ground/system.ts';
import { extractProof } from '../path/proof.ts';
import type { Cut, FrontierEntry, MissingFact, Outcome, Verdict } from '../report.ts';
import type { CompiledRules } from '../rules/compile.ts';
import { ACHIEVED } from '../rules/rule.ts';
import type { Attempt } from './attempt.ts';
import { byCost, byWorth, type Candidate, candidatesOf, costOf, countRemoved, keyOf } from './cuts.ts';
import { assumedSteps, type Names, narrate, stepsOf } from './narrate.ts';
import type { Question } from './scope.ts';

interface Court {
  readonly system: System;
  readonly loaded: LoadedModel;
  readonly pack: Pack;
  readonly attempts: readonly Attempt[];
  readonly questions: readonly Question[];
  readonly names: Names;
  readonly assumed: readonly GroundFact[];
  readonly predicates: CompiledRules['predicates'];
}

interface Finding {
  readonly question: Question;
  readonly attempt: Attempt;
  readonly outcome: Outcome;
  readonly goal: number;
  readonly proof: readonly Instance[];
}

/** Cuts shown for a step, and for the whole report. */
const STEP_CUTS = 3;
const REPORT_CUTS = 10;

export function judge(court: Court): {
  verdicts: readonly Verdict[];
  claims: readonly VerdictClaim[];
  cuts: readonly Cut[];
} {
  const findings = court.questions.map((question) => find(court, question));
  const removed = removedBy(court, findings);
  const cutOf = (candidate: Candidate): Cut => ({
    ...candidate,
    name: court.pack.words.measure.get(candidate.measure)?.name['en'] ?? candidate.measure,
    cost: costOf(candidate, court.loaded, court.pack),
    removes: removed.get(keyOf(candidate)) ?? 0,
  });
  const written = findings.map((finding) => write(court, finding, cutOf));
  const cuts = candidatesIn(findings)
    .map(cutOf)
    .filter((cut) => cut.removes > 0)
    .sort(byWorth)
    .slice(0, REPORT_CUTS);
  return { verdicts: written.map((one) => one.verdict), claims: written.map((one) => one.claim), cuts };
}

function find({ system, attempts }: Court, question: Question): Finding {
  const attempt = attempts.find((each) => each.attacker === question.attacker) as Attempt;
  const goal = nodeOf(system, ACHIEVED, [question.attack.id, question.target]);
  const certain = goal >= 0 && attempt.certain.member[goal] === 1;
  const outcome = certain
    ? 'INSECURE'
    : goal >= 0 && attempt.possible().member[goal] === 1
      ? 'UNKNOWN'
      : 'SECURE';
  if (outcome === 'SECURE') return { question, attempt, outcome, goal, proof: [] };
  const { support } = certain ? attempt.cheapest() : attempt.cheapestPossible();
  const proof = extractProof(system.graph, support, goal).map((instance) => instanceOf(system, instance));
  return { question, attempt, outcome, goal, proof };
}

function candidatesIn(findings: readonly Finding[]): readonly Candidate[] {
  const all = findings.flatMap((finding) =>
    finding.outcome === 'INSECURE' ? finding.proof.flatMap(candidatesOf) : [],
  );
  return [...new Map(all.map((candidate) => [keyOf(candidate), candidate])).values()];
}

function removedBy({ system, attempts }: Court, findings: readonly Finding[]): ReadonlyMap<string, number> {
  const goals = findings.flatMap((finding) =>
    finding.outcome === 'INSECURE' ? [{ attacker: finding.question.attacker, node: finding.goal }] : [],
  );
  return countRemoved(
    system,
    candidatesIn(findings),
    goals,
    (attacker) => attempts.find((each) => each.attacker === attacker)?.seeds ?? [],
  );
}

function write(
  court: Court,
  finding: Finding,
  cutOf: (candidate: Candidate) => Cut,
): { verdict: Verdict; claim: VerdictClaim } {
  const { question, attempt, outcome, proof } = finding;
  const { loaded, names } = court;
  const { attack, attacker, target } = question;
  const frontier =
    outcome === 'SECURE'
      ? rankFrontier(court.system.graph, attempt.frontier(), finding.goal, attempt.whatIf)
      : [];
  const steps = stepsOf(
    proof,
    loaded,
    names,
    (instance) => candidatesOf(instance).map(cutOf).sort(byCost).slice(0, STEP_CUTS),
    assumedSteps(proof, court.assumed, court.predicates, loaded, names),
    court.predicates,
  );
  const missing = outcome === 'UNKNOWN' ? missingIn(proof, loaded) : [];
  const verdict: Verdict = {
    attack: attack.id,
    title: attack.title['en'] ?? attack.id,
    stage: attack.stage,
    severity: attack.severity,
    impact: attack.impact['en'] ?? '',
    attacker,
    target,
    verdict: outcome,
    steps,
    frontier: frontier.map((entry) => frontierEntry(entry, court)),
    missing,
    days: steps.reduce((sum, step) => sum + step.days, 0),
    confidence: steps.reduce((least, step) => Math.min(least, step.confidence), 1),
  };
  const gaps = [...new Set(missing.map((fact) => fact.gap))].sort();
  return {
    verdict,
    claim: {
      attack: attack.id,
      attacker,
      target,
      verdict: outcome,
      steps: proofSteps(proof),
      frontier: frontierClaims(frontier),
      gaps,
    },
  };
}

function missingIn(proof: readonly Instance[], loaded: LoadedModel): readonly MissingFact[] {
  const used = new Set(proof.flatMap((instance) => instance.facts.flatMap((fact) => fact.gap ?? [])));
  return gapsOf(loaded).filter((gap) => used.has(gap.gap));
}

function frontierEntry(entry: RankedInstance, { loaded, pack, names }: Court): FrontierEntry {
  const place = entry.control ?? entry.facts.find((fact) => fact.path.length > 0);
  const missing = missingText(entry.missing);
  return {
    rule: entry.rule.id,
    text: narrate(entry.rule.narrate, entry.bindings, names),
    then: textOf(entry.then),
    missing: entry.kind === 'control' ? `not ${missing}` : missing,
    kind: entry.kind,
    ...(entry.control === undefined
      ? {}
      : { holds: entry.control.control ?? measureName(entry.control.args[1] ?? '', pack) }),
    decisive: entry.decisive,
    at: place === undefined ? loaded.locate([]) : positionOf(place, loaded),
  };
}

/** A measure may have the id of an element; here the word is meant. */
function measureName(id: string, pack: Pack): string {
  return (pack.words.measure.get(id)?.name['en'] ?? id).toLowerCase();
}
