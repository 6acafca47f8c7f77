// SPDX-License-Identifier: Apache-2.0
// Believes a verdict without believing the engine: nothing of the grounder, the closure or the proof search is imported.
import type { Certificate, VerdictClaim } from '../certificate-format.ts';
import { readCertificate } from '../certificate-read.ts';
import { Refusal, refuse } from '../refusal.ts';
import { formatGround } from '../rules/atom.ts';
import { bind, readGround } from '../rules/substitution.ts';
import type { Subject } from '../subject.ts';
import { checkClosure, grantGaps, type Reached } from './closure.ts';
import type { CheckResult, Context } from './context.ts';
import { add, join, type Store } from './join.ts';
import { checkFrontier, checkProof } from './proof.ts';

/** Whether all that `value`, any JSON, claims holds of the subject. Never throws; what is left out is not looked for. */
export function checkCertificate(value: unknown, subject: Subject): CheckResult {
  const checked = { proofs: 0, closures: 0, atoms: 0, instances: 0 };
  try {
    checkClaims(value, subject, checked);
    return { accepted: true, problems: [], checked };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { accepted: false, problems: [error.problem], checked };
  }
}

function checkClaims(value: unknown, subject: Subject, checked: CheckResult['checked']): void {
  const certificate = readCertificate(value);
  checkHeader(certificate, subject);
  const store: Store = new Map();
  for (const fact of subject.facts) add(store, fact);
  const context = { ...subject, certificate, checked, store };
  for (const [at, claim] of certificate.verdicts.entries()) checkClaim(claim, `/verdicts/${at}`, context);
  for (const [at, closure] of certificate.closures.entries()) {
    checkUnreached(closure.attacker, checkClosure(closure, `/closures/${at}`, context), context);
  }
}

/** The certificate is about the subject. */
function checkHeader({ model, pack, assumptions, assumed, closures }: Certificate, subject: Subject): void {
  const equal = (pointer: string, found: unknown, expected: unknown) => {
    const [claim, truth] = [JSON.stringify(found), JSON.stringify(expected)];
    if (claim !== truth) refuse('SUBJECT', pointer, `Found ${claim.slice(0, 200)}, expected ${truth}`);
  };
  for (const key of ['name', 'sha256'] as const) equal(`/model/${key}`, model[key], subject.model[key]);
  for (const key of ['id', 'version', 'sha256'] as const) equal(`/pack/${key}`, pack[key], subject.pack[key]);
  equal('/assumptions', assumptions, subject.assumptions);
  const derivable = assumed.filter((text) => {
    const { predicate, args } = readGround(text) ?? { predicate: 'achieved', args: [] };
    return predicate !== 'achieved' && subject.derived.get(predicate) === args.length;
  });
  equal('/assumed', assumed, [...new Set(derivable)].sort());
  const stranger = closures.findIndex(({ attacker }) => !subject.attackers.includes(attacker));
  if (stranger >= 0) refuse('ATTACKER', `/closures/${stranger}/attacker`, 'Unknown attacker');
}

/** What a verdict must be whatever the closure says; a target is what the base atoms of the attack hold of. */
function checkClaim(claim: VerdictClaim, pointer: string, context: Context): void {
  const { attack, attacker, target, verdict, steps, frontier, gaps } = claim;
  const closed = context.certificate.closures.some((closure) => closure.attacker === attacker);
  const forms = {
    INSECURE: frontier.length + gaps.length === 0,
    SECURE: steps.length + gaps.length === 0 && closed,
    UNKNOWN: gaps.length > 0 && closed,
  };
  if (forms[verdict] !== true) refuse('VERDICT', `${pointer}/verdict`, `Found ${verdict} without its parts`);
  if (!context.attackers.includes(attacker)) refuse('ATTACKER', `${pointer}/attacker`, 'Unknown attacker');
  const rule = context.rules.get(`attack:${attack}`);
  const values = rule && bind(rule.then, { predicate: 'achieved', args: [attack, target] });
  const stated = rule?.when.filter(({ predicate }) => !context.derived.has(predicate)) ?? [];
  const fits = values !== undefined && join(context.store, stated, values, () => true);
  if (!fits) refuse('TARGET', `${pointer}/target`, `${target} is no target of ${attack}`);
  if (verdict !== 'SECURE') checkProof(claim, pointer, context);
}

/** SECURE and UNKNOWN: not achieved. SECURE: nor would it be if every gap of the model were so. */
function checkUnreached(attacker: string, reached: Reached, context: Context): void {
  const claims = [...context.certificate.verdicts.entries()].filter(([, each]) => each.attacker === attacker);
  const never = (kind: string, why: string) => {
    for (const [at, { attack, target, verdict }] of claims) {
      const goal = formatGround('achieved', [attack, target]);
      if (verdict !== kind || !reached.delivered.has(goal)) continue;
      refuse('VERDICT', `/verdicts/${at}/verdict`, `Found ${verdict}, but ${goal} follows ${why}`);
    }
  };
  for (const [at, { frontier }] of claims) {
    for (const [place, entry] of frontier.entries()) {
      checkFrontier(entry, `/verdicts/${at}/frontier/${place}`, reached.store, context);
    }
  }
  never('UNKNOWN', 'without gaps');
  grantGaps(reached, context);
  never('SECURE', 'if every gap is so');
}
