// SPDX-License-Identifier: Apache-2.0
import type { LoadedModel, Pack } from '../model/index.ts';
import { sealCertificate } from './certificate/build.ts';
import type { Certificate } from './certificate-format.ts';
import { inputFacts } from './facts/index.ts';
import { assumptionsOf, gapsOf } from './facts/open.ts';
import { absentHeads } from './frontier/frontier.ts';
import { readGround } from './ground/derive.ts';
import type { GroundFact } from './ground/encode.ts';
import { buildSystem, CANDIDATE, rowFact, type System, textOf } from './ground/system.ts';
import { REPORT_SCHEMA, type Report } from './report.ts';
import type { CompiledRules } from './rules/compile.ts';
import { type Attempt, createAttempts } from './verdict/attempt.ts';
import { judge } from './verdict/judge.ts';
import { namesOf } from './verdict/narrate.ts';
import { questionsOf, type Selection, selectAttackers } from './verdict/scope.ts';

export interface AnalysisInput extends Selection {
  readonly loaded: LoadedModel;
  readonly pack: Pack;
  readonly compiled: CompiledRules;
  /** ISO date of the day; measures whose proof ran out before it do not count. */
  readonly today: string;
  /** Ground atoms of derived predicates that the attacker has from the start: `controls(web)`. */
  readonly assumed?: readonly string[];
  /** Called with the name of each phase as it begins. */
  readonly onPhase?: (phase: string) => void;
}

export interface Analysis {
  readonly report: Report;
  readonly certificate: Certificate;
  /** What further questions about the same model start from. */
  readonly basis: Basis;
}

export interface Basis {
  readonly system: System;
  readonly attempts: readonly Attempt[];
  readonly loaded: LoadedModel;
}

/** Above this size what the attacker lacks is not searched; controls that hold are still named. */
const MAX_NODES_FOR_ABSENCES = 300_000;

/**
 * Answers, for every critical attack, attacker and target in scope: INSECURE with a proof, SECURE with the closed set
 * and its frontier, or UNKNOWN with what is missing.
 *
 * @throws TypeError when an assumed atom cannot be read; GroundLimitError when the model is too large.
 */
export function analyse(input: AnalysisInput): Analysis {
  const { loaded, pack, compiled } = input;
  const phase = input.onPhase ?? (() => undefined);
  phase('facts');
  const facts = inputFacts(loaded, pack, input.today);
  const assumed = (input.assumed ?? []).map(readGround);
  const attackers = selectAttackers(loaded, pack, input, assumed.length > 0);
  phase('ground');
  const first = buildSystem({ compiled, facts, attackers, given: assumed });
  const system = withAbsences(first, { compiled, facts, attackers, given: assumed });
  phase('close');
  const attempts = createAttempts(system, attackers, assumed, loaded);
  const { questions, notApplicable } = questionsOf(loaded, pack, input, attackers, (attack) =>
    targetsOf(system, attack),
  );
  phase('verdicts');
  const judged = judge({
    system,
    loaded,
    pack,
    attempts,
    questions,
    names: namesOf(loaded, pack),
    assumed,
    predicates: compiled.predicates,
  });
  const count = (outcome: string): number =>
    judged.verdicts.filter((verdict) => verdict.verdict === outcome).length;
  const assumptions = assumptionsOf(loaded);
  const report: Report = {
    schema: REPORT_SCHEMA,
    model: { name: loaded.model.name, file: loaded.file, sha256: loaded.sha256 },
    pack: { id: pack.id, version: pack.version, sha256: pack.sha256 },
    assumed: assumed.map(textOf).sort(),
    assumptions,
    gaps: gapsOf(loaded),
    notApplicable,
    counts: { insecure: count('INSECURE'), secure: count('SECURE'), unknown: count('UNKNOWN') },
    cuts: judged.cuts,
    verdicts: judged.verdicts,
  };
  const certificate = sealCertificate({
    model: { name: loaded.model.name, sha256: loaded.sha256 },
    pack: report.pack,
    assumed: report.assumed,
    assumptions: assumptions.map((assumption) => assumption.id).sort(),
    closures: closuresNeeded(attempts, judged.claims),
    verdicts: judged.claims,
  });
  return { report, certificate, basis: { system, attempts, loaded } };
}

/** Grounds once more with everything that one absent fact would give, so that the effect of each can be tried. */
function withAbsences(
  system: System,
  input: {
    compiled: CompiledRules;
    facts: ReturnType<typeof inputFacts>;
    attackers: readonly string[];
    given: readonly GroundFact[];
  },
): System {
  if (system.graph.nodes > MAX_NODES_FOR_ABSENCES) return system;
  const heads = createAttempts(system, input.attackers, input.given, undefined).flatMap((attempt) =>
    absentHeads(system, attempt.certain),
  );
  return heads.length === 0 ? system : buildSystem({ ...input, given: [...input.given, ...heads] });
}

/** What the model offers as targets of an attack, sorted. */
export function targetsOf(system: System, attack: string): readonly string[] {
  const number = system.encoded.relationOf.get(CANDIDATE) as number;
  const targets: string[] = [];
  for (let row = 0; row < (system.encoded.relations[number]?.size ?? 0); row++) {
    const { args } = rowFact(system, number, row);
    if (args[0] === attack) targets.push(args[1] as string);
  }
  return targets.sort();
}

function closuresNeeded(
  attempts: readonly Attempt[],
  claims: Certificate['verdicts'],
): Certificate['closures'] {
  return attempts
    .filter((attempt) =>
      claims.some((claim) => claim.attacker === attempt.attacker && claim.verdict !== 'INSECURE'),
    )
    .map((attempt) => attempt.claim());
}
